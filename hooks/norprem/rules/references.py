"""Family K2: ids, closed lists and what refers to what."""

from __future__ import annotations

from norprem.rules.table import rules_in

RULES = rules_in(globals())
