"""The command `norprem new`: ask what a new record needs, and write a commented file that passes the checks.

Exit codes: 0 written, 1 not written because of what the checks found, 2 the command was not understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from norprem import build, report, source
from norprem.commands.asking import Asker
from norprem.commands.terminal import day_of, say
from norprem.findings import Finding, Severity
from norprem.findings import Path as Way
from norprem.formatting import Form, formatted
from norprem.kinds import KINDS, Kind, Shape
from norprem.load import load
from norprem.questions import LOCALES, Known, Question, Refused, complete, missing, questions
from norprem.sheet import Sheet, template
from norprem.words import Words

_PAGED = frozenset({"pathway"})
"""Kinds of records that are judged together with the pages that show them."""


@click.group()
def new() -> None:
    """Write a new, commented file: asks for what it needs, or takes it from options."""


@dataclass(frozen=True)
class Desk:
    """What a new record is made from.

    Attributes:
        folder: the catalogue's folder as it was named.
        docs: folder of the pages, where the record is judged together with them.
        answers: what has been answered, by its way through the record.
    """

    kind: Kind
    folder: Path
    docs: Path | None
    today: date
    words: Words
    known: Known
    answers: dict[Way, Any] = field(default_factory=dict)

    @property
    def tree(self) -> dict[str, Any]:
        """What the file says."""
        return complete(self.kind, self.answers, self.today, self.known.catalogue.vocabulary)

    @property
    def file(self) -> str:
        """Where the file goes below the catalogue's folder."""
        tree = self.tree
        return self.kind.file(tree[self.kind.key], tree.get("region", ""))

    @property
    def data(self) -> bytes:
        """The bytes of the file, in their one form."""
        text = Sheet(template(self.folder, self.kind.name)).filled(self.tree)
        locales = self.known.catalogue.vocabulary.locales or LOCALES
        return formatted(self.file, text.encode("utf-8"), Form(Shape(self.kind.model), locales))

    def found(self, file: str) -> list[Finding]:
        """Return what the checks say of the file."""
        checked = build.check(self.folder, self.today, docs=self.docs)
        return [one for one in checked.findings if one.spot.file == file]


def _command(kind: Kind) -> None:
    @new.command(kind.name, help=f"Write a new {kind.name}.")
    @click.option("--curricula", type=_FOLDER, default="curricula", show_default=True, help="The catalogue's folder.")
    @click.option("--docs", type=click.Path(file_okay=False, path_type=Path), default="docs", show_default=True)
    @click.option("--no-input", is_flag=True, help="Ask nothing; what is missing is an error.")
    @click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day.")
    @click.option("--language", type=click.Choice(report.LANGUAGES), default="nb", show_default=True)
    @_options(kind)
    def one(
        curricula: Path, docs: Path, no_input: bool, today: datetime | None, language: str, **given: tuple[str, ...]
    ) -> None:
        pages = docs if kind.name in _PAGED and docs.is_dir() else None
        desk = Desk(
            kind,
            curricula,
            pages,
            day_of(today),
            Words.load(language),
            Known(load(curricula, docs=pages).catalogue),
        )
        _run(desk, given, no_input=no_input)


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def _options(kind: Kind) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what adds an option for every question to a command."""

    def added(command: Callable[..., None]) -> Callable[..., None]:
        for question in reversed(questions(kind)):
            about = " ".join(part for part in (_about(question), "May be repeated." * question.several) if part)
            option = click.option(
                question.flag, question.name, multiple=True, help=about or None, shell_complete=_completer(question)
            )
            command = option(command)
        return command

    return added


def _about(question: Question) -> str:
    return f"From {question.closed}." if question.closed else ""


def _completer(question: Question) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what offers the values of a closed list to the shell; it reads that list and nothing else."""

    def offered(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
        folder = Path(context.params.get("curricula") or "curricula")
        listed = source.read(folder, f"vocabulary/{question.closed}.yaml").tree if question.closed else None
        if question.closed == "providers":
            listed = source.read(folder, "providers.yaml").tree
        return [
            CompletionItem(one, help=name) for one, name in _offered(listed) if typed.lower() in f"{one} {name}".lower()
        ]

    return offered


def _offered(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield id and Norwegian name of every value of a list, as far as they can be read."""
    lists = (value for value in tree.values() if isinstance(value, list)) if isinstance(tree, dict) else ()
    for one in (one for values in lists for one in values if isinstance(one, dict) and "id" in one):
        name = one.get("label") or one.get("name")
        yield str(one["id"]), str(name.get("nb", "")) if isinstance(name, dict) else ""


def _run(desk: Desk, given: Mapping[str, tuple[str, ...]], *, no_input: bool) -> None:
    asker = Asker(desk.known, desk.words)
    for question in questions(desk.kind):
        if typed := given.get(question.name):
            desk.answers[question.path] = _given(desk, question, ",".join(typed) if question.several else typed[-1])
    if no_input:
        if left := missing(desk.kind, desk.answers, desk.today):
            told = " ".join(question.flag for question in left)
            raise click.UsageError(desk.words("new.missing", flags=told))
    else:
        asker.begin(desk.kind)
        asker.fill(desk.kind, desk.answers, desk.today)
    _finish(desk, asker, no_input=no_input)


def _given(desk: Desk, question: Question, typed: str) -> Any:
    typed = typed.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # as a system without UTF-8 hands it on
    try:
        return desk.known.answer(question, typed)
    except Refused as refused:
        raise click.BadParameter(Asker.told(refused.finding, desk.words), param_hint=question.flag) from None


def _finish(desk: Desk, asker: Asker, *, no_input: bool) -> None:
    """Write the file and check it; what the checks object to is asked for again, or the file is taken back."""
    while True:
        file = desk.file
        path = desk.folder / file
        _write(path, desk.data, desk.words)
        try:
            found = desk.found(file)
            again = [] if no_input else list(_asked_again(desk, found))
            errors = any(report.severity(one) is Severity.ERROR for one in found)
        except BaseException:
            path.unlink()
            raise
        if not errors and not again:
            break
        path.unlink()
        say(report.as_text(found, desk.words.locale, prefix=f"{desk.folder.as_posix()}/", files=1))
        if not again:
            say(desk.words("new.taken-back", file=path.as_posix()))
            raise click.exceptions.Exit(1)
        for question in again:
            desk.answers[question.path] = asker.ask(question)
    if found:
        say(report.as_text(found, desk.words.locale, prefix=f"{desk.folder.as_posix()}/", files=1))
    say(desk.words("new.next" if desk.kind.name != "method" else "new.next-method", file=path.as_posix(), id=path.stem))


def _asked_again(desk: Desk, found: Iterable[Finding]) -> Iterator[Question]:
    """Yield the questions whose answers the checks object to, each once."""
    told = [one.spot.path for one in found if report.severity(one) is Severity.ERROR]
    for question in questions(desk.kind):
        if question.path in desk.answers and any(path and _same(path, question.path) for path in told):
            yield question


def _same(found: Way, asked: Way) -> bool:
    """Tell whether a finding is about an answer, or about the text it is a part of."""
    return found[: len(asked)] == asked or (asked[-1] in LOCALES and found == asked[:-1])


def _write(path: Path, data: bytes, words: Words) -> None:
    """Write a file that is not there yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise click.ClickException(words("new.exists", file=path.as_posix())) from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None


for _kind in KINDS.values():
    _command(_kind)
