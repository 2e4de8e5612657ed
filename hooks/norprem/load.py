"""Folders of YAML to a catalogue and what is wrong with its shape; nothing in a file makes this raise."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from norprem import source
from norprem.findings import Finding, Path, Spot
from norprem.mend import mend, owner_of
from norprem.model import (
    SECTIONS,
    Article,
    Catalogue,
    Course,
    Draft,
    Entry,
    Feed,
    Imported,
    Listed,
    Meta,
    Method,
    Need,
    Pathway,
    Person,
    Programme,
    Provider,
    Record,
    Retired,
    Standard,
    Synonyms,
    Term,
)
from norprem.vocabulary import LISTS, ClosedList, Region, Value, Vocabulary, nearest

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue, the findings of reading it, and the number of files read."""

    catalogue: Catalogue
    findings: tuple[Finding, ...]
    files: int


Progress = Callable[[int, int], None]
"""Told after every file: how many have been read, and how many there are."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    root: FilePath
    progress: Progress | None = None
    findings: list[Finding] = field(default_factory=list)
    broken: set[tuple[str, Path]] = field(default_factory=set)
    files: int = 0
    expected: int = 0

    def tree(self, file: str) -> source.Tree | None:
        """Read a file; its faults are kept, and None says that there is nothing to go on with."""
        self.files += 1
        if self.progress:
            self.progress(self.files, self.expected)
        read = source.read(self.root, file)
        self.findings.extend(read.findings)
        if read.tree is None:
            self.broken.add((file, ()))
        return read.tree

    def page(self, file: str) -> source.Page:
        """Read a page; its faults are kept."""
        self.files += 1
        if self.progress:
            self.progress(self.files, self.expected)
        page = source.read_page(self.root, file)
        self.findings.extend(page.head.findings)
        if page.head.tree is None:
            self.broken.add((file, ()))
        return page

    def report(self, code: str, spot: Spot) -> None:
        """Keep a fault of shape, and remember its place as one not to be judged further."""
        self.findings.append(Finding(code, spot))
        self.broken.add((spot.file, spot.path))

    def record(self, model: type[R], file: str, tree: Any, path: Path = ()) -> Entry[R] | None:
        """Read one record; where it is wrong, report it and mend it so that the rest can still be checked."""
        if not isinstance(tree, dict):
            self.report("K121" if path else "K122", Spot(file, path, {"key": _key_of(path)}))
            return None
        for attempt in range(3):
            try:
                return Entry(file, model.model_validate(tree), path)
            except ValidationError as error:
                faults = error.errors(include_url=False)
            for fault in faults[:_ENOUGH]:
                if attempt == 0 and not _echo(fault):
                    self.report(*_shape_finding(model, fault, file, path))
                mend(model, tree, fault, twins=attempt == 0)
        return None

    def records(self, model: type[R], file: str, key: str, *, needed: bool = False) -> tuple[Entry[R], ...]:
        """Read a file that holds a list of records under one key; one that is `needed` must not be empty."""
        tree = self.tree(file)
        if tree is None:
            return ()
        if not isinstance(tree, dict):
            self.report("K122", Spot(file))
            return ()
        for extra in tree.keys() - {key, "last_checked"}:
            self.report("K101", _unknown(file, (), extra, (key, "last_checked")))
        items = tree.get(key, _MISSING)
        if not isinstance(items, list) or (needed and not items):
            code = "K102" if items is _MISSING else "K120" if items and not isinstance(items, list) else "K104"
            self.report(code, Spot(file, (key,), {"key": key}))
            return ()
        found = (self.record(model, file, item, (key, place)) for place, item in enumerate(items))
        return tuple(entry for entry in found if entry)


_MISSING = object()
_ENOUGH = 100
"""Faults of one record that are told; who sees a hundred need not see the thousand after them."""


def _echo(fault: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because none of its values is valid."""
    return fault["type"] == "too_short" and bool(fault["input"])


def load(root: FilePath, progress: Progress | None = None, docs: FilePath | None = None) -> Loaded:
    """Read the whole catalogue below `root`, and the pages for patients, GPs and professionals below `docs`.

    Returns:
        The catalogue and all findings of families K0 and K1, without positions (`source.place` looks those up).
    """
    with no_collection():
        reading = _Reading(root, progress)
        files = _files(reading)
        found = tuple(_pages(docs, root)) if docs else ()
        single = len(_SINGLE) + sum((root / name).exists() for name in (FEEDS, SYNONYMS))
        reading.expected = len(found) + sum(map(len, files.values())) + len(LISTS) + single
        listed = {name: reading.records(Listed, f"vocabulary/{name}.yaml", "values", needed=True) for name in LISTS}
        catalogue = Catalogue(
            vocabulary=_vocabulary(listed),
            listed=tuple(entry for entries in listed.values() for entry in entries),
            providers=reading.records(Provider, "providers.yaml", "providers"),
            courses=tuple(_folder(reading, Course, files["courses"])),
            people=tuple(_folder(reading, Person, files["people"])),
            standards=tuple(_folder(reading, Standard, files["standards"])),
            programmes=tuple(_folder(reading, Programme, files["programmes"])),
            needs=tuple(_folder(reading, Need, files["needs"])),
            methods=tuple(_folder(reading, Method, files["methods"])),
            pathways=tuple(_folder(reading, Pathway, files["pathways"])),
            terms=reading.records(Term, "glossary.yaml", "terms"),
            retired=reading.records(Retired, "retired.yaml", "retired"),
            drafts=tuple(_folder(reading, Draft, files["drafts"])),
            imported=tuple(_folder(reading, Imported, files["imported"])),
            feeds=reading.records(Feed, FEEDS, "imports") if (root / FEEDS).exists() else (),
            articles=tuple(_articles(reading, found)),
            synonyms=reading.records(Synonyms, SYNONYMS, "synonyms") if (root / SYNONYMS).exists() else (),
            broken=frozenset(reading.broken),
        )
        return Loaded(catalogue, tuple(reading.findings), reading.files)


