"""The search index of a built site, made by Pagefind: one for each language, from the text of the pages alone.

Pagefind is handed the articles with a few more words at their end (`norprem.searchwords`), which the pages themselves
do not have. Beside its files stands a guide for the search page: the kind of each page, the words there are, synonyms.
Pagefind's own filters would tell the kind too, but their files differ from run to run.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from norprem.output import write
from norprem.searchpack import MARK, Kept, UnknownForm, repack
from norprem.searchwords import Lexicon, visible, words_of

Synonyms = Sequence[tuple[Sequence[str], Sequence[str]]]
"""Words that readers use, and what they mean in the words of the site."""

ReadersOf = Callable[[str], Sequence[str]]
"""Ids of the audiences a page is for, by its path below that of its language."""

_TAG = re.compile(r'<html[^>]*\blang="([^"]+)"')
_NOTE = re.compile(r'<sup class="np-mark">.*?</sup>', re.DOTALL)
"""The number of a source stands close to a word, and would become a part of it."""

_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_ALSO = re.compile(r"<li>([^<:]+): (.+?)</li>", re.DOTALL)
_LINK = re.compile(r'<a href="\.\./([^"#]+)')
"""Other names of a page in the list from A to Å, which editors wrote for it, and where a name leads."""

_SOURCES = '<ol class="np-sources"'
_WEIGHTS = {
    "pasient": 1.6,
    "fastlege": 1.5,
    "ressurspersoner": 1.4,
    "fagfolk": 1.2,
    "kurs": 0.95,
    "bidra": 0.5,
    "laereplaner": 0.7,
    "kode": 0.5,
}
_LIST = "a-aa/"
_FRONTS = {"a-aa": 0.2, "ordliste": 1.8, "metoder": 1.9}
_FRONT = 1.3
_SERVED = re.compile(r"pagefind\.js|pagefind-entry\.json|wasm\.(?!unknown).+|.+\.pf_meta|index|fragment|guide\..+")


class IndexFailed(Exception):
    """Pagefind stopped; the message is what it said."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that can be found: its address from the root, its language, its article as HTML, and its words.

    Its other names, whose words are its own too, stand on no page but the list from A to Å. Words that stand in code
    alone are apart.
    """

    address: str
    tag: str
    article: str
    words: frozenset[str]
    coded: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    def named(self, names: Sequence[str]) -> _Page:
        """Return the page with its other names."""
        return replace(self, names=tuple(names), words=self.words | words_of(" ".join(names)))


def index(
    site: Path,
    synonyms: Mapping[str, Synonyms],
    audiences: Mapping[str, Sequence[tuple[str, str]]],
    readers: ReadersOf,
) -> str:
    """Index the pages of a built site into its folder `pagefind/`.

    Args:
        site: folder of the site.
        synonyms: by language tag.
        audiences: ids and names, by language tag.
        readers: tells which of them a page is for.

    Returns:
        What was indexed, in a few words.

    Raises:
        IndexFailed: when Pagefind cannot run or finds nothing to index.
    """
    pages = _named(tuple(_pages(site)))
    if not pages:
        raise IndexFailed("there is no page to find")
    tags = sorted({page.tag for page in pages})
    lexicons = {tag: Lexicon.of(tag, _texts(page for page in pages if page.tag == tag)) for tag in tags}
    target = site / "pagefind"
    shutil.rmtree(target, ignore_errors=True)
    with TemporaryDirectory() as folder:
        for page in pages:
            write(Path(folder), _file(page.address), _with_extra(page, lexicons[page.tag]))
        _run(Path(folder), target)
    try:
        kept = repack(target, _path)
    except UnknownForm as fault:
        raise IndexFailed(f"the index of this version of Pagefind is not understood: {fault}") from None
    _in_order(target / "pagefind-entry.json")
    for tag in tags:
        guide = _guide(lexicons[tag], synonyms.get(tag, ()))
        guide |= {"audiences": list(_named_readers(audiences[tag])), "kinds": _kinds(kept, tag, readers)}
        (target / f"guide.{tag}.json").write_text(_json(guide), "utf-8")
    _tidy(target)
    return f"search: {len(pages)} pages, {', '.join(f'{len(lexicons[tag].pages)} words in {tag}' for tag in tags)}"


def _pages(site: Path) -> Iterator[_Page]:
    """Yield the pages that have an article which the search may read, in the order of their addresses."""
    for file in sorted(site.rglob("index.html")):
        html = file.read_text("utf-8")
        start, end = html.find("<article"), html.rfind("</article>")
        tag = _TAG.search(html)
        if start < 0 or end < 0 or not tag or "data-pagefind-ignore" in html[start : html.index(">", start)]:
            continue
        article = _NOTE.sub("", html[start:end])
        folder = file.parent.relative_to(site).as_posix()
        words = words_of(visible(article))
        coded = words - words_of(visible(_CODE.sub(" ", article)))
        yield _Page("" if folder == "." else f"{folder}/", tag[1], article, words, coded)


def _texts(pages: Iterable[_Page]) -> Iterator[frozenset[str]]:
    """Yield the words of pages of a language, what stands in code alone as of one page: readers seldom mean it."""
    coded: set[str] = set()
    for page in pages:
        coded |= page.coded
        yield page.words - page.coded
    yield frozenset(coded)


def _named(pages: tuple[_Page, ...]) -> tuple[_Page, ...]:
    """Give the pages the other names they have in the list from A to Å of their language."""
    names: dict[str, list[str]] = {}
    for page in pages:
        if page.address.endswith(_LIST):
            for name, places in _ALSO.findall(page.article):
                for place in dict.fromkeys(_LINK.findall(places)):
                    names.setdefault(page.address.removesuffix(_LIST) + place, []).append(unescape(name))
    return tuple(page.named(names[page.address]) if page.address in names else page for page in pages)


def _file(address: str) -> str:
    """Return the file in which Pagefind is handed a page: one without a folder of its own, for folders take time."""
    return f"{address.removesuffix('/') or 'index'}.html"


def _path(url: str) -> str:
    """Return the path of a page on the site by what Pagefind calls it after its file."""
    return f"{url.removesuffix('.html')}/" if url.endswith(".html") else url


def _run(pages: Path, target: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--root-selector", "article"]
    done = subprocess.run([*command, "--output-path", str(target)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise IndexFailed(f"{done.stdout}{done.stderr}".strip())


def _with_extra(page: _Page, lexicon: Lexicon) -> str:
    """Return a page as Pagefind reads it: its article, a mark, and the words it should be found by besides its own.

    The titles of its sources count for less than what the page itself says.
    """
    extra = escape(" ".join(lexicon.extra(page.words)))
    names = escape(" ".join(page.names))
    added = f'<p>{MARK}</p><p data-pagefind-weight="2">{names}</p><p data-pagefind-weight="0.5">{extra}</p>'
    article = page.article.replace(_SOURCES, f'{_SOURCES} data-pagefind-weight="0.3"')
    return f'<!doctype html><html lang="{page.tag}"><body>{article}{added}</article></body></html>'


def _in_order(entry: Path) -> None:
    """Write the list of languages in a fixed order; Pagefind's own differs from run to run."""
    entry.write_text(_json(json.loads(entry.read_text("utf-8"))), "utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _guide(lexicon: Lexicon, synonyms: Synonyms) -> dict[str, Any]:
    """Return what the search page knows of a language before it asks Pagefind."""
    grammar = lexicon.grammar
    return {
        "endings": grammar.endings,
        "spellings": grammar.spellings,
        "stop": " ".join(grammar.stop),
        "compounds": grammar.compounds,
        "words": lexicon.packed(),
        "synonyms": [[list(words), list(means)] for words, means in synonyms],
    }


def _kinds(kept: Iterable[Kept], tag: str, readers: ReadersOf) -> list[dict[str, Any]]:
    """Return the kinds of page, the largest first: name, name in addresses, and its pages by weight and readers."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for page in kept:
        if page.id.startswith(f"{tag}_"):
            way = page.url.strip("/").split("/")
            kinds.setdefault(page.kind, []).append((page.id, "/".join(way[way[0] == tag :])))
    return [_kind(label, kinds[label], readers) for label in sorted(kinds, key=lambda one: (-len(kinds[one]), one))]


def _kind(label: str, pages: Sequence[tuple[str, str]], readers: ReadersOf) -> dict[str, Any]:
    sections = Counter(way.split("/", 1)[0] for _, way in pages)
    alike: dict[tuple[float, str], list[str]] = {}
    for page, way in pages:
        alike.setdefault((_weight(way), " ".join(readers(way))), []).append(page)
    name = min(sections, key=lambda section: (-sections[section], section))
    return {
        "id": name or "forside",
        "label": label,
        "pages": [[weight, whom, " ".join(ids)] for (weight, whom), ids in alike.items()],
    }


def _named_readers(audiences: Sequence[tuple[str, str]]) -> Iterator[dict[str, str]]:
    return ({"id": audience, "label": f"{name[:1].upper()}{name[1:]}"} for audience, name in audiences)


def _weight(way: str) -> float:
    """Return how much a hit on a page weighs: what patients and GPs read comes before courses."""
    section, _, rest = way.partition("/")
    return _WEIGHTS.get(section, 1) if rest else _FRONTS.get(section, _FRONT) if section else 1


def _tidy(target: Path) -> None:
    """Remove what the site does not serve: the search page is our own, and Pagefind brings several."""
    for path in target.iterdir():
        if not _SERVED.fullmatch(path.name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
