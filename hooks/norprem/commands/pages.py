"""The commands about pages: `norprem translated`, `norprem readability` and `norprem links`.

Exit codes: 0 nothing to mend, 1 something was left or an address is gone, 2 the command was not understood.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from norprem import links as linking
from norprem import reading, report
from norprem.commands.terminal import day_of, say
from norprem.imports.fetch import PUBLIC, Net
from norprem.load import load
from norprem.model import Article, Catalogue
from norprem.rules.texts import ORIGINAL
from norprem.translated import stamped
from norprem.words import Words

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_CURRICULA = click.option(
    "--curricula", type=_FOLDER, default="curricula", show_default=True, help="The catalogue's folder."
)
_DOCS = click.option("--docs", type=_FOLDER, default="docs", show_default=True, help="The folder of the pages.")
_LANGUAGE = click.option("--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_CURRICULA
@_DOCS
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@_LANGUAGE
@click.pass_context
def translated(
    context: click.Context, files: tuple[Path, ...], curricula: Path, docs: Path, dry_run: bool, language: str
) -> None:
    """Note in the translations FILES that they have been compared with their originals as these are now."""
    words, catalogue = Words.load(language), load(curricula, docs=docs).catalogue
    by_file = {(curricula / article.entry.file).resolve(): article for article in catalogue.articles}
    left = [path for path in files if not _stamp(path, by_file, catalogue, curricula, words, dry_run=dry_run)]
    if left:
        context.exit(1)


def _stamp(
    path: Path, by_file: Mapping[Path, Article], catalogue: Catalogue, curricula: Path, words: Words, *, dry_run: bool
) -> bool:
    """Note the fingerprint of its original in one translation, and tell; returns whether nothing is left to do."""
    article = by_file.get(path.resolve())
    if article is None or article.locale == ORIGINAL:
        return _left(words("translated.original" if article else "translated.no-page", file=path))
    original = catalogue.article.get((ORIGINAL, article.path))
    if original is None:
        return _left(words("translated.no-original", file=path))
    done = stamped(curricula, article, original)
    if done.old == done.new:
        click.echo(words("translated.same", file=path, new=done.new))
        return True
    if done.after is None:
        return _left(words("translated.by-hand", file=path, new=done.new))
    if not dry_run:
        _write(path, done.after)
    click.echo(
        words("translated.would" if dry_run else "translated.done", file=path, old=done.old or "–", new=done.new)
    )
    return True


def _left(text: str) -> bool:
    click.echo(text, err=True)
    return False


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None


@click.command()
@_CURRICULA
@_DOCS
@click.option("--format", "form", type=click.Choice(tuple(reading.FORMATS)), default="text", show_default=True)
@_LANGUAGE
def readability(curricula: Path, docs: Path, form: str, language: str) -> None:
    """Show how hard every page is to read, and its longest sentence."""
    found = list(reading.rows(load(curricula, docs=docs).catalogue))
    say(reading.FORMATS[form](found, Words.load(language)))


@click.command()
@_CURRICULA
@_DOCS
@click.option(
    "--strikes",
    type=click.IntRange(1, 100),
    default=4,
    show_default=True,
    help="Runs in a row that an address must fail before it is told of.",
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    default=".cache/links.json",
    show_default=True,
    help="The file that is kept between the runs.",
)
@click.option(
    "--timeout", type=click.FloatRange(0.1, 600), default=20, show_default=True, help="Seconds for an answer."
)
@click.option(
    "--pause", type=click.FloatRange(0, 60), default=1, show_default=True, help="Seconds between two of a host."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day.")
@_LANGUAGE
@click.pass_context
def links(
    context: click.Context,
    curricula: Path,
    docs: Path,
    strikes: int,
    state: Path,
    timeout: float,
    pause: float,
    today: datetime | None,
    language: str,
) -> None:
    """Ask every address that the catalogue and the pages name whether it still answers."""
    words, named = Words.load(language), linking.addresses(load(curricula, docs=docs).catalogue)
    before = _kept(state)
    net = replace(context.obj if isinstance(context.obj, Net) else PUBLIC, seconds=timeout)
    answers = linking.asked(named, linking.asker(net), lambda: time.sleep(pause))
    failing = linking.judged(before, answers, day_of(today))
    _write(state, linking.written(failing).encode())
    gone = {address: one for address, one in failing.items() if one.count >= strikes}
    for address, one in gone.items():
        say(words("links.gone", address=address, number=one.count, since=words.day(one.since), reason=one.reason))
        say("\n".join(f"  {os.path.relpath(curricula / file)}" for file in named[address]))
    say(words("links.counts", asked=len(answers), failing=len(failing), gone=len(gone)))
    if gone:
        context.exit(1)


def _kept(state: Path) -> dict[str, linking.Strike]:
    """Read what is kept between the runs; before the first there is nothing."""
    if not state.exists():
        return {}
    try:
        return linking.read(state.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{state}: {error}", param_hint="--state") from None
