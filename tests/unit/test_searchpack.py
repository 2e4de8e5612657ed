"""The search index cut anew: the same words in small pieces, and long pages without most of their text."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from norprem.searchpack import GAP, MARK, Kept, UnknownForm, repack

MAGIC = b"pagefind_dcd"
PATH = str.upper
"""What a page is called on the site, by what Pagefind calls it."""


def text(value: str) -> bytes:
    """Return a text in CBOR, by the book: RFC 8949, section 3."""
    data = value.encode()
    return (bytes([0x60 | len(data)]) if len(data) < 24 else bytes([0x78, len(data)])) + data


def many(values: list[bytes]) -> bytes:
    """Return a list in CBOR, its length in two bytes."""
    return b"\x99" + len(values).to_bytes(2, "big") + b"".join(values)


def word(value: str, places: int) -> bytes:
    """Return a word of the index: itself, one page with so many places, no other spelling."""
    return b"\x83" + text(value) + many([b"\x83\x00" + many([b"\x19\x01\x00"] * places) + b"\x80"]) + b"\x80"


def packed(file: Path, content: bytes) -> None:
    """Write a file as Pagefind does."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(gzip.compress(MAGIC + content))


def unpacked(file: Path) -> bytes:
    """Read a file as Pagefind's program does."""
    return gzip.decompress(file.read_bytes()).removeprefix(MAGIC)


def made(folder: Path, words: list[bytes], page: Mapping[str, Any] = MappingProxyType({})) -> Path:
    """Write an index with one piece and one page."""
    whole = b"\x83" + text("bryst") + text("tarm") + text("nb_0000000")
    everything = b"\x86" + text("1.5.2") + b"\x80" + many([whole]) + b"\x80\x80\x80"
    packed(folder / "pagefind.nb_0123456789.pf_meta", everything)
    packed(folder / "index" / "nb_0000000.pf_index", b"\x81" + many(words))
    packed(
        folder / "fragment" / "nb_1.pf_fragment",
        json.dumps({"url": "/kurs/gen.html", "meta": {"kind": "Kurs"}, "content": "", "anchors": [], **page}).encode(),
    )
    return folder


def test_no_word_is_lost_and_those_that_begin_alike_stay_together(tmp_path: Path) -> None:
    words = [word(name, 700) for name in ("bryst", "brystkreft", "gen", "genom", "tarm", "tarmkreft")]
    repack(made(tmp_path, words), PATH)
    pieces = {unpacked(file) for file in (tmp_path / "index").iterdir()}
    assert pieces == {b"\x81\x82" + one + other for one, other in zip(words[::2], words[1::2], strict=True)}
    listed = unpacked(tmp_path / "pagefind.nb_0123456789.pf_meta")
    assert all(file.stem.encode() in listed for file in (tmp_path / "index").iterdir())
    assert b"nb_0000000" not in listed


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    made(tmp_path, [])
    packed(tmp_path / "index" / "nb_0000000.pf_index", b"\xa1\x00\x00")
    with pytest.raises(UnknownForm):
        repack(tmp_path, PATH)


def test_pages_are_told_by_what_they_are_called_on_the_site(tmp_path: Path) -> None:
    assert repack(made(tmp_path, []), PATH) == (Kept("nb_1", "/KURS/GEN.HTML", "Kurs"),)
    assert json.loads((tmp_path / "fragment" / "nb_1.json").read_text("utf-8"))["url"] == "/KURS/GEN.HTML"


def kept(folder: Path, count: int) -> list[str]:
    """Return what is left of a page of so many words, with a heading at the 1,500th, and words added for the search."""
    content = " ".join([*(f"w{place}" for place in range(count)), MARK, "added"])
    heading = {"element": "h2", "id": "a", "text": "Title", "location": 1500}
    repack(made(folder, [], {"content": content, "anchors": [heading, {**heading, "element": "div"}]}), PATH)
    page = json.loads((folder / "fragment" / "nb_1.json").read_text("utf-8"))
    assert page["anchors"] == [heading]
    return str(page["content"]).split(" ")


def test_a_page_keeps_its_text_and_loses_the_words_added_for_the_search(tmp_path: Path) -> None:
    assert kept(tmp_path, 900) == [f"w{place}" for place in range(900)]


def test_a_long_page_keeps_how_it_and_its_parts_begin_each_word_in_its_place(tmp_path: Path) -> None:
    words = kept(tmp_path, 3000)
    assert len(words) == 3000
    assert (words[0], words[29], words[30]) == ("w0", "w29", GAP)
    assert (words[1499], words[1500], words[1529], words[1530]) == (GAP, "w1500", "w1529", GAP)
