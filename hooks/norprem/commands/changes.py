"""What `norprem check --base` and `norprem fix` share, and the command `fix`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from norprem import fix as fixing
from norprem import history, report
from norprem.build import build_day
from norprem.load import load
from norprem.model import Catalogue
from norprem.vocabulary import Vocabulary
from norprem.words import Words

BASE_HELP = "The catalogue as it was published, to compare with: a git reference such as main, or a folder."


def published(base: str, curricula: Path, words: Words) -> Catalogue:
    """Return the catalogue to compare with; what cannot be compared is told, and the rest is.

    Raises:
        click.BadParameter: there is no such reference or folder, or no catalogue in the folder.
    """
    try:
        with history.base(base, curricula, Path.cwd()) as then:
            catalogue = load(then.folder).catalogue if then.folder else Catalogue(Vocabulary())
    except history.NotFound as error:
        raise click.BadParameter(str(error), param_hint="--base") from None
    if then.folder is None:
        _warn(words("base.none", name=base))
    elif not any(catalogue.entries):
        raise click.BadParameter(f"there is no catalogue in {base}.", param_hint="--base")
    if not then.certain:
        _warn(words("base.uncertain", name=base))
    if broken := _broken(catalogue):
        _warn(words("base.broken", name=base, files=", ".join(broken)))
    return catalogue


def _broken(catalogue: Catalogue) -> list[str]:
    """Return the files that could not be read as they stand; closed lists are not compared."""
    return sorted({file for file, _ in catalogue.broken if not file.startswith("vocabulary/")})


def _warn(text: str) -> None:
    click.echo(text, err=True)


@click.command()
@click.option("--base", required=True, help=BASE_HELP)
@click.option(
    "--curricula",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="curricula",
    show_default=True,
    help="The catalogue's folder.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day.")
@click.option("--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True)
@click.pass_context
def fix(
    context: click.Context, base: str, curricula: Path, dry_run: bool, today: datetime | None, language: str
) -> None:
    """Raise `revision` and move `updated` where time, place, deadline or status has changed since BASE; nothing else.

    Exit codes: 0 all done or nothing to do, 1 something was left, 2 the command was not understood.
    """
    words = Words.load(language)
    before = published(base, curricula, words)
    catalogue = load(curricula).catalogue
    found = tuple(fixing.repaired(curricula, catalogue, before, today.date() if today else _day()))
    for one in found:
        _tell(one, f"{curricula.as_posix()}/", words)
        if one.after is not None and not dry_run:
            _write(curricula / one.file, one.after)
    done = sum(len(one.repairs) for one in found if one.after is not None)
    click.echo(words("fix.would" if dry_run else "fix.done", count=done, number=done) if done else words("fix.nothing"))
    left = [file for file in _broken(catalogue) if file.startswith("courses")]
    if left:
        _warn(words("fix.unread", files=", ".join(left)))
    if left or any(one.after is None for one in found):
        context.exit(1)


def _day() -> date:
    try:
        return build_day(os.environ)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _tell(one: fixing.Repaired, prefix: str, words: Words) -> None:
    """Say what becomes of each session, then show the lines."""
    for repair in one.repairs:
        click.echo(words("fix.session", course=repair.course, session=repair.session, steps=", ".join(_steps(repair))))
    if one.after is None:
        _warn(words("fix.by-hand", file=f"{prefix}{one.file}"))
    else:
        click.echo(f"{one.diff(prefix)}\n")


def _steps(repair: fixing.Repair) -> Iterator[str]:
    for name in ("revision", "updated"):
        old, new = getattr(repair.old, name), getattr(repair.new, name)
        if old != new:
            yield f"{name} {old} → {new}"


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None
