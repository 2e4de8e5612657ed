"""Read a table of course dates, as spreadsheets in Norway and elsewhere save it; nothing in it makes this raise."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from norprem.imports.events import (
    MOST,
    Broken,
    Event,
    Incoming,
    Status,
    Trouble,
    cleaned,
    described,
    key_of,
    plausible,
    private,
    standing,
    typed,
    web_address,
)
from norprem.imports.ics import decoded

COLUMNS: Mapping[str, tuple[str, str]] = {
    "id": ("id", "id"),
    "title_nb": ("tittel_nb", "title_nb"),
    "title_en": ("tittel_en", "title_en"),
    "summary_nb": ("beskrivelse_nb", "summary_nb"),
    "summary_en": ("beskrivelse_en", "summary_en"),
    "url": ("nettside", "url"),
    "code": ("kurskode", "code"),
    "start": ("start", "start"),
    "end": ("slutt", "end"),
    "place": ("sted", "place"),
    "online": ("nettadresse", "online"),
    "status": ("status", "status"),
    "opens": ("påmelding_åpner", "registration_opens"),
    "deadline": ("påmeldingsfrist", "registration_deadline"),
    "register": ("påmelding", "registration"),
    "seats": ("plasser", "seats"),
}
"""The columns of the table by the name the code has for them: the Norwegian heading and the English one."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a table says of a course with words of a closed list, in up to `most` columns of one word each."""

    nb: str
    en: str
    listed: str
    most: int = 1

    def heading(self, place: int, number: int) -> str:
        """Return the heading of one of its columns, in Norwegian (0) or English (1)."""
        name = (self.nb, self.en)[place]
        return name if number == 1 else f"{name}_{number}"


FACTS: Mapping[str, Fact] = {
    "audience": Fact("målgruppe", "audience", "professions", 3),
    "topics": Fact("tema", "topic", "topics", 2),
    "level": Fact("nivå", "level", "levels"),
    "languages": Fact("undervisningsspråk", "teaching_language", "teaching-languages", 2),
    "mode": Fact("undervisningsform", "mode", "modes"),
    "availability": Fact("tilgjengelighet", "availability", "availability"),
}
"""Columns that fill in a new draft, by the field of the course; a course that is there already keeps its own."""