_MODELS: Mapping[str, type[Record]] = {
    "courses": Course,
    "people": Person,
    "standards": Standard,
    "programmes": Programme,
    "needs": Need,
    "methods": Method,
    "pathways": Pathway,
}


def reread(before: Loaded, root: FilePath, file: str) -> Loaded | None:
    """Read one file anew and leave the rest as it was read; None where that file cannot be read by itself.

    Args:
        before: what was read last.
        root: the catalogue's folder.
        file: path of a record or of a page, as findings name it.
    """
    reading, folder = _Reading(root), file.split("/")[0]
    fresh: dict[str, Any]
    if file.endswith(".md"):
        parts = FilePath(file).parts
        if parts[-2] not in SECTIONS:
            return before  # no page that is judged
        page = _Page(file, parts[-3], parts[-2], FilePath(file).stem)
        fresh = {"articles": _put_in(before.catalogue.articles, tuple(_articles(reading, (page,))), file)}
    elif folder in _MODELS:
        fresh = {
            folder: _put_in(getattr(before.catalogue, folder), tuple(_folder(reading, _MODELS[folder], [file])), file)
        }
    else:
        return None
    broken = {one for one in before.catalogue.broken if one[0] != file} | reading.broken
    findings = [one for one in before.findings if one.spot.file != file] + reading.findings
    return Loaded(replace(before.catalogue, **fresh, broken=frozenset(broken)), tuple(findings), before.files)


def _put_in(known: tuple[Any, ...], fresh: tuple[Any, ...], file: str) -> tuple[Any, ...]:
    """Put what was read of a file where it was, or at the end where it is new."""
    places = [place for place, one in enumerate(known) if _file_of(one) == file]
    if not places:
        return (*known, *fresh)
    return (*known[: places[0]], *fresh, *known[places[-1] + 1 :])


