"""What a page needs to be read on paper, where a link is of no use unless its address is printed, once."""

from __future__ import annotations

import re

_LINK = re.compile(r' href="(https?://[^"]+)"(?=[^<>]*>([^<]*))')
_START = re.compile(r"<main\b")
_ENDS = re.compile(r"^https?://|/$")


def told_once(html: str) -> str:
    """Mark the links whose address paper need not tell, with `data-told`; the style sheet prints those of the others.

    Those are links to an address that the page has named before, and links that are called by their address. An article
    that tells what it rests on is left as it is: its answers for the regions are printed without addresses, and its
    list of sources names each one once.

    Args:
        html: the whole page.
    """
    start = _START.search(html)
    if not start or 'class="np-trust"' in html:
        return html
    seen: set[str] = set()

    def mark(link: re.Match[str]) -> str:
        address, name = link[1], link[2].strip()
        told = address in seen or (name in address and _ENDS.sub("", address) == _ENDS.sub("", name))
        seen.add(address)
        return f"{link[0]} data-told" if told else link[0]

    return html[: start.start()] + _LINK.sub(mark, html[start.start() :])
