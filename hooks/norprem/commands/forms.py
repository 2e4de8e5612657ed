"""The commands `norprem import form` and `norprem forms`: the door for those who do not use git.

Exit codes of `import form`: 0 a file was written, 1 something is asked back, 2 the command was not understood, 3 there
is nothing to write (a fault in a page, or an issue that is none of the forms).
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import click

from norprem import formdesk, mailmerge, report
from norprem.commands.terminal import day_of
from norprem.form_templates import FOLDER, templates
from norprem.imports import forms as reading
from norprem.load import load
from norprem.words import Words

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)
_LARGEST = 1024 * 1024
FORM_MESSAGE = "data: from a form:"
"""How the message of a commit begins that was made of a form."""

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?")


@click.command("form")
@click.option(
    "--issue",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the text of the issue, or with the issue as GitHub's interface gives it.",
)
@click.option("--kind", type=click.Choice(tuple(reading.forms())), help="The form; without it, its headings tell.")
@click.option("--number", type=click.IntRange(1, 10**9), help="Number of the issue, where the file does not say.")
@click.option("--sender", help="Who sent it in, where the file does not say.")
@click.option("--curricula", type=_FOLDER, default="curricula", show_default=True, help="The catalogue's folder.")
@click.option("--docs", type=click.Path(file_okay=False, path_type=Path), default="docs", show_default=True)
@click.option("--message", type=_OUT, help="Write the message of the commit to this file.")
@click.option("--body", type=_OUT, help="Write the text of the pull request to this file.")
@click.option("--output", type=_OUT, help="Add `result=…` to this file, which a workflow reads.")
@click.option("--dry-run", is_flag=True, help="Answer, and write nothing to the catalogue.")
@click.option("--always", is_flag=True, help="Exit with 0 whatever the answer is, as a workflow wants it.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day.")
@click.option("--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True)
@click.pass_context
def form(
    context: click.Context,
    issue: Path,
    kind: str | None,
    number: int | None,
    sender: str | None,
    curricula: Path,
    docs: Path,
    message: Path | None,
    body: Path | None,
    output: Path | None,
    dry_run: bool,
    always: bool,
    today: datetime | None,
    language: str,
) -> None:
    """Turn an issue form into a file of the catalogue, or into one answer that says what must be put in another way.

    The answer is printed as Markdown, in the language of the form.
    """
    sent = _sent(issue, number, sender)
    filled = reading.read(sent.text)
    if filled is None or (kind and filled.form.kind != kind):
        click.echo(formdesk.unread(Words.load(language)), nl=False)
        _put(output, "result=none\n")
        context.exit(0 if always else 3)
    words = Words.load(filled.language)
    done = formdesk.outcome(filled, curricula, day_of(today), sent.number, docs)
    if not dry_run:
        formdesk.write(curricula, done.files)
    click.echo(formdesk.answer(done, words), nl=False)
    _put(output, f"result={done.result}\n")
    _put(message, _message(done, sent), fresh=True)
    _put(body, formdesk.described(done, sent.number, words), fresh=True)
    context.exit(0 if always else {"asked": 1, "report": 3}.get(done.result, 0))


class _Sent:
    """An issue: its text, its number and who wrote it."""

    def __init__(self, text: str, number: int, name: str, own: int | None) -> None:
        self.text, self.number, self.name, self.own = text, number, name, own


def _sent(file: Path, number: int | None, sender: str | None) -> _Sent:
    """Read the file of an issue, which is one of GitHub's interface or only the text."""
    data = file.read_bytes()[:_LARGEST]
    text = data.decode("utf-8", "replace")
    told: object = None
    if text.lstrip().startswith("{"):
        try:
            told = json.loads(text)
        except ValueError:
            told = None
    if isinstance(told, dict) and "body" in told:
        user = told.get("user") if isinstance(told.get("user"), dict) else {}
        own = user.get("id") if isinstance(user, dict) else None
        name = sender or str((user or {}).get("login", ""))
        found = number or told.get("number")
        sent = _Sent(str(told.get("body") or ""), found if isinstance(found, int) else 0, name, own)
    else:
        sent = _Sent(text, number or 0, sender or "", None)
    if not 0 < sent.number < 10**9:
        raise click.UsageError("give the number of the issue with --number.")
    if sent.name and not _NAME.fullmatch(sent.name):
        raise click.BadParameter("this is no name on GitHub.", param_hint="--sender")
    return sent


def _message(done: formdesk.Outcome, sent: _Sent) -> str:
    """Return the message of the commit, which credits the sender; nothing of what was typed is in it."""
    head = f"{FORM_MESSAGE} {done.filled.form.kind} (issue {sent.number})"
    if not sent.name:
        return f"{head}\n"
    if isinstance(sent.own, int) and sent.own > 0:
        return f"{head}\n\nCo-authored-by: {sent.name} <{sent.own}+{sent.name}@users.noreply.github.com>\n"
    return f"{head}\n\nSent in by {sent.name}.\n"


def _put(file: Path | None, text: str, *, fresh: bool = False) -> None:
    """Add to a file, or write it anew."""
    if file is None:
        return
    try:
        with file.open("w" if fresh else "a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None


@click.command("forms")
@click.option("--curricula", type=_FOLDER, default="curricula", show_default=True, help="The catalogue's folder.")
@click.option("--site", default="https://norprem.example/", show_default=True, help="Address of the site.")
@click.option("--to", "target", type=click.Path(file_okay=False, path_type=Path), default=FOLDER, show_default=True)
@click.option("--check", is_flag=True, help="Write nothing, and fail where a form is not as it ought to be.")
@click.pass_context
def written(context: click.Context, curricula: Path, site: str, target: Path, check: bool) -> None:
    """Write the issue forms from what is asked and from the closed lists."""
    made = dict(templates(load(curricula).catalogue, site))
    there = {one.name: one.read_text("utf-8") for one in target.glob("*.yml")} if target.is_dir() else {}
    differ = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
    if check:
        for name in differ:
            click.echo(f"{(target / name).as_posix()} is not as `norprem forms` writes it.", err=True)
        context.exit(1 if differ else 0)
    target.mkdir(parents=True, exist_ok=True)
    for name in differ:
        if name in made:
            (target / name).write_text(made[name], "utf-8", newline="\n")
        else:
            (target / name).unlink()
        click.echo((target / name).as_posix())


@click.command()
@click.argument("file", type=_OUT)
@click.option("--curricula", type=_FOLDER, default="curricula", show_default=True, help="The catalogue's folder.")
@click.option("--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True)
def sheet(file: Path, curricula: Path, language: str) -> None:
    """Write the empty table that a partner fills in, into FILE.xlsx or FILE.csv; `norprem import` takes it back."""
    if file.suffix not in (".xlsx", ".csv"):
        raise click.BadParameter("the name must end with .xlsx or .csv.", param_hint="FILE")
    vocabulary = load(curricula).catalogue.vocabulary
    data = mailmerge.as_xlsx(language, vocabulary) if file.suffix == ".xlsx" else mailmerge.as_csv(language)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(file.as_posix())
