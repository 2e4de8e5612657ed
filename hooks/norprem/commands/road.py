"""The commands that the workflows of the repository call.

The workflows only call them. What GitHub answered comes as a file, never as an argument, and what is handed on to the
next step is checked here first. Exit codes: 0 done, 1 there are findings or nothing fits, 2 not understood.
"""

from __future__ import annotations

import gzip
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from norprem import build, history, release, report, upkeep
from norprem import labels as labelling
from norprem import links as linking
from norprem import review as reviewing
from norprem.commands.forms import FORM_MESSAGE
from norprem.commands.terminal import day_of, say
from norprem.comment import bounded, code, marker
from norprem.load import load
from norprem.words import Words

_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
_WRITE = click.Path(dir_okay=False, path_type=Path)
_TODAY = click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day.")
_OUTPUT = click.option("--output", type=_WRITE, help="Add what was found to this file, which a workflow reads.")
_LANGUAGE = click.option("--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True)
_FOLDERS = ("curricula", "docs")


@click.command()
@click.option("--base", required=True, help="A git reference: what the proposal is to be merged into.")
@click.option("--head", help="A git reference: the proposal. It is read from git and not checked out.")
@click.option("--site", default="https://norprem.example/", show_default=True, help="Address of the site.")
@click.option("--language", type=click.Choice(("both", *report.LANGUAGES)), default="both", show_default=True)
@click.option("--preview", default="", help="Address of the built preview.")
@_TODAY
def review(base: str, head: str | None, site: str, language: str, preview: str, today: datetime | None) -> None:
    """Say what a proposal changes, as Markdown for a comment; faults are told, and are no failure."""
    here = Path.cwd()
    try:
        left = history.fork(base, head, here)
        with history.tree(left, _FOLDERS, here) as before, history.tree(head, _FOLDERS, here) as after:
            proposal = _proposal(before, after, site, day_of(today))
    except history.NotFound as error:
        raise click.UsageError(str(error)) from None
    spoken = report.LANGUAGES if language == "both" else (language,)
    if preview and not _ADDRESS.fullmatch(preview):
        raise click.BadParameter("this is no address.", param_hint="--preview")
    say(reviewing.markdown(proposal, [Words.load(one) for one in spoken], preview))


_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._/-]*)?")


def _proposal(before: Path, after: Path, site: str, today: date) -> reviewing.Proposal:
    was = load(before / "curricula").catalogue
    checked = build.check(after / "curricula", today, before=was, docs=after / "docs")
    files = reviewing.differing(before, after, _FOLDERS)
    return reviewing.Proposal(was, checked, files, site if site.endswith("/") else f"{site}/")


@click.command("upkeep")
@click.option("--links", "state", type=_WRITE, default=".cache/links.json", show_default=True)
@click.option("--strikes", type=click.IntRange(1, 100), default=4, show_default=True)
@click.option("--imports", "told", type=_READ, help="A file with what the last import said.")
@_TODAY
@_LANGUAGE
def due(state: Path, strikes: int, told: Path | None, today: datetime | None, language: str) -> None:
    """Say what falls due, as Markdown for the issue that is kept: reviews, consents, links, imports."""
    checked = build.check(Path("curricula"), day_of(today), docs=Path("docs"))
    try:
        failing = linking.read(state.read_text("utf-8")) if state.exists() else {}
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{state}: {error}", param_hint="--links") from None
    troubles = told.read_text("utf-8", "replace") if told else ""
    say(upkeep.markdown(checked, failing, strikes, troubles, Words.load(language)))


_NAME = re.compile(r"pull-([1-9]\d{0,8})")
_SHA = re.compile(r"[0-9a-f]{40}")


@click.command()
@click.option("--artifacts", required=True, type=_READ, help="The artifacts of a run, as GitHub lists them.")
@click.option("--pull", "told", type=_READ, help="The pull request, as GitHub describes it.")
@click.option("--head", help="The commit that the run was made for.")
@_OUTPUT
def pull(artifacts: Path, told: Path | None, head: str | None, output: Path | None) -> None:
    """Find the number of the pull request that a run was made for; with --pull, make sure that it is of that commit.

    The number stands in the name of an artifact, which the proposal itself may have given: it is only believed where
    GitHub says that the pull request has the commit that the run was made for.
    """
    names = [str(one.get("name", "")) for one in _json(artifacts).get("artifacts", []) if isinstance(one, dict)]
    numbers = [found[1] for name in names if (found := _NAME.fullmatch(name))]
    if len(numbers) != 1:
        raise click.ClickException("the run does not say which pull request it is of.")
    if told:
        described = _json(told)
        commit = described.get("head", {}).get("sha") if isinstance(described.get("head"), dict) else None
        if not (head and _SHA.fullmatch(head) and commit == head and described.get("number") == int(numbers[0])):
            raise click.ClickException("the pull request is not of that commit: somebody has pushed since, or it lies.")
    _put(output, f"number={numbers[0]}\n")
    click.echo(numbers[0])


