"""Which labels a proposal gets, by the files it touches."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BY_PATH = (
    (r"curricula/(?:courses|drafts)/", "kurs"),
    (r"curricula/people/", "ressurspersoner"),
    (r"curricula/standards/", "standarder"),
    (r"curricula/programmes/", "læreplaner"),
    (r"curricula/needs/", "behov"),
    (r"curricula/(?:methods|pathways)/", "metoder"),
    (r"curricula/(?:vocabulary/|[a-z]+\.yaml$)", "lister"),
    (r"docs/", "sider"),
    (r"docs/en/", "engelsk"),
    (r"(?:hooks|overrides|tests|deploy)/|[A-Za-z]+$|[a-z]+\.(?:toml|yml)$", "kode"),
    (r"\.github/|requirements/|\.ci/", "drift"),
)
_REGION = re.compile(r"curricula/(?:courses|people|drafts)/([a-z-]+)/")

NAMES = tuple(dict.fromkeys(label for _, label in _BY_PATH))
"""Every label that a path can give, but for those of the regions, which are their ids."""


def labels(files: Iterable[str], regions: Iterable[str]) -> tuple[str, ...]:
    """Return the labels of a proposal, sorted.

    Args:
        files: what it touches, as the repository names them.
        regions: ids of the regions; others get no label.
    """
    known, names = frozenset(regions), list(files)
    found = {label for file in names for pattern, label in _BY_PATH if re.match(pattern, file)}
    found |= {place[1] for file in names if (place := _REGION.match(file)) and place[1] in known}
    return tuple(sorted(found))
