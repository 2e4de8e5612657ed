"""The catalogue as it was: a folder, or what git keeps of one.

Git is asked for the bytes of the files themselves, so that no setting for archives or line ends can change them.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TypeVar

from pydantic import ValidationError

from norprem import source
from norprem.model import OSLO, Catalogue, Programme, Record, Standard

Versioned = TypeVar("Versioned", Programme, Standard)


class NotFound(Exception):
    """What was named is neither a folder nor a reference that git knows; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Then:
    """A catalogue at one point of its history.

    Attributes:
        name: what it is called in messages, for example `main:curricula`.
        folder: where its files lie; None where there was no catalogue yet.
        certain: whether git could tell where the work here left the history of the reference.
    """

    name: str
    folder: Path | None
    certain: bool = True


@contextmanager
def at(given: str, curricula: str, here: Path) -> Iterator[Then]:
    """Yield the catalogue that is meant; that of a reference lies in a folder which is gone afterwards.

    Args:
        given: a folder, which is taken as the catalogue it is, or a reference such as `main` or `HEAD~3`.
        curricula: the catalogue's folder, seen from the top of the repository; folders have no need of it.
        here: a folder within the repository, and the one that `given` is seen from.

    Raises:
        NotFound: `given` is neither, `curricula` leads out of the repository, or git is missing.
    """
    if _is_folder(here, given):
        yield Then(given, here / given)
        return
    inside = _inside(curricula)
    commit = _commit(given, here)
    with TemporaryDirectory(prefix="norprem-") as temporary:
        folder = Path(temporary) / "curricula"
        found = _write(commit, inside, here, folder)
        yield Then(f"{given}:{inside}", folder if found else None)


@contextmanager
def base(given: str, root: Path, here: Path) -> Iterator[Then]:
    """Yield the catalogue that the work on one began with, so that what others did meanwhile is not compared.

    Args:
        given: a folder, or a reference such as `main`: the commit is meant at which the history here left it.
        root: the catalogue's folder now; with a reference, within a git repository.
        here: the folder that `given` is seen from.

    Raises:
        NotFound: `given` is neither, or git is missing.
    """
    if _is_folder(here, given):
        yield Then(given, here / given)
        return
    commit = _commit(given, root)
    fork = _git(root, "merge-base", commit, "HEAD")
    inside = os.fsdecode(_git(root, "rev-parse", "--show-prefix") or b"").strip("\n/")
    with TemporaryDirectory(prefix="norprem-") as temporary:
        folder = Path(temporary) / "curricula"
        found = _write(fork.decode().strip() if fork else commit, inside, root, folder)
        yield Then(given, folder if found else None, fork is not None)


def _is_folder(here: Path, given: str) -> bool:
    try:
        return bool(given) and (here / given).is_dir()
    except OSError:  # no folder has a name that long
        return False


def _inside(curricula: str) -> str:
    """Return a folder of the repository as git names it; nothing for its top."""
    path = PurePosixPath(curricula.replace(os.sep, "/"))
    if path.is_absolute() or ".." in path.parts:
        raise NotFound(f"{curricula} must be a folder within the repository, seen from its top.")
    return "/".join(path.parts)


def _commit(given: str, here: Path) -> str:
    """Return the commit that a reference means."""
    if given.startswith("-") or not given.isprintable() or not given:
        raise NotFound(f"{given!r} is neither a folder nor a git reference.")
    if _git(here, "rev-parse", "--git-dir") is None:
        raise NotFound(f"there is no folder {given}, and no git repository here to look for it in.")
    commit = _git(here, "rev-parse", "--verify", "--quiet", f"{given}^{{commit}}")
    if commit is None:
        raise NotFound(f"there is no folder {given}, and git knows no such reference.{_hint(here)}")
    return commit.decode().strip()


def _hint(here: Path) -> str:
    """Say what to do where a clone holds only the newest commits, as those of continuous integration often do."""
    if _git(here, "rev-parse", "--is-shallow-repository") != b"true\n":
        return ""
    return " This clone is shallow: fetch the reference first, for example with `git fetch --unshallow origin`."


@contextmanager
def tree(given: str | None, folders: Sequence[str], here: Path) -> Iterator[Path]:
    """Yield a folder that has some folders of the repository as a reference has them; what it lacks is empty there.

    Nothing is checked out and nothing is run: the files are read from git's own store, links lead nowhere outside.

    Args:
        given: a reference; without one, the files as they lie there now.
        folders: seen from the top of the repository.
        here: the top of the repository.

    Raises:
        NotFound: git knows no such reference.
    """
    if given is None:
        yield here
        return
    commit = _commit(given, here)
    with TemporaryDirectory(prefix="norprem-") as temporary:
        for name in folders:
            if not _write(commit, _inside(name), here, Path(temporary) / name):
                (Path(temporary) / name).mkdir()
        yield Path(temporary)


