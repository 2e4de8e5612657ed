"""Family K1: the shape of a record."""

from __future__ import annotations

from norprem.rules.table import rules_in

RULES = rules_in(globals())
