"""One import from its beginning to its end: fetch or open, read, compare, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from norprem.imports import csv, ics, xlsx
from norprem.imports.events import LARGEST, Broken, Incoming, Trouble
from norprem.imports.fetch import PUBLIC, Net, fetched
from norprem.imports.merge import Aim, Plan, planned
from norprem.model import Catalogue

READERS: Mapping[str, Callable[[bytes, str, str | None], Incoming]] = {
    "ics": ics.read,
    "csv": csv.read,
    "xlsx": xlsx.read,
}
"""What can be read, by the name of the format."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is imported: a file, or an address on the web."""

    form: str
    given: str

    @property
    def remote(self) -> bool:
        """Whether it is an address and no file."""
        return "://" in self.given or self.given.lower().startswith("webcal:")

    @property
    def address(self) -> str:
        """The address as it is fetched."""
        scheme, colon, rest = self.given.partition(":")
        return f"https:{rest}" if colon and scheme.lower() in ("webcal", "webcals") else self.given

    @property
    def shown(self) -> str:
        """What to call it: a file's name, or an address without what may be a secret."""
        if not self.remote:
            return Path(self.given).name
        try:
            parts = urlsplit(self.address)
            return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
        except ValueError:
            return self.given[:60]


def incoming(source: Source, net: Net = PUBLIC) -> Incoming:
    """Read what a source says; whatever is wrong with it is among its troubles."""
    try:
        data = fetched(source.address, net) if source.remote else _opened(source)
    except Broken as broken:
        trouble = Trouble(broken.trouble.code, 0, {**broken.trouble.values, "address": source.shown})
        return Incoming((), (trouble,), source.shown, whole=False)
    return READERS[source.form](data, source.shown, source.shown if source.remote else None)


def _opened(source: Source) -> bytes:
    try:
        with Path(source.given).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Broken("I002", address=source.shown, reason=reason) from None


def plan(root: Path, catalogue: Catalogue, aim: Aim, source: Source, net: Net = PUBLIC) -> Plan:
    """Say what an import would change."""
    return planned(root, catalogue, aim, incoming(source, net))


def write(root: Path, done: Plan) -> None:
    """Write the files of a plan."""
    for path, text in done.files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")