def fork(base: str, head: str | None, here: Path) -> str:
    """Return the commit at which the history of `head`, or of the work here, left that of `base`.

    Raises:
        NotFound: git knows no such references, or they have nothing in common.
    """
    found = _git(here, "merge-base", _commit(base, here), _commit(head or "HEAD", here))
    if found is None:
        raise NotFound(f"{base} and {head or 'HEAD'} have no history in common.{_hint(here)}")
    return found.decode().strip()


def packed(here: Path, top: str) -> bytes:
    """Return the files of the newest commit as an archive (tar) in which they lie below `top`.

    Raises:
        NotFound: there is no git repository here.
    """
    found = _git(here, "archive", "--format=tar", f"--prefix={top}/", "HEAD")
    if found is None:
        raise NotFound("there is no git repository here.")
    return found


def version(here: Path) -> str:
    """Return what the newest commit is called: its tag, or its number behind the last one; nothing without git."""
    return (_git(here, "describe", "--tags", "--always", "HEAD") or b"").decode().strip()


_FILE, _LINK = "1006", "1200"
"""How git begins the mode of a file, and that of a link."""


def _write(commit: str, inside: str, here: Path, folder: Path) -> bool:
    """Write the files below a folder of a commit; tell whether that folder was there."""
    listed = _git(here, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:{inside}")
    if listed is None:
        return False
    folder.mkdir()
    heads = [(head.decode(), os.fsdecode(name)) for head, _, name in map(_halves, listed.split(b"\0")) if name]
    wanted = sorted((head[:4] == _LINK, name, head.split()[2]) for head, name in heads if head[:4] in (_FILE, _LINK))
    contents = _contents(here, [content for _, _, content in wanted])
    for (link, name, _), content in zip(wanted, contents, strict=True):
        _put(folder, name, content, link=link)
    return True


def _halves(entry: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what git says of a file, and the file's name."""
    return entry.partition(b"\t")


def _put(folder: Path, name: str, content: bytes, *, link: bool) -> None:
    """Write a file or a link; links come last, so that nothing is ever written through one."""
    path = folder / name
    if {"..", ".", ""} & set(name.split("/")) or not path.parent.resolve().is_relative_to(folder.resolve()):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if not link:
        path.write_bytes(content)
    elif not path.exists():
        path.symlink_to(os.fsdecode(content))


def _contents(here: Path, objects: Sequence[str]) -> Iterator[bytes]:
    """Yield what objects hold, in their order, from one call of git."""
    answer = _git(here, "cat-file", "--batch", given="".join(f"{one}\n" for one in objects).encode())
    if answer is None:
        raise NotFound("git cannot read the files of that reference.")
    start = 0
    for _ in objects:
        end = answer.index(b"\n", start)
        if answer.endswith(b" missing", start, end):
            raise NotFound("git cannot read the files of that reference.")
        size = int(answer[start:end].rsplit(b" ", 1)[1])
        yield answer[end + 1 : end + 1 + size]
        start = end + size + 2


_HOME: Mapping[type[Programme | Standard], tuple[str, str]] = {
    Programme: ("programmes", "version"),
    Standard: ("standards", "edition"),
}
"""The folder of a kind of record, and the field that numbers its versions."""


def previous_record(root: Path, kind: type[Versioned], own: str, current: str) -> Versioned | None:
    """Return a record as it was before its current version.

    Args:
        root: the catalogue's folder, within a git repository.
        kind: `Programme` or `Standard`.
        own: id of the record.
        current: its version or edition now.

    Returns:
        What the newest commit says in which it has another version and can be read; None where there is no git, no
        history or only the newest part of it.
    """
    folder, field = _HOME[kind]
    file = f"{folder}/{own}.yaml"
    if not root.is_dir() or _git(root, "rev-parse", "--is-shallow-repository") != b"false\n":
        return None
    for commit in (_git(root, "log", "--format=%H", "--", file) or b"").decode().split():
        data = _git(root, "show", f"{commit}:./{file}")
        tree = source.parse(file, data).tree if data is not None else None
        if isinstance(tree, dict) and tree.get(field) != current:
            try:
                return kind.model_validate(tree)
            except ValidationError:
                continue
    return None


def earlier(root: Path, catalogue: Catalogue) -> Mapping[tuple[type[Record], str], Standard | Programme]:
    """Return what the records that have had more than one version were before, by kind and id, as far as git knows."""
    found: dict[tuple[type[Record], str], Standard | Programme] = {}
    for standard in catalogue.standard.values():
        if len(standard.changes) > 1 and (before := previous_record(root, Standard, standard.id, standard.edition)):
            found[Standard, standard.id] = before
    for programme in catalogue.programme.values():
        if len(programme.changes) > 1 and (was := previous_record(root, Programme, programme.id, programme.version)):
            found[Programme, programme.id] = was
    return found


@dataclass(frozen=True, slots=True)
class Day:
    """What the commits of one day did to the files of a folder.

    Attributes:
        on: the day, in Norway.
        files: the files that are other than the day before, by path below the folder: the objects that git kept them as
            before and after; None where there was no file.
    """

    on: date
    files: Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Past:
    """The days on which a folder changed, as far back as anybody looks.

    Attributes:
        since: the day from which nothing is missing.
        days: oldest first.
    """

    since: date
    days: tuple[Day, ...]


LONGEST = timedelta(days=400)
"""How far back days are told: a year, and some weeks for those who look once a year."""

COMMITS = 200
"""How many commits are looked at; those of one day count as many, so that the cost has a bound."""


def past(root: Path, today: date) -> Past | None:
    """Return how a folder came to be what the newest commit has, day by day.

    The first parent of every commit is followed: what came with a branch came on the day it was merged. The clock of a
    commit may be wrong. No day is therefore earlier than the one before it, and one after `today` is not believed.

    Returns:
        None where there is no git, where the folder is not in it, or where only the newest part of its history is here.
    """
    if not root.is_dir() or _git(root, "rev-parse", "--is-shallow-repository") != b"false\n":
        return None
    # The settings that a user may have made for `git log` are all overruled.
    plain = ("--no-show-signature", "--no-renames", "--no-abbrev", "--no-ext-diff", "--relative", "--no-notes")
    words = ("log", "--first-parent", "--diff-merges=first-parent", f"--max-count={COMMITS}", "--raw", "-z", *plain)
    answer = _git(root, "-c", "log.showRoot=true", "-c", "log.follow=false", *words, "--format=%x01%ct", "--", ".")
    commits = _dated(tuple(_commits(answer or b""))[::-1], today)
    if not commits:
        return None
    since = max(today - LONGEST, commits[0][0])
    days = (_day(on, [files for _, files in own]) for on, own in groupby(commits, lambda commit: commit[0]))
    return Past(since, tuple(day for day in days if day.on >= since and day.files))


_Files = dict[str, tuple[str | None, str | None]]


def _commits(answer: bytes) -> Iterator[tuple[datetime, _Files]]:
    """Yield the moment of every commit and its files, in the order of git's answer."""
    moment: datetime | None = None
    files: _Files = {}
    parts = iter(answer.split(b"\0"))
    for part in parts:
        if part.startswith(b"\x01"):
            if moment:
                yield moment, files
            moment, files = datetime.fromtimestamp(int(part[1:]), OSLO), {}
        elif part.lstrip(b"\n").startswith(b":"):
            modes = part.decode().lstrip("\n:").split()
            files[os.fsdecode(next(parts))] = _object(modes[0], modes[2]), _object(modes[1], modes[3])
    if moment:
        yield moment, files


def _object(mode: str, name: str) -> str | None:
    return name if mode.startswith(_FILE) else None


def _dated(commits: Sequence[tuple[datetime, _Files]], today: date) -> list[tuple[date, _Files]]:
    """Return commits, oldest first, with days that never go back and are never ahead."""
    dated: list[tuple[date, _Files]] = []
    for moment, files in commits:
        last = dated[-1][0] if dated else min(moment.date(), today)
        dated.append((max(last, moment.date()) if moment.date() <= today else last, files))
    return dated


def _day(on: date, commits: Iterable[_Files]) -> Day:
    """Join the commits of a day, oldest first, to what the day came to."""
    files: _Files = {}
    for commit in commits:
        for file, (before, after) in commit.items():
            files[file] = files[file][0] if file in files else before, after
    return Day(on, {file: pair for file, pair in files.items() if pair[0] != pair[1]})


def contents(root: Path, objects: Sequence[str]) -> dict[str, bytes]:
    """Return what objects hold, by their names.

    Raises:
        NotFound: git does not have them all.
    """
    return dict(zip(objects, _contents(root, objects), strict=True)) if objects else {}


def heads(root: Path) -> Mapping[str, str]:
    """Return the objects of the files that are on disk as the newest commit has them, by path below the folder."""
    listed = _git(root, "ls-tree", "-r", "-z", "HEAD")
    edited = _git(root, "diff-index", "--name-only", "--no-renames", "--relative", "-z", "HEAD", "--", ".")
    if listed is None or edited is None:
        return {}
    differ = set(edited.split(b"\0"))
    entries = map(_halves, listed.split(b"\0"))
    return {os.fsdecode(name): head.decode().split()[2] for head, _, name in entries if name not in differ}


_OWN = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"})
"""Settings by which git, when it runs this as one of its hooks, would point at another repository than the one here."""


def _git(here: Path, *words: str, given: bytes = b"") -> bytes | None:
    """Return what git answers; None where it fails, or is not there at all."""
    command = ("git", "--literal-pathspecs", "-c", "core.quotePath=false", *words)
    environment = {key: value for key, value in os.environ.items() if key not in _OWN}
    try:
        done = subprocess.run(command, cwd=here, env=environment, input=given, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
