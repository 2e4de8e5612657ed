"""GitHub Actions on a small scale: runs the steps of a job in order, with the real commands.

Only `gh` is a stand-in, which answers and records. `uses:` steps are noted and not run; the checkout is a clone of the
bare repository. Expressions are those that the workflows here have.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.building import ROOT, TODAY

_GH = """\
#!{python}
import json, pathlib, sys
here = pathlib.Path({folder!r})
words = sys.argv[1:]
files = [word.split("=@")[1] if "=@" in word else word for word in words]
bodies = [pathlib.Path(name).read_text() for name in files if name.endswith(".md")]
with (here / "calls.jsonl").open("a") as log:
    log.write(json.dumps({{"words": words, "bodies": bodies}}) + "\\n")
for known, answer in json.loads((here / "answers.json").read_text()).items():
    if known in " ".join(words):
        print(answer)
        break
"""


@dataclass
class Ran:
    """A job that was run.

    Attributes:
        steps: of each step, its name, its outcome and what it printed.
        used: the actions that were noted, with what they were given.
    """

    steps: list[tuple[str, str, str]] = field(default_factory=list)
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def failed(self) -> str:
        """The name of the step that failed; nothing where all went well."""
        return next((name for name, outcome, _ in self.steps if outcome == "failed"), "")

    def said(self, name: str) -> str:
        return next(text for own, _, text in self.steps if own == name)

    def outcome(self, name: str) -> str:
        return next(outcome for own, outcome, _ in self.steps if own == name)


@dataclass
class World:
    """A repository with a bare one behind it, and a place where jobs run."""

    folder: Path
    bare: Path
    answers: dict[str, Any] = field(default_factory=dict)
    runs: int = 0

    @property
    def calls(self) -> list[dict[str, Any]]:
        log = self.folder / "gh" / "calls.jsonl"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def called(self, *words: str) -> list[dict[str, Any]]:
        """Return the calls of `gh` that have all these words in them."""
        return [one for one in self.calls if all(word in " ".join(one["words"]) for word in words)]

    def forget(self) -> None:
        (self.folder / "gh" / "calls.jsonl").unlink(missing_ok=True)

    def clone(self, ref: str) -> Path:
        """Check the repository out for one job, with the programs of this one."""
        self.runs += 1
        work = self.folder / f"work-{self.runs}"
        git(self.folder, "clone", "--quiet", str(self.bare), str(work))
        git(work, "checkout", "--quiet", "--detach", ref)
        (work / ".venv").mkdir()
        (work / ".venv" / "bin").symlink_to(ROOT / ".venv" / "bin")
        for stamp in ("site", "dev"):
            (work / ".venv" / stamp).touch()
        return work

    def run(self, workflow: str, job: str, ref: str, github: Mapping[str, Any]) -> Ran:
        """Run a job of a workflow as it stands in the repository."""
        gh = self.folder / "gh"
        gh.mkdir(exist_ok=True)
        (gh / "gh").write_text(_GH.format(python=sys.executable, folder=str(gh)))
        (gh / "gh").chmod(0o755)
        (gh / "answers.json").write_text(json.dumps({key: json.dumps(one) for key, one in self.answers.items()}))
        work = self.clone(ref)
        tree = yaml.load((work / ".github" / "workflows" / workflow).read_text("utf-8"), Loader=yaml.BaseLoader)
        return _Job(
            work, self.folder / "temp", dict(github), gh, tree.get("env", {}) | tree["jobs"][job].get("env", {})
        ).run(tree["jobs"][job])


def git(here: Path, *words: str) -> str:
    """Run git, which must succeed."""
    settings = ("-c", "user.name=Redaktør", "-c", "user.email=editor@norprem.example", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *settings, *words], cwd=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass
class _Job:
    work: Path
    temp: Path
    github: dict[str, Any]
    gh: Path
    env: dict[str, str]
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    ran: Ran = field(default_factory=Ran)

    def run(self, job: Mapping[str, Any]) -> Ran:
        self.temp.mkdir(exist_ok=True)
        for place, step in enumerate(job["steps"]):
            name = step.get("name") or step.get("uses", "").split("@")[0]
            if self.ran.failed or not self._wanted(step.get("if", "true")):
                self.ran.steps.append((name, "skipped", ""))
            elif "uses" in step:
                given = {key: self._put(value) for key, value in step.get("with", {}).items()}
                self.ran.used.append((step["uses"].split("@")[0], given))
                self.ran.steps.append((name, "noted", ""))
            else:
                self._call(name, place, step)
        return self.ran

    def _call(self, name: str, place: int, step: Mapping[str, Any]) -> None:
        output = self.temp / f"output-{place}"
        output.write_text("")
        made = {key: self._put(value) for key, value in (self.env | step.get("env", {})).items()}
        environment = {
            **os.environ,
            **made,
            "PATH": f"{self.gh}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_REPOSITORY": "norprem/norprem",
            "SOURCE_DATE_EPOCH": TODAY,
            "NO_MKDOCS_2_WARNING": "1",
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.work,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        failed = done.returncode != 0
        if own := step.get("id"):
            outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
            self.state[own] = {"outputs": outputs, "outcome": "failure" if failed else "success"}
        forgiven = step.get("continue-on-error") == "true"
        outcome = "failed" if failed and not forgiven else "done"
        self.ran.steps.append((name, outcome, done.stdout + done.stderr))

    def _put(self, text: str) -> str:
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(self._value(found[1].strip())), text)

    def _wanted(self, condition: str) -> bool:
        return all(bool(self._value(part.strip())) for part in condition.split("&&"))

    def _value(self, text: str) -> Any:
        """Return the value of an expression: a name, a comparison, a choice, or one of two functions."""
        if " || " in text:
            first, second = text.split(" || ", 1)
            return self._value(first) or self._value(second)
        for sign in ("==", "!="):
            if f" {sign} " in text:
                left, right = (self._value(side.strip()) for side in text.split(f" {sign} ", 1))
                return (str(left or "") == str(right or "")) is (sign == "==")
        if found := re.fullmatch(r"contains\(fromJSON\('(.*)'\), (.*)\)", text):
            return self._value(found[2]) in json.loads(found[1])
        if found := re.fullmatch(r"'(.*)'", text):
            return found[1]
        if text == "true":
            return True
        return self._named(text.split("."))

    def _named(self, parts: list[str]) -> Any:
        holder: Any = {"github": self.github | {"token": "none"}, "steps": self.state}
        for part in parts:
            holder = holder.get(part) if isinstance(holder, dict) else None
        return "" if holder is None else holder
