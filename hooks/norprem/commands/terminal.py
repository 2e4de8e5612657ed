"""What all commands share: the day they go by, and writing to a terminal that may not know every letter."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime

import click

from norprem.build import build_day


def day_of(today: datetime | None) -> date:
    """Return the day that `--today` names, else that of the build.

    Raises:
        click.UsageError: where the environment names no day (`SOURCE_DATE_EPOCH`).
    """
    if today:
        return today.date()
    try:
        return build_day(os.environ)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def say(text: str) -> None:
    """Write to a terminal that may not know every letter."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding))
