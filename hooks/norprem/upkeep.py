"""What falls due in the catalogue and on the pages, as the text of one issue that is kept up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from norprem import report
from norprem.build import Checked
from norprem.comment import bounded, code, marker, plain
from norprem.findings import Finding
from norprem.links import Strike
from norprem.model import Confirmation
from norprem.words import Words

MARK = marker("upkeep")
SOON = timedelta(days=30)
"""How long before its last day an entry about a person is told of."""

_GROUPS = {
    "people": ("K502", "K508"),
    "reviews": ("K308", "K315", "K608", "K613", "K711", "K804", "K816"),
    "translations": ("K713",),
    "drafts": ("K223", "K224"),
}
_MOST = 60


def markdown(checked: Checked, strikes: Mapping[str, Strike], least: int, troubles: str, words: Words) -> str:
    """Return the text of the issue.

    Args:
        checked: the catalogue and the pages, with what the rules find.
        strikes: how addresses have failed.
        least: runs in a row that an address must have failed to be told of.
        troubles: what the last import said, if it could not take something in.
        words: of the language it is told in.
    """
    sections = [("people", _found(checked, "people", words)), ("people-soon", _soon(checked, words))]
    sections += [(name, _found(checked, name, words)) for name in _GROUPS if name != "people"]
    sections.append(("links", _links(strikes, least, words)))
    sections.append(("imports", [code(line, 300) for line in troubles.splitlines() if line.strip()]))
    told = [block for name, lines in sections for block in _section(name, list(lines), words)]
    return bounded([MARK, words("upkeep.lead"), *(told or [words("upkeep.none")])], words("review-note.cut"))


def _section(name: str, lines: list[str], words: Words) -> Iterator[str]:
    if lines:
        more = [words("review-note.more", number=len(lines) - _MOST)] if len(lines) > _MOST else []
        yield f"### {words(f'upkeep.{name}')} ({len(lines)})"
        yield "\n".join(f"- {line}" for line in (*lines[:_MOST], *more))


def _found(checked: Checked, name: str, words: Words) -> Iterable[str]:
    return (_told(one, words) for one in checked.findings if one.code in _GROUPS[name])


def _told(finding: Finding, words: Words) -> str:
    return f"{code(_file(finding.spot.file), 200)} {finding.code}: {plain(report.sentence(finding, words.locale))}"


def _file(name: str) -> str:
    return name.removeprefix("../") if name.startswith("../") else f"curricula/{name}"


def _soon(checked: Checked, words: Words) -> Iterator[str]:
    """Yield the entries about people that vanish soon."""
    for entry in sorted(checked.catalogue.people, key=lambda one: one.record.review_by):
        person = entry.record
        if checked.today <= person.review_by <= checked.today + SOON and person.status != Confirmation.WITHDRAWN:
            yield words("upkeep.until", file=code(_file(entry.file), 200), day=words.day(person.review_by))


def _links(strikes: Mapping[str, Strike], least: int, words: Words) -> Iterator[str]:
    for address, one in sorted(strikes.items()):
        if one.count >= least:
            gone = {"address": address, "number": one.count, "since": words.day(one.since), "reason": one.reason}
            yield code(words("links.gone", **gone), 300)
