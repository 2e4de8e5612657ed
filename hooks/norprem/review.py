"""What a proposal changes, for the people who must say yes to it: one comment in both languages.

Findings, changes in sentences, the effect on coverage, dates in calendars and the pages it touches. The text comes from
strangers' files, so all of it goes through `comment`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from norprem import changes, report
from norprem.build import Checked
from norprem.changes import Change
from norprem.comment import LARGEST, bounded, code, marker, plain
from norprem.findings import Finding, Severity
from norprem.matrix import Matrix, Row, State
from norprem.model import Catalogue, Course, Session, Status
from norprem.revision import changed
from norprem.text import Text
from norprem.words import Words

MARK = marker("review")
_MOST = {"findings": 40, "records": 60, "sentences": 25, "dates": 40, "pages": 60}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two states of the catalogue.

    Attributes:
        before: as it is published.
        after: as it is proposed, with what the rules find.
        files: what differs, as the repository names it.
        base: address of the site, with a slash at the end.
    """

    before: Catalogue
    after: Checked
    files: tuple[str, ...]
    base: str


def differing(before: Path, after: Path, folders: Iterable[str]) -> tuple[str, ...]:
    """Return the files below some folders that are not the same in two places, as the repository names them."""
    found: set[str] = set()
    for folder in folders:
        sides = [_files(root, folder) for root in (before, after)]
        found |= {
            name for name in sides[0].keys() | sides[1].keys() if not _same(sides[0].get(name), sides[1].get(name))
        }
    return tuple(sorted(found))


def _files(root: Path, folder: str) -> Mapping[str, Path]:
    paths = (path for path in (root / folder).rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(root).as_posix(): path for path in paths}


def _same(one: Path | None, other: Path | None) -> bool:
    return one is not None and other is not None and one.read_bytes() == other.read_bytes()


def markdown(proposal: Proposal, spoken: Sequence[Words], preview: str = "") -> str:
    """Return the comment: in the first language, and each of the others folded below, in a share of the room.

    Args:
        proposal: what is proposed.
        spoken: words of each language.
        preview: where the built pages can be had.
    """
    room = (LARGEST - 1000) // len(spoken)
    parts = [bounded(_told(proposal, words), words("review-note.cut"), room) for words in spoken]
    folded = [
        f"<details>\n<summary>{words('review-note.language')}</summary>\n\n{part}\n</details>\n"
        for words, part in zip(spoken[1:], parts[1:], strict=True)
    ]
    link = (f"[{spoken[0]('review-note.preview')}]({preview})\n",) if preview else ()
    return "\n".join((MARK, "", *link, parts[0], *folded))


def _told(proposal: Proposal, words: Words) -> Iterator[str]:
    yield from _findings(proposal, words)
    yield from _section("changed", _changes(proposal, words), words)
    yield from _section("coverage", _listed(_coverage(proposal, words)), words)
    yield from _section("calendar", _listed(_dates(proposal, words)), words)
    yield from _section("pages", _listed(_pages(proposal)), words)


def _section(name: str, blocks: Iterable[str], words: Words) -> Iterator[str]:
    """Yield a heading and what stands below it, or that there is nothing."""
    told = list(blocks)
    yield f"### {words(f'review-note.{name}')}"
    yield from told or [words(f"review-note.no-{name}")]


def _listed(lines: Iterable[str]) -> Iterator[str]:
    if told := [f"- {line}" for line in lines]:
        yield "\n".join(told)


def _findings(proposal: Proposal, words: Words) -> Iterator[str]:
    """Yield how many errors there are, and what is wrong: errors anywhere, warnings where something was changed."""
    found = proposal.after.findings
    errors = [one for one in found if report.severity(one) is Severity.ERROR]
    near = [one for one in found if one not in errors and _file(one) in proposal.files]
    count = len(errors)
    yield f"## {words('review-note.errors', count=count, number=count) if errors else words('review-note.clean')}"
    shown = [*errors, *near]
    lines = [_finding(one, words) for one in shown[: _MOST["findings"]]]
    if len(shown) > len(lines):
        lines.append(words("review-note.more", number=len(shown) - len(lines)))
    yield from _listed(lines)


def _file(finding: Finding) -> str:
    """Return the file of a finding as the repository names it."""
    name = finding.spot.file
    return name.removeprefix("../") if name.startswith("../") else f"curricula/{name}"


def _finding(finding: Finding, words: Words) -> str:
    weight = words(f"review-note.{report.severity(finding)}")
    line = finding.position.line if finding.position else 1
    place = code(f"{_file(finding)}:{line}", 200)
    return f"{weight} {finding.code} {place}: {plain(report.sentence(finding, words.locale))}"


def _changes(proposal: Proposal, words: Words) -> Iterator[str]:
    """Yield each record that changed, with its sentences."""
    found = changes.compare(proposal.before, proposal.after.catalogue)
    records = [list(group) for _, group in groupby(found, lambda one: (one.kind, one.id))]
    for own in records[: _MOST["records"]]:
        yield "\n".join((_heading(own[0], words), *_sentences(own, words)))
    if len(records) > _MOST["records"]:
        yield words("review-note.more", number=len(records) - _MOST["records"])


def _heading(change: Change, words: Words) -> str:
    kind, title = words(f"changes.{change.kind}"), change.title.best(words.locale)[1]
    return f"**{plain(words('changes.heading', kind=kind, title=title, id=change.id))}**\n"


