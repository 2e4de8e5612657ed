"""What the sender of a form is told: that it was written, or everything that must be said in another way, at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory

from norprem import build, report
from norprem.comment import bounded, code, marker, plain
from norprem.findings import Finding, Path, Severity
from norprem.imports.answers import When
from norprem.imports.form_records import Proposal, proposed
from norprem.imports.forms import Fault, Filled
from norprem.load import load
from norprem.words import Words

MARK = marker("form")
_STRICT = frozenset({"K403", "K404"})
"""Warnings of the rules that are asked back: the sender knows best what was meant."""

_MISSING_LANGUAGE = "K401"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form.

    Attributes:
        result: `written`, `draft`, `asked` or `report` (a fault in a page, which makes no file).
        files: new text by path below the catalogue's folder; nothing where something is asked.
        faults: what is asked.
        remarks: what an editor should look at.
        page: the file behind the page that a report is about, where there is one.
    """

    filled: Filled
    result: str
    files: Mapping[str, str]
    title: str
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()
    seen: tuple[tuple[str, str | date | When], ...] = ()
    page: str = ""


def outcome(filled: Filled, root: FilePath, today: date, issue: int, docs: FilePath | None = None) -> Outcome:
    """Read a form, write what it says into a copy of the catalogue and run the rules on it; nothing else is written.

    Args:
        filled: the form.
        root: the catalogue's folder.
        today: the day of the form.
        issue: number of the issue.
        docs: folder of the pages.
    """
    before = load(root).catalogue
    made = proposed(filled, root, before, today, issue)
    if filled.form.kind == "page" and not made.faults:
        return Outcome(filled, "report", {}, made.title, page=page_file(made.title, root, docs))
    if made.faults:
        return Outcome(filled, "asked", {}, made.title, tuple(made.faults))
    with TemporaryDirectory(prefix="norprem-") as temporary:
        copy = FilePath(temporary) / "curricula"
        shutil.copytree(root, copy, symlinks=True)
        for path, text in made.files.items():
            _write(copy, path, text)
        found = build.check(copy, today, before=before).findings
    return _judged(filled, made, [one for one in found if one.spot.file in made.files])


def _judged(filled: Filled, made: Proposal, found: list[Finding]) -> Outcome:
    errors = [one for one in found if report.severity(one) is Severity.ERROR or one.code in _STRICT]
    faults = _once(_fault(one, made, filled) for one in errors)
    remarks = tuple(_fault(one, made, filled) for one in found if one not in errors)
    seen = tuple(made.seen)
    if made.drafts and errors and all(one.code == _MISSING_LANGUAGE for one in errors):
        return Outcome(filled, "draft", made.drafts, made.title, remarks=remarks, seen=seen)
    if faults:
        return Outcome(filled, "asked", {}, made.title, faults)
    return Outcome(filled, "written", made.files, made.title, remarks=remarks, seen=seen)


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return what must be asked; the same of one field only once."""
    return tuple({(one.code, one.about): one for one in faults}.values())


def _write(root: FilePath, path: str, text: str) -> None:
    target = root / path
    if not target.resolve().is_relative_to(root.resolve()):
        raise ValueError(path)  # cannot happen: every part of a path is an id
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8", newline="\n")


def write(root: FilePath, files: Mapping[str, str]) -> None:
    """Write the files of an outcome below the catalogue's folder."""
    for path, text in files.items():
        _write(root, path, text)


def _fault(one: Finding, made: Proposal, filled: Filled) -> Fault:
    """Turn a rule's finding into a question about the field that it came from."""
    told = f"{report.sentence(one, filled.language)} {report.remedy(one, filled.language)}"
    return Fault(one.code, _field_of(one.spot.path, made.fields), one.spot.values, told)


def _field_of(path: Path, fields: Mapping[Path, str]) -> str:
    """Return the field that a place in a record came from, by the longest way that is known."""
    for length in range(len(path), 0, -1):
        if path[:length] in fields:
            own = fields[path[:length]]
            return f"{own[:-3]}_{path[-1]}" if own.endswith("_nb") and path[-1] == "en" else own
    return ""


