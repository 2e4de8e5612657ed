"""What `norprem check --base` and `norprem fix` share: the catalogue as it was published."""

from __future__ import annotations

from pathlib import Path

import click

from norprem import history
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
    if unread := broken(catalogue):
        _warn(words("base.broken", name=base, files=", ".join(unread)))
    return catalogue


def broken(catalogue: Catalogue) -> list[str]:
    """Return the files that could not be read as they stand; closed lists are not compared."""
    return sorted({file for file, _ in catalogue.broken if not file.startswith("vocabulary/")})


def _warn(text: str) -> None:
    click.echo(text, err=True)