_HEADINGS = {heading.replace("å", "a"): name for name, both in COLUMNS.items() for heading in both}
_HEADINGS |= {"tittel": "title_nb", "title": "title_en", "beskrivelse": "summary_nb", "summary": "summary_en"}
_HEADINGS |= {
    fact.heading(place, number).replace("å", "a"): f"{name}_{number}"
    for name, fact in FACTS.items()
    for place in (0, 1)
    for number in range(1, fact.most + 1)
}
_STATUSES: Mapping[str, Status] = {
    "planlagt": "planned",
    "planned": "planned",
    "bekreftet": "confirmed",
    "confirmed": "confirmed",
    "avlyst": "cancelled",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "utsatt": "postponed",
    "postponed": "postponed",
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2})[:.](\d{2})(?::\d{2})?)?", re.ASCII)
_NORWEGIAN = re.compile(
    r"(\d{1,2})\. *(\d{1,2})\. *(\d{4})(?:(?:,? +|,? *kl(?:okken)?\.? *)(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_STRANGE = re.compile(r"\s*<[!?a-z]|[^\n]{0,200}[\x00-\x08\x0e-\x1f]", re.IGNORECASE)
"""How a web page begins, and what no text has."""
_FORMULA = re.compile(r"[=@]|[+-](?!\s*\d[\d .,]*$)")
_LONGEST_CELL = 20_000

Row = Mapping[str, str]


def read(data: bytes, name: str, address: str | None = None) -> Incoming:
    """Read the rows of a table; each is one date of a course.

    Args:
        data: the bytes of the file.
        name: what to call it.
        address: where it was fetched from.
    """
    troubles: list[Trouble] = []
    events: dict[str, Event] = {}
    there: set[str] = set()
    whole = True
    try:
        text = decoded(data, troubles)
        if _STRANGE.match(text):
            raise Broken("I005", found=cleaned(text[:200])[:40])
        for line, row in _rows(text, troubles):
            if not row:
                whole = False
                there.add("")
                continue
            try:
                event = _event(line, row, troubles)
                _kept(events, event, troubles)
            except Broken as broken:
                troubles.append(broken.trouble)
                there.add(key_of(row.get("id", "")))
                whole = whole and bool(row.get("id"))
        if not events and not there:
            raise Broken("I007")
    except Broken as broken:
        return Incoming((), (*troubles, broken.trouble), name, address, whole=False)
    return Incoming(tuple(events.values()), tuple(troubles), name, address, whole, frozenset(there - {""}))


def _kept(events: dict[str, Event], event: Event, troubles: list[Trouble]) -> None:
    """Keep a row; of two with one id the first counts, and the second is told."""
    first = events.setdefault(event.key, event)
    if first is not event:
        troubles.append(Trouble("I016", event.line, {"uid": event.key[:60], "line": str(first.line)}))


def _rows(text: str, troubles: list[Trouble]) -> Iterator[tuple[int, Row]]:
    """Yield the rows that have anything in them, by the names the code has for their columns.

    A row with more cells than there are headings cannot be told apart from one whose cells have moved.
    """
    records = _records(text)
    names, count = _columns(records, troubles), 0
    for line, cells in records:
        row = {name: cell[:_LONGEST_CELL].strip() for name, cell in zip(names, cells, strict=False) if name}
        beyond = next(filter(None, map(str.strip, cells[len(names) :])), "")
        if any(row.values()) or beyond:
            count += 1
            if count > MOST:
                raise Broken("I004", line, limit=str(MOST))
            if beyond:
                troubles.append(Trouble("I023", line, {"found": beyond[:40]}))
            yield line, {} if beyond else row


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row with the line it begins on."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    marked = re.match(r"\s*sep=(.)\n", plain, re.IGNORECASE)
    lines = csv.reader(StringIO(plain), delimiter=marked[1] if marked else _separator(plain), strict=True)
    begin = 1
    try:
        for cells in lines:
            yield begin, cells
            begin = lines.line_num + 1
    except csv.Error:
        raise Broken("I025", begin) from None


_HIGHEST = 10
"""Rows among which the headings are looked for; above them some put a title."""


def _columns(records: Iterator[tuple[int, list[str]]], troubles: list[Trouble]) -> list[str]:
    """Return the names of the columns, and go on to the first row behind them.

    Raises:
        Broken: columns are missing, or one is there twice.
    """
    best: tuple[list[str], int] = (["start", "title", "id"], 1)
    for number, (line, cells) in enumerate(records, 1):
        names = [_HEADINGS.get(_heading(cell), "") for cell in cells]
        missing = [name for name in ("start", "title") if not any(one.startswith(name) for one in names)]
        missing += [] if {"id", "url"} & set(names) else ["id"]
        if not missing:
            _told(line, cells, names, troubles)
            return names
        if len(missing) < len(best[0]):
            best = missing, line
        if number == _HIGHEST:
            break
    raise Broken("I018", best[1], columns=", ".join(best[0]))


def _told(line: int, cells: Sequence[str], names: Sequence[str], troubles: list[Trouble]) -> None:
    """Refuse a table that has a column twice, and name the columns that nobody reads."""
    twice = next((cell for cell, name in zip(cells, names, strict=True) if name and names.count(name) > 1), None)
    if twice:
        raise Broken("I024", line, field=cleaned(twice)[:40])
    unread = [shown for cell, name in zip(cells, names, strict=True) if not name and (shown := cleaned(cell))]
    if unread:
        troubles.append(Trouble("I114", line, {"columns": ", ".join(unread)[:200]}))


def _heading(cell: str) -> str:
    return re.sub(r"[\s_()-]+", "_", cleaned(cell).casefold()).strip("_").replace("å", "a")


def _separator(text: str) -> str:
    """Return what separates the columns: that which brings out the most headings in one of the first rows."""
    head = text.split("\n", _HIGHEST)[:_HIGHEST]

    def headings(mark: str) -> int:
        return max(sum(_heading(cell.strip('" ')) in _HEADINGS for cell in line.split(mark)) for line in head)

    return max(";,\t", key=headings)


def _event(line: int, row: Row, troubles: list[Trouble]) -> Event:
    """Read one row."""
    for name, cell in row.items():
        if _FORMULA.match(cell):
            raise Broken("I017", line, field=name, found=cell[:40])
    titles = {locale: standing(cleaned(row.get(f"title_{locale}", ""))[:300]) for locale in ("nb", "en")}
    title = {locale: wording for locale, (wording, _) in titles.items() if wording}
    if not title:
        raise Broken("I009", line, field="title")
    start, end = _span(line, row)
    url = _address(line, row, "url")
    if not row.get("id") and not url:
        raise Broken("I008", line)
    summary, left_out = _summary(row)
    place = cleaned(row.get("place", ""))[:300]
    if left_out or private(place):
        troubles.append(Trouble("I103", line, {"title": next(iter(title.values()))[:60]}))
    return Event(
        key=key_of(row["id"] if row.get("id") else f"{url} {typed(start)}"),
        line=line,
        title=title,
        start=start,
        end=end,
        url=url,
        summary=summary,
        code=cleaned(row.get("code", ""))[:60] or None,
        place=place if place and not private(place) else None,
        online=_address(line, row, "online"),
        status=_status(line, row) or next((word for _, word in titles.values() if word), None),
        registration=_registration(line, row),
        seats=_seats(line, row),
        facts=tuple(_facts(row)),
    )


def _facts(row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what a row says with words of closed lists; whether the lists have them is not known here."""
    for name, fact in FACTS.items():
        told = (cleaned(row.get(f"{name}_{number}", ""))[:80] for number in range(1, fact.most + 1))
        if words := tuple(dict.fromkeys(filter(None, told))):
            yield name, words


def _summary(row: Row) -> tuple[Mapping[str, str], bool]:
    told = {locale: described(row.get(f"summary_{locale}", "")) for locale in ("nb", "en")}
    return {locale: text for locale, (text, _) in told.items() if text}, any(out for _, out in told.values())


def _span(line: int, row: Row) -> tuple[date, date]:
    if not row.get("start"):
        raise Broken("I009", line, field="start")
    start = _moment(line, row, "start")
    end = _moment(line, row, "end") if row.get("end") else start
    if isinstance(start, datetime) is not isinstance(end, datetime):
        raise Broken("I010", line, field="end", found=row.get("end", "")[:40])
    if end < start:
        raise Broken("I011", line, start=typed(start), end=typed(end))
    return start, end


def _moment(line: int, row: Row, name: str) -> date:
    """Read a day or a time, written as in Norway or as in ISO 8601."""
    cell = cleaned(row[name])
    iso, ours = _ISO.fullmatch(cell), _NORWEGIAN.fullmatch(cell)
    found = iso or ours
    try:
        if not found:
            raise ValueError(cell)
        numbers = (found[1], found[2], found[3]) if iso else (found[3], found[2], found[1])
        day = date(*map(int, numbers))
        moment = datetime(day.year, day.month, day.day, int(found[4]), int(found[5])) if found[4] else day  # noqa: DTZ001
        if not plausible(moment):
            raise ValueError(cell)
    except ValueError:
        raise Broken("I010", line, field=name, found=cell[:40]) from None
    return moment


def _address(line: int, row: Row, name: str) -> str | None:
    cell = row.get(name, "")
    if not cell:
        return None
    found = web_address(cell)
    if not found or private(found):
        raise Broken("I010", line, field=name, found=cell[:40])
    return found


def _status(line: int, row: Row) -> Status | None:
    cell = cleaned(row.get("status", "")).casefold()
    if cell and cell not in _STATUSES:
        raise Broken("I010", line, field="status", found=cell[:40])
    return _STATUSES.get(cell)


def _registration(line: int, row: Row) -> Mapping[str, str]:
    days = {name: _moment(line, row, name) for name in ("opens", "deadline") if row.get(name)}
    if any(isinstance(day, datetime) for day in days.values()):
        name = next(name for name, day in days.items() if isinstance(day, datetime))
        raise Broken("I010", line, field=name, found=row[name][:40])
    found = {name: typed(day) for name, day in days.items()}
    if address := _address(line, row, "register"):
        found["url"] = address
    return found


def _seats(line: int, row: Row) -> str | None:
    cell = re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))|[,.]0+$", "", cleaned(row.get("seats", "")))
    if cell and not re.fullmatch(r"0|[1-9]\d{0,5}", cell, re.ASCII):
        raise Broken("I010", line, field="seats", found=cell[:40])
    return cell or None
