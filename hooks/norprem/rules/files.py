"""Family K0: the file itself and its YAML; reported while reading."""

from __future__ import annotations

from norprem.rules.table import rules_in

RULES = rules_in(globals())
