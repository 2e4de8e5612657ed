"""The command `norprem`: check the catalogue, explain a rule, show what is taught where, serve a built site.

Exit codes: 0 nothing to mend, 1 findings, 2 the command was not understood.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from norprem import build, changes, history, report, rules, serving, source
from norprem.changes import formats as told
from norprem.commands.changes import BASE_HELP, published
from norprem.commands.forms import sheet
from norprem.commands.forms import written as forms
from norprem.commands.imports import importing
from norprem.commands.mending import fix, fmt
from norprem.commands.new import new
from norprem.commands.pages import links, readability, translated
from norprem.commands.previews import preview
from norprem.commands.road import COMMANDS as ROAD
from norprem.commands.terminal import day_of, say
from norprem.exports import coverage as exported
from norprem.findings import Finding
from norprem.load import Progress, load
from norprem.matrix import Matrix
from norprem.model import Catalogue
from norprem.vocabulary import Vocabulary, nearest
from norprem.words import Words

_LANGUAGE = click.option(
    "--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True, help="Language of the messages."
)

_CURRICULA = click.option(
    "--curricula",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="curricula",
    show_default=True,
    help="The catalogue's folder.",
)
_DOCS = click.option(
    "--docs",
    type=click.Path(file_okay=False, path_type=Path),
    default="docs",
    show_default=True,
    help="The folder of the pages; one that does not exist is left out.",
)
_TODAY = click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="norprem")
def main() -> None:
    """Check the catalogue of courses, people, standards and curricula in `curricula/`."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@_CURRICULA
@_DOCS
@click.option("--format", "form", type=click.Choice(tuple(report.FORMATS)), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--release", is_flag=True, help="Check a release: reviews that are overdue and the like are errors.")
@click.option("--base", help=BASE_HELP)
@_TODAY
@_LANGUAGE
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[Path, ...],
    curricula: Path,
    docs: Path,
    form: str,
    strict: bool,
    release: bool,
    base: str | None,
    today: datetime | None,
    language: str,
) -> None:
    """Check all files, or show only what concerns PATHS."""
    wanted = tuple(_named(curricula, docs, path) for path in paths)
    before = published(base, curricula, Words.load(language)) if base is not None else None
    with _bar(language) as progress:
        checked = build.check(curricula, day_of(today), progress, before, docs if docs.is_dir() else None)
    gc.freeze()  # thousands of records live until the command ends: looking for garbage among them is wasted
    shown = [finding for finding in checked.findings if _wanted(finding.spot.file, wanted)]
    prefix = f"{curricula.as_posix()}/"
    files = len(_files(checked, wanted)) if wanted else checked.files
    told = report.FORMATS[form](shown, language, prefix=prefix, files=files, release=release)
    if told:
        say(told)
    if report.has_errors(shown, strict=strict, release=release):
        context.exit(1)


def _files(checked: build.Checked, wanted: Sequence[str]) -> set[str]:
    """Return the files that are wanted and were read."""
    read = {entry.file for entry in checked.catalogue.written} | {found.spot.file for found in checked.findings}
    return {file for file in read if _wanted(file, wanted)}


_SLOW = 1.0
_STEP = 50
_READING = {"nb": "Leser filer", "en": "Reading files"}


