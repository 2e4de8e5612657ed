"""The command `norprem`: check the catalogue, explain a rule.

Exit codes: 0 nothing to mend, 1 findings, 2 the command was not understood.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from norprem import report, rules, source
from norprem.findings import Finding, Severity
from norprem.load import load
from norprem.model import OSLO
from norprem.vocabulary import nearest

_LANGUAGE = click.option(
    "--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True, help="Language of the messages."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="norprem")
def main() -> None:
    """Check the catalogue of courses, people and words in `curricula/`."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--curricula", type=click.Path(exists=True, file_okay=False, path_type=Path), default="curricula",
              show_default=True, help="The catalogue's folder.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(tuple(report.FORMATS)), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Check as if it were this day.")
@_LANGUAGE
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[Path, ...],
    curricula: Path,
    form: str,
    strict: bool,
    today: datetime | None,
    language: str,
) -> None:
    """Check all files, or show only what concerns PATHS."""
    wanted = tuple(_below(curricula, path) for path in paths)
    day = today.date() if today else build_day(os.environ)
    findings, files = checked(curricula, day)
    shown = [finding for finding in findings if _wanted(finding.spot.file, wanted)]
    prefix = f"{curricula.as_posix()}/"
    told = report.FORMATS[form](shown, language, prefix=prefix, files=files)
    if told:
        click.echo(told)
    if any(strict or report.severity(finding) is Severity.ERROR for finding in shown):
        context.exit(1)


def build_day(environment: os._Environ[str] | dict[str, str]) -> date:
    """Return the day to build for: SOURCE_DATE_EPOCH where it is set, else today in Norway."""
    epoch = environment.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), OSLO) if epoch else datetime.now(OSLO)
    return moment.date()


def checked(curricula: Path, today: date) -> tuple[list[Finding], int]:
    """Return all findings in the catalogue, placed and in order, and the number of files read."""
    loaded = load(curricula)
    found = [*loaded.findings, *rules.run(loaded.catalogue, rules.Context(today))]
    return source.place(curricula, found), loaded.files


def _below(curricula: Path, path: Path) -> str:
    """Return a path as the catalogue names it; one outside the catalogue is a wrong use of the command."""
    try:
        return path.resolve().relative_to(curricula.resolve()).as_posix()
    except ValueError:
        raise click.BadParameter(f"{path} is not below {curricula}") from None


def _wanted(file: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(one in ("", ".", file) or file.startswith(f"{one}/") for one in wanted)


@main.command()
@click.argument("code")
@_LANGUAGE
def explain(code: str, language: str) -> None:
    """Explain the rule CODE, for example K301."""
    known = rules.BY_CODE
    if code.upper() not in known:
        near = nearest(code.upper(), known)
        hint = f" Did you mean {near}?" if near else ""
        raise click.BadParameter(f"there is no rule {code}.{hint}", param_hint="CODE")
    click.echo(report.explanation(code.upper(), language))


if __name__ == "__main__":
    main()
