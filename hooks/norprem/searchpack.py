"""Pagefind's index cut anew, so that a search fetches little: small pieces of index, short texts of long pages.

Pagefind cuts its index into pieces of 30 kB, of which a search for three words fetches up to six, and keeps the whole
text of a page to quote from, 27 kB for the longest. The pieces here have Pagefind's own form (CBOR behind a mark,
packed with gzip), so its program in the browser reads them as if it had cut them itself. What is kept of pages is plain
JSON, for the search page alone reads it: servers pack it, and a phone unpacks that sooner than a script would.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

MARK = "⁂"
"""Stands between the text of a page and the words added to it; the search shows nothing from there on."""

GAP = "·"
"""Stands for a word of a long page that is left out; the places of the others stay what they were."""

_PREFIX = b"pagefind_dcd"
_LEAST, _MOST = 3_500, 8_000
"""Bytes of a piece of index before it is packed, which halves it; one very common word alone may be more."""

_LONG = 1_200
_OPENING = 30
_TEXT, _ARRAY = 3, 4
_SHORT = {
    **{kind << 5 | size: (1, 0) for kind in (0, 1) for size in range(24)},
    **{kind << 5 | 24 + power: (1 + (1 << power), 0) for kind in (0, 1) for power in range(4)},
    **{_ARRAY << 5 | size: (1, size) for size in range(24)},
}
"""By the first byte of a number or of a short list: the bytes to its end or to what is in it, and how much is in it."""

_TITLES = frozenset({"h2", "h3", "h4", "dt"})

Word = tuple[bytes, bytes]
"""A word of the index, and all that Pagefind wrote of it, itself included."""


class UnknownForm(Exception):
    """The index is not as this module knows it: another version of Pagefind."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What begins a value in CBOR: its kind, its number or length, and where it goes on."""

    kind: int
    size: int
    end: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that is kept to quote from: Pagefind's name of it, its path on the site, its kind (may be empty)."""

    id: str
    url: str
    kind: str


def repack(folder: Path, path: Callable[[str], str]) -> tuple[Kept, ...]:
    """Cut the index in a folder of Pagefind anew, shorten what is kept of long pages, and return the pages in order.

    Args:
        folder: where Pagefind wrote.
        path: from the path by which Pagefind knows a page to the one it has on the site.

    Raises:
        UnknownForm: when Pagefind wrote what this module cannot read.
    """
    for meta in sorted(folder.glob("pagefind.*.pf_meta")):
        tag = meta.name.split(".")[1].rsplit("_", 1)[0]
        files = sorted((folder / "index").glob(f"{tag}_*.pf_index"))
        words = sorted(word for file in files for word in _words(_read(file)))
        for file in files:
            file.unlink()
        listed = b"".join(_stored(folder / "index", tag, piece) for piece in _pieces(words))
        _write(meta, _with_pieces(_read(meta), listed))
    return tuple(_kept(file, path) for file in sorted((folder / "fragment").glob("*.pf_fragment")))


def _kept(file: Path, path: Callable[[str], str]) -> Kept:
    """Write what is kept of a page as JSON, in place of Pagefind's file."""
    read = orjson.loads(_read(file))
    page = {**_shortened(read), "url": path(read["url"])}
    file.with_suffix(".json").write_bytes(orjson.dumps(page))
    file.unlink()
    return Kept(file.stem, page["url"], read["meta"].get("kind", ""))


def _read(file: Path) -> bytes:
    content = gzip.decompress(file.read_bytes())
    if not content.startswith(_PREFIX):
        raise UnknownForm(f"{file.name} does not begin as Pagefind's files do")
    return content.removeprefix(_PREFIX)


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(gzip.compress(_PREFIX + content, 9, mtime=0))


def _head(data: bytes, at: int) -> _Head:
    kind, size, at = data[at] >> 5, data[at] & 31, at + 1
    if size < 24:
        return _Head(kind, size, at)
    length = 1 << (size - 24)
    return _Head(kind, int.from_bytes(data[at : at + length], "big"), at + length)


def _array(data: bytes, at: int) -> _Head:
    head = _head(data, at)
    if head.kind != _ARRAY:
        raise UnknownForm(f"no list at byte {at}")
    return head


def _after(data: bytes, at: int) -> int:
    """Return where the value ends that begins at a byte; most go by a table, for an index has a million of them."""
    left = 1
    while left:
        left -= 1
        first = data[at]
        if first in _SHORT:
            step, more = _SHORT[first]
            at += step
            left += more
            continue
        head = _head(data, at)
        at = head.end
        if head.kind == _ARRAY:
            left += head.size
        else:
            at += head.size
    return at


def _words(chunk: bytes) -> Iterator[Word]:
    """Yield the words of a piece of index, which is a list that holds one list of them."""
    words = _array(chunk, _array(chunk, 0).end)
    at = words.end
    for _ in range(words.size):
        end = _after(chunk, at)
        name = _head(chunk, _array(chunk, at).end)
        if name.kind != _TEXT:
            raise UnknownForm(f"no word at byte {at}")
        yield chunk[name.end : name.end + name.size], chunk[at:end]
        at = end


def _pieces(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Yield the words in pieces, each cut where neighbours are least alike: a word stays with those that begin so."""
    start = 0
    while start < len(words):
        stop = _cut(words, start)
        yield words[start:stop]
        start = stop


def _cut(words: Sequence[Word], start: int) -> int:
    total, best, least = 0, 0, 99
    for place in range(start, len(words)):
        if place > start and total >= _LEAST:
            alike = _alike(words[place - 1][0], words[place][0])
            if alike <= least:
                best, least = place, alike
        total += len(words[place][1])
        if total > _MOST and best:
            return best
    return len(words)


def _alike(one: bytes, other: bytes) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _stored(folder: Path, tag: str, words: Sequence[Word]) -> bytes:
    """Write a piece of index, and return its line in the list of pieces: the first word, the last, the file's name."""
    content = b"\x81" + _begun(_ARRAY, len(words)) + b"".join(written for _, written in words)
    name = f"{tag}_{sha256(content).hexdigest()[:7]}"
    _write(folder / f"{name}.pf_index", content)
    return b"\x83" + b"".join(_begun(_TEXT, len(text)) + text for text in (words[0][0], words[-1][0], name.encode()))


def _with_pieces(meta: bytes, listed: bytes) -> bytes:
    """Return Pagefind's list of everything (version, pages, pieces and more) with other pieces."""
    start = _after(meta, _after(meta, _array(meta, 0).end))
    return meta[:start] + _begun(_ARRAY, _size(listed)) + listed + meta[_after(meta, start) :]


def _size(values: bytes) -> int:
    at = count = 0
    while at < len(values):
        at, count = _after(values, at), count + 1
    return count


def _begun(kind: int, size: int) -> bytes:
    if size < 24:
        return bytes([kind << 5 | size])
    length = 0 if size < 1 << 8 else 1 if size < 1 << 16 else 2
    return bytes([kind << 5 | 24 + length]) + size.to_bytes(1 << length, "big")


def _shortened(page: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a page without words added for the search, nor most of the text if it is long."""
    words = page["content"].partition(MARK)[0].split()
    titles = [one for one in page["anchors"] if one["element"] in _TITLES and len(one["text"]) > 1]
    if len(words) > _LONG:
        starts = [0, *(one["location"] for one in titles)]
        kept = {place for start in starts for place in range(start, start + _OPENING)}
        words = [word if place in kept else GAP for place, word in enumerate(words)]
    return {**page, "content": " ".join(words), "anchors": titles}