def _sentences(own: Sequence[Change], words: Words) -> Iterator[str]:
    for change in own[: _MOST["sentences"]]:
        yield f"- {plain(changes.sentence(change, words))}"
    if len(own) > _MOST["sentences"]:
        yield f"- {words('review-note.more', number=len(own) - _MOST['sentences'])}"


def _coverage(proposal: Proposal, words: Words) -> Iterator[str]:
    """Yield the standards of which another share is taught now than before."""
    today = proposal.after.today
    sides = [Matrix(catalogue, today) for catalogue in (proposal.before, proposal.after.catalogue)]
    for standard in proposal.after.catalogue.standard.values():
        old = proposal.before.standard.get(standard.id)
        rows = (sides[0].rows(old) if old else (), sides[1].rows(standard))
        was, now = (_reached(one) for one in rows)
        if was != now:
            yield words(
                "review-note.standard",
                title=plain(standard.title.best(words.locale)[1]),
                was=_percent(*was),
                now=_percent(*now),
                done=now[0],
                total=now[1],
            ) + _regions(rows, proposal.after.catalogue, words)


def _reached(rows: Sequence[Row], region: str = "") -> tuple[int, int]:
    """Return how many competences are taught up to their target, in a region or anywhere, and how many there are."""
    cells = [[cell for cell in row.cells if not region or cell.region == region] for row in rows]
    return sum(any(cell.state in (State.HERE, State.ELSEWHERE) for cell in own) for own in cells), len(rows)


def _percent(done: int, total: int) -> int:
    return (200 * done + total) // (2 * total) if total else 0


def _regions(rows: tuple[Sequence[Row], Sequence[Row]], catalogue: Catalogue, words: Words) -> str:
    """Return the regions for which the share changed, where it is not the same for all."""
    told = {
        region.id: tuple(_percent(*_reached(side, region.id)) for side in rows)
        for region in catalogue.vocabulary.health_regions
    }
    if len(set(told.values())) < 2:
        return ""
    names = {region.id: region.label.best(words.locale)[1] for region in catalogue.vocabulary.health_regions}
    moved = [
        words("review-note.region", region=names[own], was=was, now=now)
        for own, (was, now) in told.items()
        if was != now
    ]
    return f" ({', '.join(moved)})" if moved else ""


def _dates(proposal: Proposal, words: Words) -> Iterator[str]:
    """Yield what happens to the entries of calendars."""
    before, after = (_sessions(one) for one in (proposal.before, proposal.after.catalogue))
    found = []
    for key, (course, session) in after.items():
        old = before.get(key)
        if old is None:
            found.append(words("review-note.date-new", date=_date(course, session, words)))
        elif changed(old[1], session):
            what = "cancelled" if session.status == Status.CANCELLED != old[1].status else "changed"
            was = words.span(old[1].start, old[1].end)
            found.append(words(f"review-note.date-{what}", date=_date(course, session, words), was=was))
    found += [words("review-note.date-gone", date=_date(*before[key], words)) for key in before if key not in after]
    yield from found[: _MOST["dates"]]
    if len(found) > _MOST["dates"]:
        yield words("review-note.more", number=len(found) - _MOST["dates"])


def _sessions(catalogue: Catalogue) -> Mapping[tuple[str, str], tuple[Course, Session]]:
    return {(entry.record.id, session.id): (entry.record, session) for entry, _, session in catalogue.sessions}


def _date(course: Course, session: Session, words: Words) -> str:
    place = f", {_best(session.place, words)}" if session.place else ""
    return plain(f"{_best(course.title, words)}: {words.span(session.start, session.end)}{place}")


def _best(text: Text, words: Words) -> str:
    return text.best(words.locale)[1]


def _pages(proposal: Proposal) -> Iterator[str]:
    """Yield the addresses of the pages that a reader will see otherwise."""
    found = dict.fromkeys(page for file in proposal.files for page in pages_of(file))
    told = list(found)
    for page in told[: _MOST["pages"]]:
        yield code(f"{proposal.base}{page}", 200)
    if len(told) > _MOST["pages"]:
        yield f"+ {len(told) - _MOST['pages']}"


_LISTINGS = {"needs": "behov/", "methods": "metoder/", "providers.yaml": "kurs/", "glossary.yaml": "ordliste/"}
_RECORDS = {"standards": "kompetanse", "programmes": "laereplaner", "pathways": "pasient"}


def pages_of(file: str) -> Iterator[str]:
    """Yield the paths of the pages that a file of the repository makes; those of records in the first language."""
    parts = PurePosixPath(file).parts
    match parts:
        case ("docs", locale, *rest) if file.endswith(".md"):
            path = "/".join(rest).removesuffix(".md").removesuffix("index").rstrip("/")
            yield f"{'' if locale == 'nb' else f'{locale}/'}{path}/".lstrip("/")
        case ("curricula", "courses", region, name):
            own = name.removesuffix(".yaml")
            yield from (f"kurs/{own}/", f"en/kurs/{own}/", f"kurs/region/{region}/", "kalender/")
        case ("curricula", "people", region, _):
            yield f"ressurspersoner/{region}/"
        case ("curricula", folder, name) if folder in _RECORDS:
            own = f"{_RECORDS[folder]}/{name.removesuffix('.yaml')}/"
            yield from (own, f"en/{own}")
        case ("curricula", folder, *_) if folder in _LISTINGS:
            yield from (_LISTINGS[folder], f"en/{_LISTINGS[folder]}")