@contextmanager
def _bar(language: str) -> Iterator[Progress | None]:
    """Yield what draws a progress bar where somebody looks on; a check that is soon done gets none."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # importing it takes a tenth of a second, which most runs need not wait
    from rich.progress import Progress as Bar

    bar = Bar(console=Console(stderr=True), transient=True)
    task = bar.add_task(_READING[language])
    began = time.monotonic()

    def told(done: int, total: int) -> None:
        if done % _STEP == 0 and time.monotonic() - began > _SLOW:
            bar.start()
            bar.update(task, completed=done, total=total)

    try:
        yield told
    finally:
        if bar.live.is_started:
            bar.stop()


def _named(curricula: Path, docs: Path, path: Path) -> str:
    """Return a path as findings name it; one outside the catalogue and the pages is a wrong use of the command."""
    for folder in (curricula, docs):
        if path.resolve().is_relative_to(folder.resolve()):
            return Path(os.path.relpath(path.resolve(), curricula.resolve())).as_posix()
    raise click.BadParameter(f"{path} is neither below {curricula} nor below {docs}")


def _wanted(file: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(one in ("", ".", file) or file.startswith(f"{one}/") for one in wanted)


@main.command()
@click.argument("code")
@_LANGUAGE
def explain(code: str, language: str) -> None:
    """Explain the rule CODE, for example K301."""
    known = rules.BY_CODE
    if code.upper() not in known:
        near = nearest(code.upper().replace("O", "0"), known)  # the letter for the figure
        hint = f" Did you mean {near}?" if near else ""
        raise click.BadParameter(f"there is no rule {code}.{hint}", param_hint="CODE")
    say(report.explanation(code.upper(), language))


@main.command()
@_CURRICULA
@click.option("--standard", help="Only this standard.")
@click.option("--region", help="Only this health region.")
@click.option("--format", "form", type=click.Choice(tuple(exported.FORMATS)), default="table", show_default=True)
@_TODAY
@_LANGUAGE
def coverage(
    curricula: Path, standard: str | None, region: str | None, form: str, today: datetime | None, language: str
) -> None:
    """Show who teaches which competence in which region, and where nobody does."""
    checked = _without_errors(curricula, today, language)
    matrix = Matrix(checked.catalogue, checked.today)
    _known("--standard", standard, checked.catalogue.standard)
    _known("--region", region, matrix.regions)
    found = exported.lines(matrix, language, standard=standard, region=region)
    say(exported.FORMATS[form](found, Words.load(language)).rstrip("\n"))


def _without_errors(curricula: Path, today: datetime | None, language: str) -> build.Checked:
    """Check the catalogue; where it has errors nothing can be said of it, and the command ends with them."""
    checked = build.check(curricula, day_of(today))
    errors = [finding for finding in checked.findings if report.has_errors([finding])]
    if errors:
        click.echo(report.as_text(errors, language, prefix=f"{curricula.as_posix()}/", files=checked.files), err=True)
        raise click.exceptions.Exit(1)
    return checked


def _known(option: str, found: str | None, known: Collection[str]) -> None:
    """Refuse an id that is not there, with the one that was probably meant."""
    if found is not None and found not in known:
        near = nearest(found, known)
        hint = f" Did you mean {near}?" if near else f" Known: {', '.join(sorted(known))}."
        raise click.BadParameter(f"there is no {found}.{hint}", param_hint=option)


@main.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--curricula",
    default="curricula",
    show_default=True,
    help="The catalogue's folder within the repository, where OLD or NEW is a git reference.",
)
@click.option("--format", "form", type=click.Choice(tuple(told.FORMATS)), default="text", show_default=True)
@_LANGUAGE
def diff(old: str, new: str, curricula: str, form: str, language: str) -> None:
    """Say what changed from OLD to NEW: two folders, or two git references such as main and HEAD."""
    here = Path.cwd()
    try:
        with history.at(old, curricula, here) as before, history.at(new, curricula, here) as after:
            sides = [_as_of(before), _as_of(after)]
    except history.NotFound as error:
        raise click.UsageError(str(error)) from None
    if not (before.folder or after.folder):
        raise click.BadParameter(f"there is no {curricula} in {old}, nor in {new}.", param_hint="--curricula")
    words = Words.load(language)
    for side, then, (_, errors, files) in zip(("old", "new"), (before, after), sides, strict=True):
        if errors:
            click.echo(words(f"changes.broken-{side}", name=then.name), err=True)
            click.echo(report.as_text(errors, language, prefix=f"{then.name}/", files=files), err=True)
    if any(errors for _, errors, _ in sides):
        raise click.exceptions.Exit(1)
    say(told.FORMATS[form](changes.compare(sides[0][0], sides[1][0]), words))


def _as_of(then: history.Then) -> tuple[Catalogue, list[Finding], int]:
    """Read a catalogue as it was, with the faults that make its records mere guesses, and the number of its files.

    A closed list that did not exist yet makes none: its values are shown as they were typed.
    """
    if then.folder is None:
        return Catalogue(Vocabulary()), [], 0
    loaded = load(then.folder)
    missing = {"K019"} if loaded.catalogue.listed else set()
    errors = [found for found in loaded.findings if found.code not in missing and report.has_errors([found])]
    return loaded.catalogue, source.place(then.folder, errors), loaded.files


@main.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(site: Path, port: int) -> None:
    """Serve the built SITE on this machine until it is stopped."""
    try:
        running = serving.server(site, port)
    except OSError as error:
        raise click.ClickException(
            f"port {port} cannot be used: {error.strerror}. Choose another with --port."
        ) from None
    with running:
        click.echo(f"http://127.0.0.1:{running.server_port}/")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.")


main.add_command(fix)
main.add_command(fmt)
main.add_command(new)
main.add_command(preview)
main.add_command(importing)
main.add_command(forms)
main.add_command(sheet)
for _command in ROAD:
    main.add_command(_command)
main.add_command(translated)
main.add_command(readability)
main.add_command(links)

if __name__ == "__main__":
    main()
