"""What is kept of a release: source, site and data as archives, what it was built with, and the checksums of it all.

Two releases of one commit are the same bytes: files are sorted, owners and times are left out.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

_REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)==([\w.!+-]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
DATA = ("api", "feeds", "kalender", "catalog.ttl")
"""What of the site is data, where it is there; pages that lie among it are none."""


def archive(root: Path, files: Iterable[Path], top: str) -> bytes:
    """Return files below a folder as an archive (tar.gz) in which they lie below `top`.

    Args:
        root: the folder.
        files: paths of files below it; links are left out.
        top: name of the folder in the archive.
    """
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as target:
        for path in sorted(files):
            if path.is_file() and not path.is_symlink():
                entry = tarfile.TarInfo(f"{top}/{path.relative_to(root).as_posix()}")
                data = path.read_bytes()
                entry.size, entry.mode = len(data), 0o644
                target.addfile(entry, io.BytesIO(data))
    return gzip.compress(packed.getvalue(), mtime=0)


def data_files(site: Path) -> Iterator[Path]:
    """Yield the files of a built site that are data: tables, records, calendars and news."""
    for name in DATA:
        path = site / name
        found = path.rglob("*") if path.is_dir() else [path]
        yield from (one for one in found if one.is_file() and one.suffix != ".html")


def bill(requirements: str, name: str, version: str) -> bytes:
    """Return what the site was built with (SBOM, CycloneDX 1.6), from the locked requirements.

    Args:
        requirements: the text of the file, each package with its version and the digests of its files.
        name: of what was built.
        version: of what was built.
    """
    found = list(_REQUIREMENT.finditer(requirements))
    ends = [*(one.start() for one in found[1:]), len(requirements)]
    components = [_component(one, requirements[one.end() : end]) for one, end in zip(found, ends, strict=True)]
    told = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": name, "name": name, "version": version}},
        "components": components,
        "dependencies": [{"ref": name, "dependsOn": [one["bom-ref"] for one in components]}],
    }
    return (json.dumps(told, indent=2) + "\n").encode()


def _component(found: re.Match[str], rest: str) -> dict[str, Any]:
    address = f"pkg:pypi/{found[1].lower().replace('_', '-')}@{found[2]}"
    hashes = [{"alg": "SHA-256", "content": digest} for digest in _HASH.findall(rest)]
    marker = rest.partition(";")[2].partition("\\")[0].strip()
    told = {"type": "library", "bom-ref": address, "name": found[1], "version": found[2], "purl": address}
    return told | {"hashes": hashes} | ({"properties": [{"name": "python:marker", "value": marker}]} if marker else {})


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return the checksum of every file, as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()