def page_file(address: str, root: FilePath, docs: FilePath | None) -> str:
    """Return the file that a page is made from, as the repository names it; nothing where none is known."""
    parts = [part for part in address.strip("/").split("/") if part]
    locale = parts.pop(0) if parts and parts[0] == "en" else "nb"
    for folder, name in (("kurs", "courses"), ("kompetanse", "standards"), ("laereplaner", "programmes")):
        if len(parts) == 2 and parts[0] == folder:
            found = next((one for one in sorted(root.glob(f"{name}/**/*.yaml")) if one.stem == parts[1]), None)
            if found:
                return f"curricula/{found.relative_to(root).as_posix()}"
    if docs is None or ".." in parts:
        return ""
    for path in ("/".join((locale, *parts, "index.md")), "/".join((locale, *parts)) + ".md"):
        if (docs / path).is_file():
            return f"docs/{path}"
    return ""


def answer(done: Outcome, words: Words) -> str:
    """Return what the sender is told, as Markdown for a comment."""
    return bounded([MARK, *_blocks(done, words)], words("form.cut"))


def _blocks(done: Outcome, words: Words) -> Iterator[str]:
    lead = done.result if done.title else f"{done.result}-untitled"
    yield words(f"form.lead-{lead}", title=code(done.title))
    if done.result == "asked":
        yield "\n".join(f"{place}. {_asked(one, done.filled, words)}" for place, one in enumerate(done.faults, 1))
        yield words("form.again")
        return
    if done.result == "report":
        yield words("form.page-file", file=code(done.page)) if done.page else words("form.page-unknown")
        return
    yield "\n".join(f"- {code(f'curricula/{path}', 200)}" for path in done.files)
    if done.seen:
        seen = (f"- {plain(done.filled.label(own))}: {code(_shown(value, words), 120)}" for own, value in done.seen)
        yield "\n".join((words("form.seen"), "", *seen))
    if done.remarks:
        told = (f"- {_asked(one, done.filled, words)}" for one in done.remarks)
        yield "\n".join((words("form.remarks"), "", *told))
    yield words(f"form.next-{done.result}")


def _shown(value: str | date | When, words: Words) -> str:
    """Return what was read as people write it."""
    if isinstance(value, When):
        return ", ".join(filter(None, (words.span(value.start, value.end), value.rest)))
    return words.day(value) if isinstance(value, date) else value


def _asked(fault: Fault, filled: Filled, words: Words) -> str:
    """Return one question, with the name of its field."""
    values = {name: code(value) for name, value in fault.values.items()}
    key = f"form.{fault.code}"
    told = words.phrases[key].format_map(values) if key in words.phrases else plain(fault.told)
    if fault.values.get("nearest") and "{nearest}" not in words.phrases.get(key, ""):
        told += words("form.nearest", nearest=values["nearest"])
    label = filled.label(fault.about)
    asked = next((one for one in filled.form.fields if one.id == fault.about), None)
    example = asked.words[filled.language].get("example", "") if asked else ""
    shown = words("form.example", example=code(example.split("\n")[0], 120)) if example else ""
    return f"**{plain(label)}**: {told}{shown}" if label else told


def unread(words: Words) -> str:
    """Return what is said of an issue that is none of the forms."""
    return bounded([MARK, words("form.lead-none")], "")


def described(done: Outcome, issue: int, words: Words) -> str:
    """Return what the pull request says of a form: what was read, and what an editor should look at."""
    basis = done.filled.answers.get("basis", "")
    blocks = [words("form.closes", issue=issue)]
    if basis:
        blocks.append(f"{plain(done.filled.label('basis'))} {code(basis, 200)}")
    blocks.extend(_blocks(done, words))
    return bounded(blocks, words("form.cut"))
