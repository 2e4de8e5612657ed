"""Where the lines are drawn: the package knows nothing of MkDocs, and the adapters do not think."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.building import ROOT

PACKAGE = ROOT / "hooks" / "norprem"
HOOKS = sorted((ROOT / "hooks").glob("*.py"))


def _imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_the_package_never_imports_mkdocs(file: Path) -> None:
    assert not {name for name in _imports(file) if name.split(".")[0] in ("mkdocs", "material", "mkdocs_static_i18n")}


def test_the_package_works_without_mkdocs_loaded() -> None:
    code = "import sys, norprem.cli; sys.exit(any(name.split('.')[0] == 'mkdocs' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT / "hooks", check=False).returncode == 0


@pytest.mark.parametrize("file", HOOKS, ids=lambda file: file.name)
def test_an_adapter_is_short_and_is_named_as_one(file: Path) -> None:
    assert file.name.endswith("_hook.py")
    assert len(file.read_text("utf-8").splitlines()) <= 60


def test_mkdocs_is_given_the_adapters_only() -> None:
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert config["hooks"] == [f"hooks/{name}_hook.py" for name in ("check", "titles", "pages", "exports")]
    assert [file.name for file in HOOKS] == [f"{name}_hook.py" for name in ("check", "exports", "pages", "titles")]
