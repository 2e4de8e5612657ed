"""The text of a page as a reader meets it: headings, paragraphs, items and cells, in sentences, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.token import Token

from norprem.findings import Position
from norprem.prose import marks


class Role(StrEnum):
    """What a block of text is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"


@dataclass(frozen=True)
class Sentence:
    """One sentence.

    Attributes:
        raw: as written, with marks, links and emphasis.
        start: where it begins in its block, in characters.
    """

    raw: str
    start: int

    @cached_property
    def plain(self) -> str:
        """What a reader reads: no marks, no addresses, no asterisks."""
        return plain(self.raw)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources it names."""
        return tuple(found[1] for found in marks.SOURCE.finditer(self.raw))


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list or a cell of a table.

    Attributes:
        level: of a heading, 1 to 6; else 0.
        raw: as written, line breaks included.
        lines: the lines of the file it stands on, as written; of a row of a table, what is not in the cell is blank.
        line: number of the first of them in the file.
        table: number of the table that a cell belongs to, from 1; else 0.
    """

    role: Role
    level: int
    raw: str
    lines: tuple[str, ...]
    line: int
    table: int = 0

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences; a heading is one."""
        if self.role is Role.HEADING:
            return (Sentence(self.raw, 0),)
        return tuple(_sentences(self.raw))

    @cached_property
    def plain(self) -> str:
        """What a reader reads."""
        return plain(self.raw)

    def position(self, start: int, length: int = 1) -> Position:
        """Return the place in the file of what begins at a character of `raw`."""
        row = min(self.raw.count("\n", 0, start), len(self.lines) - 1)
        in_row = self.raw.split("\n")[row]
        column = start - (self.raw.rfind("\n", 0, start) + 1)
        indent = max(0, self.lines[row].rfind(in_row))
        place = min(indent + column, max(0, len(self.lines[row]) - 1))
        return Position(self.line + row, place + 1, max(1, min(length, len(in_row) - column)))


_LINE_END = re.compile("\r\n?|\n")
_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table").disable("inline")


def blocks(body: str, first_line: int = 1) -> tuple[Block, ...]:
    """Return the blocks of a text in Markdown, in order; code is not among them, HTML counts as a paragraph.

    Args:
        body: the text.
        first_line: number of the line of the file that it begins on.
    """
    return tuple(_blocks(_PARSER.parse(body), _LINE_END.split(body), first_line))


def _blocks(tokens: Sequence[Token], lines: list[str], first_line: int) -> Iterator[Block]:
    role, level, items, table, end_of_cell = Role.PARAGRAPH, 0, 0, 0, 0
    for token in tokens:
        if token.type == "list_item_open":
            items += 1
        elif token.type == "list_item_close":
            items -= 1
        elif token.type == "table_open":
            table += 1
        elif token.type == "heading_open":
            role, level = Role.HEADING, int(token.tag[1])
        elif token.type == "tr_open":
            end_of_cell = 0
        elif token.type in ("th_open", "td_open"):
            role, level = Role.CELL, 0
        elif token.type == "paragraph_open":
            role, level = (Role.ITEM if items else Role.PARAGRAPH), 0
        elif token.type == "html_block" and token.map:
            start, end = token.map  # text may stand in it, or right below a marker of a listing
            yield Block(Role.PARAGRAPH, 0, token.content.rstrip(), tuple(lines[start:end]), first_line + start)
        elif token.type == "inline" and token.map and token.content:
            start, end = token.map
            if role is Role.CELL:
                own, end_of_cell = _cell(lines[start], token.content, end_of_cell)
                yield Block(role, level, token.content, (own,), first_line + start, table)
            else:
                yield Block(role, level, token.content, tuple(lines[start:end]), first_line + start)


def _cell(line: str, content: str, after: int) -> tuple[str, int]:
    """Return a row of a table with all but one cell blanked, and where that cell ends; it begins after the last one."""
    start = max(line.find(content, after), after)
    end = start + len(content)
    return " " * start + line[start:end], end


_SHORTENED = frozenset(
    {"f.eks", "bl.a", "ca", "kap", "nr", "jf", "dr", "mv", "osv", "m.fl", "inkl", "e.g", "i.e", "vs", "cf", "al"}
    | {"dvs", "ev", "evt", "hhv", "kl", "maks", "min", "pkt", "prof", "st", "tel", "tlf", "approx", "fig", "pp"}
)
_LONGEST_SHORTENED = 12
"""Characters before a full stop that are looked at: more than any abbreviation has."""

_END = re.compile(
    r"(?P<stop>[.!?…]|:(?=\s*$))[»”\")*_]*"
    r"(?:\[\^[a-z0-9-]+\]|\s?\[\[metode:[a-z0-9-]+\]\])*"
    r"(?=\s+[^\s\da-zæøå]|\s+\d|\s*$)"
)


def _sentences(raw: str) -> Iterator[Sentence]:
    """Cut a block where a sentence ends: after its stop and the marks that follow it."""
    start = 0
    for end in _END.finditer(raw):
        if _is_no_end(raw, start, end):
            continue
        yield _sentence(raw, start, end.end())
        start = end.end()
    if raw[start:].strip():
        yield _sentence(raw, start, len(raw))


def _is_no_end(raw: str, start: int, end: re.Match[str]) -> bool:
    """Tell whether a full stop belongs to an abbreviation, to an ordinal (`1. oktober`) or to a bare number."""
    before = raw[max(start, end.start("stop") - _LONGEST_SHORTENED) : end.start("stop")]
    if end["stop"] != ".":
        return False
    word = before.rsplit(None, 1)[-1].lower().lstrip("(«“\"'") if before.strip() else ""
    if word in _SHORTENED:
        return True
    return word.isdigit() and len(word) <= 2 and end.end() < len(raw) and not raw[end.end() :].lstrip()[:1].isupper()


def _sentence(raw: str, start: int, end: int) -> Sentence:
    blank = len(raw[start:end]) - len(raw[start:end].lstrip())
    return Sentence(raw[start + blank : end], start + blank)


LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[{1,2}[^\[\]]{0,200}\]{1,2}){0,400})\]"
    r"\(\s*<?([^)\s>]{0,2000})>?[^)]{0,300}\)(?:\{[^{}]{0,200}\})?"
)
"""A link or, with its exclamation mark, a picture: mark, text, target. The bounds keep any text from taking long."""

_EMPHASIS = re.compile(r"(\*\*|\*|__|(?<!\w)_|_(?!\w)|`)")
_TAG = re.compile(r"<[^<>]+>")


def plain(raw: str) -> str:
    """Return what a reader reads of a piece of Markdown."""
    text = marks.without(raw)
    text = LINK.sub(r"\2", text)
    return " ".join(_EMPHASIS.sub("", _TAG.sub("", text)).split())


_WORD = re.compile(r"[^\W_]+(?:[-’'/.,][^\W_]+)*")


def words(text: str) -> list[str]:
    """Return the words of a plain text; what a hyphen or an apostrophe joins is one, and so is a number."""
    return _WORD.findall(text)
