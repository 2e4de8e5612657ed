"""The commands `norprem fmt` and `norprem fix`: put files into their one form, and mend what needs no judgement.

Exit codes: 0 all done or nothing to do, 1 something was left or would change, 2 the command was not understood.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from pathlib import Path, PurePath

import click

from norprem import fix as fixing
from norprem import report, source
from norprem.commands.changes import BASE_HELP, broken, published
from norprem.commands.terminal import day_of
from norprem.formatting import Form, formatted
from norprem.kinds import shape_of
from norprem.load import load
from norprem.model import Catalogue
from norprem.renamed import settled
from norprem.words import Words

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_CURRICULA = click.option(
    "--curricula", type=_FOLDER, default="curricula", show_default=True, help="The catalogue's folder."
)
_LANGUAGE = click.option("--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True)
_PATHS = click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
_DRY = click.option(
    "--check", "--dry-run", "dry", is_flag=True, help="Write nothing; end with 1 where something would change."
)

FORM, LISTS, REVISION = "form", "lists", "revision"
STEPS = (REVISION, LISTS, FORM)
"""What `norprem fix` mends, in the order in which it does."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A file as it is and as it ought to be.

    Attributes:
        file: path below the catalogue's folder, with forward slashes.
    """

    file: str
    before: bytes
    after: bytes

    def diff(self, prefix: str) -> str:
        """Return the lines that differ, as a patch with a line around them."""
        old, new = (data.decode("utf-8", "replace").splitlines() for data in (self.before, self.after))
        name = f"{prefix}{self.file}"
        return "\n".join(unified_diff(old, new, fromfile=name, tofile=name, n=1, lineterm=""))


@click.command()
@_PATHS
@_CURRICULA
@_DRY
@_LANGUAGE
@click.pass_context
def fmt(context: click.Context, paths: tuple[Path, ...], curricula: Path, dry: bool, language: str) -> None:
    """Put all files, or those in PATHS, into their one form: order of keys, quotation marks, blanks, line ends.

    Every comment stays, and so does what the files say.
    """
    words, locales = Words.load(language), _locales(curricula)
    files = _read(curricula, _files(curricula, paths))
    found = [Mended(file, data, formatted(file, data, Form(shape_of(file), locales))) for file, data in files]
    changed = [one for one in found if one.after != one.before]
    for one in changed:
        _show(one.diff(f"{curricula.as_posix()}/"))
        if not dry:
            _write(curricula / one.file, one.after)
    name = "fmt.would" if dry else "fmt.done"
    click.echo(words(name, count=len(changed), number=len(changed)) if changed else words("fmt.nothing"))
    if dry and changed:
        context.exit(1)


@click.command()
@_PATHS
@click.option("--base", help=f"{BASE_HELP} Without it, no revision is looked at.")
@_CURRICULA
@_DRY
@click.option("--only", type=click.Choice(STEPS), multiple=True, help="Mend this and nothing else; may be repeated.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day.")
@_LANGUAGE
@click.pass_context
def fix(
    context: click.Context,
    paths: tuple[Path, ...],
    base: str | None,
    curricula: Path,
    dry: bool,
    only: tuple[str, ...],
    today: datetime | None,
    language: str,
) -> None:
    """Mend what needs no judgement, in all files or those in PATHS, and show it.

    `revision` and `updated` where time, place, deadline or status of a session has changed since BASE; values of closed
    lists that have moved or are written by their name; the form of the file, as `norprem fmt` does.
    """
    words, prefix = Words.load(language), f"{curricula.as_posix()}/"
    steps = frozenset(only or STEPS)
    before = published(base, curricula, words) if base is not None and REVISION in steps else None
    catalogue, wanted = load(curricula).catalogue, set(_files(curricula, paths))
    repairs = _repairs(curricula, catalogue, before, today, wanted)
    left = False
    found = []
    for file, data in _read(curricula, sorted(wanted)):
        repaired = repairs.get(file)
        if repaired:
            _told(repaired, words)
        after, whole = _mended(file, data, repaired, catalogue, steps)
        left = left or not whole
        if not whole:
            click.echo(words("fix.by-hand", file=f"{prefix}{file}"), err=True)
        if after != data:
            found.append(Mended(file, data, after))
    for one in found:
        _show(one.diff(prefix))
        if not dry:
            _write(curricula / one.file, one.after)
    _count(found, words, dry=dry)
    unread = [file for file in broken(catalogue) if before is not None and file in wanted]
    if unread:
        click.echo(words("fix.unread", files=", ".join(unread)), err=True)
    if left or unread or (dry and found):
        context.exit(1)


def _repairs(
    curricula: Path, catalogue: Catalogue, before: Catalogue | None, today: datetime | None, wanted: Collection[str]
) -> Mapping[str, fixing.Repaired]:
    """Return what must be said of versions, by file; without an earlier catalogue that is nothing."""
    if before is None:
        return {}
    found = fixing.repaired(curricula, catalogue, before, day_of(today))
    return {one.file: one for one in found if one.file in wanted}


def _mended(
    file: str,
    data: bytes,
    repaired: fixing.Repaired | None,
    catalogue: Catalogue,
    steps: Collection[str],
) -> tuple[bytes, bool]:
    """Return a file as it ought to be, and whether all could be done."""
    whole = True
    if repaired:
        whole = repaired.after is not None
        data = repaired.after or data
    if LISTS in steps:
        done = settled(file, data, shape_of(file), catalogue.vocabulary)
        whole, data = whole and done is not None, data if done is None else done
    if FORM in steps:
        data = formatted(file, data, Form(shape_of(file), catalogue.vocabulary.locales or report.LANGUAGES))
    return data, whole


def _count(found: Collection[Mended], words: Words, *, dry: bool) -> None:
    name = "fix.would" if dry else "fix.done"
    click.echo(words(name, count=len(found), number=len(found)) if found else words("fix.nothing"))


def _told(one: fixing.Repaired, words: Words) -> None:
    """Say what becomes of each session."""
    for repair in one.repairs:
        click.echo(words("fix.session", course=repair.course, session=repair.session, steps=", ".join(_steps(repair))))


def _steps(repair: fixing.Repair) -> Iterator[str]:
    for name in ("revision", "updated"):
        old, new = getattr(repair.old, name), getattr(repair.new, name)
        if old != new:
            yield f"{name} {old} → {new}"


def _locales(curricula: Path) -> tuple[str, ...]:
    """Return the languages of the site, as the catalogue lists them."""
    tree = source.read(curricula, "vocabulary/locales.yaml").tree
    values = tree.get("values") if isinstance(tree, dict) else None
    found = tuple(str(one["id"]) for one in values or () if isinstance(one, dict) and "id" in one)
    return found or report.LANGUAGES


def _files(curricula: Path, paths: Iterable[Path]) -> list[str]:
    """Return the YAML files that are asked for, as paths below the catalogue's folder."""
    root = curricula.resolve()
    asked = [path.resolve() for path in paths] or [root]
    for path in asked:
        if not path.is_relative_to(root):
            raise click.BadParameter(f"{path.name} is not below {curricula}.", param_hint="PATHS")
    files = (one for path in asked for one in ([path] if path.is_file() else path.rglob("*.yaml")))
    return sorted({below(one, root) for one in files if not one.is_symlink()})


def below(path: PurePath, root: PurePath) -> str:
    """Return a path as findings name it: below the catalogue's folder, with forward slashes on every system."""
    return path.relative_to(root).as_posix()


def _read(curricula: Path, files: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for file in files:
        try:
            yield file, (curricula / file).read_bytes()
        except OSError as error:
            raise click.ClickException(f"{curricula / file} cannot be read: {error.strerror}.") from None


_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def _show(patch: str) -> None:
    """Show a patch, in colours where somebody looks on."""
    for line in patch.split("\n"):
        click.secho(line, fg=_COLOURS.get(line[:1]))
    click.echo()


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None
