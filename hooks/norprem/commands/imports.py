"""The command `norprem import`: take in a partner's calendar or table.

Exit codes: 0 all was taken in, 1 something could not be, 2 the command was not understood.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from norprem import report
from norprem.commands.forms import form
from norprem.commands.terminal import day_of, say
from norprem.imports.events import Trouble
from norprem.imports.fetch import PUBLIC, Net
from norprem.imports.merge import Aim, Plan, calendar_of, earliest
from norprem.imports.run import READERS, Source, plan, write
from norprem.load import load
from norprem.model import Catalogue
from norprem.vocabulary import nearest
from norprem.words import Words

Command = Callable[..., Any]


def _options(command: Command) -> Command:
    """Add the options that every import has."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    day = click.DateTime(["%Y-%m-%d"])
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing."),
        click.option("--since", type=day, help="Leave out what ended before this day; a year ago by default."),
        click.option(
            "--curricula", type=folder, default="curricula", show_default=True, help="The catalogue's folder."
        ),
        click.option("--today", type=day, help="As if it were this day."),
        click.option("--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True),
    ):
        command = option(command)
    return command


@click.group("import")
def importing() -> None:
    """Turn a partner's calendar or table into course files."""


_SAME = {"xlsx": "csv"}
"""A table is the same source, however it was saved."""


def _command(form: str) -> None:
    @importing.command(form, help=f"Take in FILE-or-ADDRESS, which is in the format {form.upper()}.")
    @click.argument("given", metavar="FILE-or-ADDRESS")
    @click.option("--region", required=True, help="The region the courses belong to.")
    @click.option("--provider", required=True, help="The provider, an id from providers.yaml.")
    @click.option("--calendar", help="Id of this source, where a provider has several in one region.")
    @_options
    @click.pass_context
    def one(
        context: click.Context, /, given: str, region: str, provider: str, calendar: str | None, **options: Any
    ) -> None:
        _take(
            context,
            [(Source(form, given), calendar or calendar_of(provider, region, _SAME.get(form, form)), region, provider)],
            **options,
        )


for _form in READERS:
    _command(_form)
importing.add_command(form)


@importing.command("all")
@click.option("--always", is_flag=True, help="Exit with 0 also where something could not be taken in.")
@_options
@click.pass_context
def everything(context: click.Context, /, curricula: Path, always: bool, **options: Any) -> None:
    """Take in every source that is listed in imports.yaml."""
    feeds = [entry.record for entry in load(curricula).catalogue.feeds]
    known = [feed for feed in feeds if feed.format in READERS]
    wanted = [(Source(feed.format, str(feed.address)), feed.id, feed.region, feed.provider) for feed in known]
    strange = next((source.given for source, *_ in wanted if not source.remote), None)
    if strange or len(known) < len(feeds):
        raise click.UsageError(
            "imports.yaml has a source that is no address or has no known format: run norprem check."
        )
    _take(context, wanted, curricula=curricula, always=always, **options)


Wanted = tuple[Source, str, str, str]
"""A source, the id of its calendar, a region and a provider."""


def _take(
    context: click.Context,
    wanted: list[Wanted],
    *,
    curricula: Path,
    today: datetime | None,
    since: datetime | None,
    language: str,
    dry_run: bool,
    always: bool = False,
) -> None:
    """Take sources in, one after the other, and say what was done."""
    words, day = Words.load(language), day_of(today)
    net = context.obj if isinstance(context.obj, Net) else PUBLIC
    failed = False
    for source, calendar, region, provider in wanted:
        catalogue = load(curricula).catalogue
        _known(catalogue, region, provider, calendar)
        aim = Aim(calendar, region, provider, day, since.date() if since else earliest(day))
        if not source.remote and not Path(source.given).is_file():
            raise click.BadParameter(f"there is no file {source.given}.", param_hint="FILE-or-ADDRESS")
        done = plan(curricula, catalogue, aim, source, net)
        if not dry_run:
            write(curricula, done)
        _tell(source, done, words, curricula, dry_run=dry_run)
        failed = failed or any(not one.warning for one in done.troubles)
    if failed and not always:
        context.exit(1)


def _known(catalogue: Catalogue, region: str, provider: str, calendar: str) -> None:
    """Refuse ids that are not there, with the one that was probably meant."""
    regions = catalogue.vocabulary["regions"].values
    known = {"--region": (region, [one.id for one in regions]), "--provider": (provider, list(catalogue.provider))}
    for option, (found, choices) in known.items():
        if found not in choices:
            near = nearest(found, choices)
            hint = f" Did you mean {near}?" if near else ""
            raise click.BadParameter(f"there is no {found}.{hint}", param_hint=option)
    if not all(
        part.isascii() and part.isalnum() and part.islower() for part in calendar.split("-") if not part.isdigit()
    ):
        raise click.BadParameter("small letters, digits and hyphens only.", param_hint="--calendar")


def _tell(source: Source, done: Plan, words: Words, curricula: Path, *, dry_run: bool) -> None:
    for trouble in done.troubles:
        say(f"{source.shown}:{trouble.line}: {told(trouble, words)}" if trouble.line else told(trouble, words))
    for path in done.files:
        say(words("imports.would-write" if dry_run else "imports.written", file=(curricula / path).as_posix()))
    numbers = [words(f"imports.count-{name}", number=count) for name in COUNTED if (count := done.counts.get(name, 0))]
    say(f"{source.shown}: {', '.join(numbers) or words('imports.count-nothing')}.")


COUNTED = ("new", "drafts", "changed", "same", "kept", "gone", "unsure", "dropped", "over")
"""What is counted, in the order it is told."""


def told(trouble: Trouble, words: Words) -> str:
    """Return what is wrong on one line."""
    kind = words("imports.warning" if trouble.warning else "imports.error")
    return f"{kind} {trouble.code} {words(f'imports.{trouble.code}', **trouble.values)}"