@click.command("labels")
@click.option("--files", "listed", required=True, type=_READ, help="The files of a pull request, as GitHub lists them.")
@_OUTPUT
def labels(listed: Path, output: Path | None) -> None:
    """Say which labels a pull request gets, by the files it touches."""
    pages = json.loads(listed.read_text("utf-8"))
    files = [str(one["filename"]) for page in pages for one in (page if isinstance(page, list) else [page])]
    found = labelling.labels(files, [one.id for one in load(Path("curricula")).catalogue.vocabulary.regions])
    _put(output, f"labels={','.join(found)}\n")
    click.echo(",".join(found))


@click.command()
@click.argument("branch")
@click.option("--among", required=True, type=_READ, help="Pull requests, as `gh pr list` gives them.")
@_OUTPUT
def proposal(branch: str, among: Path, output: Path | None) -> None:
    """Find the open pull request from BRANCH, or from a branch below it where it ends with a slash.

    Tells its number, how many there are, and whether somebody has worked on it: then it is left alone.
    """
    listed = json.loads(among.read_text("utf-8"))
    found = [one for one in listed if isinstance(one, dict) and _is_from(str(one.get("headRefName", "")), branch)]
    commits = [commit for one in found for commit in one.get("commits") or []]
    touched = any(not str(one.get("messageHeadline", "")).startswith(FORM_MESSAGE) for one in commits)
    number = found[0].get("number") if found else None
    told = f"number={number if isinstance(number, int) else ''}\ncount={len(found)}\ntouched={str(touched).lower()}\n"
    _put(output, told)
    click.echo(told, nl=False)


def _is_from(name: str, branch: str) -> bool:
    return name.startswith(branch) if branch.endswith("/") else name == branch


@click.command()
@click.argument("file", type=_READ)
@_LANGUAGE
def quote(file: Path, language: str) -> None:
    """Print what the import said, as the text of a pull request."""
    words = Words.load(language)
    told = [f"- {code(line, 300)}" for line in file.read_text("utf-8", "replace").splitlines() if line.strip()]
    say(bounded([words("imports.proposal"), *told], words("review-note.cut")))


_BOT = "github-actions[bot]"


@click.command()
@click.argument("name", type=click.Choice(("form", "review", "upkeep")))
@click.option("--among", required=True, type=_READ, help="The comments or issues, as GitHub lists them.")
@click.option("--author", default=_BOT, show_default=True)
@_OUTPUT
def comment(name: str, among: Path, author: str, output: Path | None) -> None:
    """Find the comment, or the issue, that an earlier run wrote, so that it is updated and not repeated."""
    pages = json.loads(among.read_text("utf-8"))
    listed = [one for page in pages for one in (page if isinstance(page, list) else [page])]
    found: dict[str, Any] = next((one for one in listed if _is_ours(one, name, author)), {})
    own = {key: found.get(key) for key in ("id", "number") if isinstance(found.get(key), int)}
    _put(output, "".join(f"{key}={value}\n" for key, value in own.items()) or "id=\n")
    click.echo(own.get("id", ""))


def _is_ours(one: Any, name: str, author: str) -> bool:
    """Tell whether a program wrote it: anybody may write the line by which it is known."""
    who = one.get("user") if isinstance(one, dict) else None
    body = str(one.get("body") or "") if isinstance(one, dict) else ""
    return isinstance(who, dict) and who.get("login") == author and body.startswith(marker(name))


def _json(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise click.BadParameter(f"{file} is not what GitHub answers.")
    return told


def _put(output: Path | None, text: str) -> None:
    if output:
        with output.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)


@click.command("release")
@click.option("--site", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", "target", type=click.Path(file_okay=False, path_type=Path), default="dist", show_default=True)
@click.option("--requirements", type=_READ, default="requirements/site.txt", show_default=True)
def released(site: Path, target: Path, requirements: Path) -> None:
    """Write the archives of a release: source, site, data, what it was built with, and checksums."""
    here = Path.cwd()
    try:
        name = f"norprem-{_SAFE.sub('-', history.version(here)) or 'release'}"
        source = history.packed(here, name)
    except history.NotFound as error:
        raise click.UsageError(str(error)) from None
    files = {
        f"{name}-source.tar.gz": gzip.compress(source, mtime=0),
        f"{name}-site.tar.gz": release.archive(site, site.rglob("*"), f"{name}-site"),
        f"{name}-data.tar.gz": release.archive(site, release.data_files(site), f"{name}-data"),
        f"{name}.cdx.json": release.bill(requirements.read_text("utf-8"), "norprem", name.removeprefix("norprem-")),
    }
    files["SHA256SUMS"] = release.checksums(files)
    target.mkdir(parents=True, exist_ok=True)
    for file, data in files.items():
        (target / file).write_bytes(data)
        click.echo((target / file).as_posix())


_SAFE = re.compile(r"[^A-Za-z0-9._-]+")

COMMANDS = (review, due, pull, proposal, labels, quote, comment, released)
"""What the command `norprem` adds."""
