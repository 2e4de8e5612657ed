"""Family K4: languages and translations."""

from __future__ import annotations

from norprem.rules.table import rules_in

RULES = rules_in(globals())
