"""Family K5: people and privacy."""

from __future__ import annotations

from norprem.rules.table import rules_in

RULES = rules_in(globals())
