"""Small pictures of every kind of page, as it is first seen: kept in git, and compared by what stands where in them.

One picture for each kind, with three widths in light, then the same in dark. They are for the eye; what is compared is
how bright and how coloured a part of the screen is, each a sixth of its height and an eighth of its width. That holds
with other fonts, whose lines break elsewhere, and tells a part that is gone, covered, empty or in another colour, which
`layout.py` does not see.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops

FOLDER = Path(__file__).with_name("shots")
SMALL = {320: 144, 768: 224, 1400: 320}
"""Width of the screen, and of its picture."""

HEIGHT = 900
"""Pixels of the page that are drawn, from its top."""

PARTS = (8, 6)
LIKE = 28
"""Of 255: how much a part of the screen may differ. Measured on eight kinds of page: 27 at most with another sans-serif
font; 22 to 175 where the band at the top is gone, 21 to 52 where the text is, 21 to 43 where it is red."""

Pictures = dict[tuple[str, int], Image.Image]
"""By scheme and width of the screen."""


def small(drawn: bytes, width: int) -> Image.Image:
    """Return a picture of a screen that is so wide as the size in which it is kept."""
    picture = Image.open(io.BytesIO(drawn)).convert("RGB")
    return picture.resize((SMALL[width], HEIGHT * SMALL[width] // width), Image.Resampling.BOX)


def keep(kind: str, pictures: Pictures) -> None:
    """Write the pictures of a kind of page beside each other."""
    height = max(one.height for one in pictures.values())
    sheet = Image.new("RGB", (sum(one.width for one in pictures.values()), height), "grey")
    for picture, left in zip(pictures.values(), _edges(), strict=False):
        sheet.paste(picture, (left, 0))
    FOLDER.mkdir(exist_ok=True)
    sheet.save(FOLDER / f"{kind}.webp", quality=55, method=6)


def load(kind: str) -> Pictures:
    """Return the pictures of a kind of page that are kept."""
    sheet = Image.open(FOLDER / f"{kind}.webp").convert("RGB")
    return {
        (scheme, width): sheet.crop((left, 0, right, HEIGHT * SMALL[width] // width))
        for (scheme, width), (left, right) in zip(_views(), pairwise(_edges()), strict=True)
    }


def unlike(kept: Image.Image, drawn: Image.Image) -> int:
    """Return by how much the part of the screen that differs most does, of 255."""
    one, other = (picture.resize(PARTS, Image.Resampling.BOX) for picture in (kept, drawn))
    return max(most for _, most in ImageChops.difference(one, other).getextrema())


def differences(kind: str, drawn: Mapping[tuple[str, int], Image.Image]) -> Iterator[str]:
    """Yield a sentence for every view of a kind of page that looks different."""
    for view, kept in load(kind).items():
        if (most := unlike(kept, drawn[view])) > LIKE:
            yield f"{kind} {view[1]} {view[0]}: a part of the screen differs by {most} of 255"


def _views() -> Iterator[tuple[str, int]]:
    return ((scheme, width) for scheme in ("light", "dark") for width in SMALL)


def _edges() -> Iterator[int]:
    left = 0
    yield left
    for _, width in _views():
        left += SMALL[width]
        yield left