def _file_of(one: Any) -> str:
    return str((one.entry if isinstance(one, Article) else one).file)


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking thousands of records that are all still wanted (it triples the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_SINGLE = frozenset({"providers.yaml", "glossary.yaml", "retired.yaml"})
FEEDS = "imports.yaml"
"""The list of calendars that are read on a schedule; a catalogue need not have one."""

SYNONYMS = "vocabulary/synonyms.yaml"
"""The words that the search knows besides those of the site; a catalogue need not have them."""

_FOLDERS = {
    "courses": 3,
    "people": 3,
    "standards": 2,
    "programmes": 2,
    "needs": 2,
    "methods": 2,
    "pathways": 2,
    "drafts": 3,
    "imported": 3,
}
"""Folders of records, and the steps to a file in each: those with 3 have a folder for every region or calendar."""

_UNREAD = frozenset({"_templates"})
_TEXT_FILES = frozenset({"README.md", "Thumbs.db"})


def _files(reading: _Reading) -> dict[str, list[str]]:
    """Return the files of each folder of records, sorted; whatever stands where nobody reads it is a finding."""
    folders: dict[str, list[str]] = {name: [] for name in _FOLDERS}
    for file in _below(reading, ""):
        parts = tuple(file.split("/"))
        if len(parts) == _FOLDERS.get(parts[0]) and file.endswith(".yaml") and file.isprintable():
            folders[parts[0]].append(file)
        elif not _expected(parts):
            reading.report("K018", Spot(_printable(file), (), {"file": _printable(file)}))
    return folders


def _below(reading: _Reading, folder: str) -> Iterator[str]:
    """Yield the files below a folder, sorted; a folder that cannot be opened must not pass for an empty one."""
    try:
        entries = sorted(os.scandir(reading.root / folder), key=lambda entry: entry.name)
    except OSError as error:
        reading.report("K001", Spot(_printable(folder), (), {"reason": error.strerror or "?"}))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if entry.is_dir(follow_symlinks=False):
            if path not in _UNREAD and not entry.name.startswith("."):
                yield from _below(reading, path)
        elif entry.name not in _TEXT_FILES and (entry.name[0] != "." or entry.name.endswith((".yaml", ".yml"))):
            yield path


def _printable(file: str) -> str:
    """Return a file name that any terminal can show."""
    return "".join(char if char.isprintable() else "�" for char in file)


def _expected(parts: tuple[str, ...]) -> bool:
    if len(parts) == 1:
        return parts[0] in _SINGLE or parts[0] == FEEDS
    known = "/".join(parts) == SYNONYMS or parts[-1].removesuffix(".yaml") in LISTS
    return len(parts) == 2 and parts[0] == "vocabulary" and known


def _folder(reading: _Reading, model: type[R], files: list[str]) -> Iterator[Entry[R]]:
    for file in files:
        tree = reading.tree(file)
        entry = reading.record(model, file, tree) if tree is not None else None
        if entry:
            yield entry


@dataclass(frozen=True, slots=True)
class _Page:
    """A file that ought to be a page; its path is as seen from the catalogue's folder, with forward slashes."""

    file: str
    locale: str
    section: str
    name: str


def _pages(docs: FilePath, root: FilePath) -> Iterator[_Page]:
    """Yield the pages for patients, GPs and professionals, by section, language and name."""
    for section in SECTIONS:
        for path in sorted(docs.glob(f"*/{section}/*.md")):
            yield _Page(FilePath(os.path.relpath(path, root)).as_posix(), path.parts[-3], section, path.stem)


def _articles(reading: _Reading, found: tuple[_Page, ...]) -> Iterator[Article]:
    for one in found:
        page = reading.page(one.file)
        entry = reading.record(Meta, one.file, page.head.tree) if page.head.tree is not None else None
        if entry:
            yield Article(one.locale, one.section, one.name, entry, page.body, page.line)


def _vocabulary(listed: Mapping[str, tuple[Entry[Listed], ...]]) -> Vocabulary:
    return Vocabulary({name: ClosedList(name, tuple(_values(name, entries))) for name, entries in listed.items()})


def _values(name: str, entries: tuple[Entry[Listed], ...]) -> Iterator[Value]:
    for entry in entries:
        listed = entry.record
        if name == "regions":
            host = listed.regut.host if listed.regut else None
            yield Region(
                listed.id, listed.label, formerly=listed.formerly, kind=listed.kind or "scope", regut_host=host
            )
        else:
            yield Value(listed.id, listed.label, listed.explanation, listed.proves, listed.formerly)


SHAPES = {
    "extra_forbidden": "K101",
    "missing": "K102",
    "expected_text": "K103",
    "expected_list": "K120",
    "expected_mapping": "K121",
    "model_type": "K121",
    "empty": "K104",
    "too_short": "K104",
    "bad_day": "K105",
    "no_such_day": "K106",
    "bad_moment": "K107",
    "bad_whole": "K108",
    "bad_amount": "K109",
    "bad_id": "K110",
    "one_language": "K111",
    "bad_cost": "K112",
    "bad_level": "K125",
    "bad_edition": "K126",
    "bad_competence": "K127",
    "bad_yes": "K129",
}
"""The rule that tells of an error of the model, by the type of the error."""

_SHOWN = 60


def _shape_finding(model: type[Record], fault: ErrorDetails, file: str, path: Path) -> tuple[str, Spot]:
    """Turn one error of the model into a code and a place."""
    loc = tuple(fault["loc"])
    kind, found = fault["type"], fault["input"]
    if kind == "extra_forbidden":
        owner = owner_of(model, loc[:-1])
        return "K101", _unknown(file, (*path, *loc[:-1]), str(loc[-1]), owner.model_fields if owner else ())
    at = (fault.get("ctx") or {}).get("at")
    key = _key_of((*path, *loc))
    if kind == "cut_text" and at is not None:
        return "K128", Spot(file, (*path, *loc, at), _cut_text(key, found, at), on_key=True)
    if at is not None:
        key, found, loc = f"{key}.{at}", found[at], (*loc, at)
    values = {"key": _cut(key)} if kind == "missing" else {"key": _cut(key), "found": _cut(_shown(found))}
    return SHAPES.get(kind, "K121"), Spot(file, (*path, *loc), values)


def _cut_text(key: str, forms: Mapping[str, Any], rest: str) -> dict[str, str]:
    """Put a text together again that commas have cut: the wording before the stray keys, and the keys."""
    names = list(forms)
    place = names.index(rest)
    strays = takewhile(lambda name: not forms[name], names[place:])
    locale = names[place - 1]
    return {"key": key, "locale": locale, "whole": _cut(", ".join((forms[locale], *strays)))}


def _key_of(path: Path) -> str:
    """Return the name of the field that a path leads to or into."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _shown(value: Any) -> str:
    """Return a value as one would type it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _unknown(file: str, parent: Path, key: str, known: Any) -> Spot:
    values = {"key": _cut(key), "known": ", ".join(known)}
    if near := nearest(key, known):
        values["nearest"] = near
    return Spot(file, (*parent, key), values, on_key=True)
