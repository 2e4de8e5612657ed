"""Findings as text for a terminal, as annotations for GitHub, as JSON and as SARIF."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Mapping, Sequence

from norprem import sarif
from norprem.findings import Finding, Position, Severity
from norprem.remedy import right_line
from norprem.rules import BY_CODE
from norprem.rules.examples import example

_WORDS: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "error": "feil",
        "warning": "advarsel",
        "release": "{severity}, men feil ved utgivelse",
        "how": "Slik retter du",
        "right": "Riktig linje",
        "example": "Eksempel",
        "why": "Hvorfor",
        "nearest": " Mente du «{nearest}»?",
        "clean": "Ingen feil i {files}.",
        "count": "{errors} og {warnings} i {files}.",
        "more": "Kjør `norprem explain {code}` for å lese mer om en regel.",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "release": "{severity}, but an error in a release",
        "how": "How to mend it",
        "right": "The line put right",
        "example": "Example",
        "why": "Why",
        "nearest": " Did you mean “{nearest}”?",
        "clean": "No faults in {files}.",
        "count": "{errors} and {warnings} in {files}.",
        "more": "Run `norprem explain {code}` to read more about a rule.",
    },
}

_ONE_OR_MORE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "nb": {"error": ("feil", "feil"), "warning": ("advarsel", "advarsler"), "file": ("fil", "filer")},
    "en": {"error": ("error", "errors"), "warning": ("warning", "warnings"), "file": ("file", "files")},
}

LANGUAGES = tuple(_WORDS)
"""Languages that findings can be told in."""


def sentence(finding: Finding, language: str) -> str:
    """Return what is wrong on one line, with "did you mean" where a near value is known."""
    told = BY_CODE[finding.code].sentence(finding, language)
    if "nearest" in finding.spot.values:
        told += _WORDS[language]["nearest"].format_map(finding.spot.values)
    return _visible(" ".join(told.split()))


def remedy(finding: Finding, language: str) -> str:
    """Return how to mend it, with the values found."""
    return _visible(BY_CODE[finding.code].remedy(finding, language))


def severity(finding: Finding, *, release: bool = False) -> Severity:
    """Return how much a finding weighs, from day to day or where a release is checked."""
    return BY_CODE[finding.code].weight(release=release)


def as_text(findings: Sequence[Finding], language: str, *, prefix: str = "", files: int, release: bool = False) -> str:
    """Show every finding with its line, the place underlined and how to mend it, then a count.

    Args:
        findings: placed findings in order.
        language: `nb` or `en`.
        prefix: put before each file name, for example `curricula/`.
        files: number of files that were read.
        release: weigh the findings as for a release.
    """
    words = _WORDS[language]
    read = _counted(files, "file", language)
    blocks = [_block(finding, language, prefix, release=release) for finding in findings]
    if not findings:
        return words["clean"].format(files=read)
    number = sum(severity(finding, release=release) is Severity.ERROR for finding in findings)
    errors, warnings = _counted(number, "error", language), _counted(len(findings) - number, "warning", language)
    count = words["count"].format(errors=errors, warnings=warnings, files=read)
    return "\n\n".join((*blocks, f"{count} {words['more'].format(code=findings[0].code)}"))


def _counted(number: int, noun: str, language: str) -> str:
    return f"{number} {_ONE_OR_MORE[language][noun][number != 1]}"


def _block(finding: Finding, language: str, prefix: str, *, release: bool) -> str:
    rule, words = BY_CODE[finding.code], _WORDS[language]
    position = finding.position or Position(1, 1)
    place = f"{_file(finding, prefix)}:{position.line}:{position.column}"
    head = f"{place}: {words[rule.weight(release=release)]} {finding.code} {sentence(finding, language)}"
    return "\n".join((head, *excerpt(finding), *_mended(finding, language)))


def _mended(finding: Finding, language: str) -> list[str]:
    """Return how to mend it, and the line as it ought to be where no judgement is needed."""
    words, right = _WORDS[language], right_line(finding)
    told = [f"  {words['how']}: {remedy(finding, language)}"]
    return [*told, f"  {words['right']}: {_visible(right.strip())}"] if right else told


def _file(finding: Finding, prefix: str) -> str:
    """Return the path of the file; that of a page leads out of the catalogue's folder and in elsewhere."""
    path = f"{prefix}{finding.spot.file}"
    return posixpath.normpath(path) if finding.spot.file.startswith("../") else path


def excerpt(finding: Finding) -> list[str]:
    """Return the line with the place underlined; a long line is cut around the place."""
    position = finding.position or Position(1, 1)
    if not position.text.strip():
        return []
    start = max(0, position.column - 60) if len(position.text) > 110 else 0
    shown = _visible(position.text[start : start + 110])
    marks = " " * (position.column - 1 - start) + "^" * min(position.length, 110 - (position.column - 1 - start))
    number = str(position.line)
    return [f"  {number} | {shown}", f"  {' ' * len(number)} | {marks}"]


def _visible(line: str) -> str:
    """Replace what a terminal would act on or hide by a mark of the same width."""
    return "".join(char if char.isprintable() else "�" for char in line)


def as_github(
    findings: Sequence[Finding],
    language: str,
    *,
    prefix: str = "",
    files: int,  # noqa: ARG001
    release: bool = False,
) -> str:
    """Return one workflow command per finding, which GitHub shows on the line."""
    return "\n".join(_annotation(finding, language, prefix, release=release) for finding in findings)


def _annotation(finding: Finding, language: str, prefix: str, *, release: bool) -> str:
    rule = BY_CODE[finding.code]
    position = finding.position or Position(1, 1)
    place = ",".join(
        (
            f"file={_property(_file(finding, prefix))}",
            f"line={position.line}",
            f"col={position.column}",
            f"title={_property(f'{finding.code} {rule.slug}')}",
        )
    )
    message = f"{sentence(finding, language)} {remedy(finding, language)}"
    return f"::{rule.weight(release=release)} {place}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_json(findings: Sequence[Finding], language: str, *, prefix: str = "", files: int, release: bool = False) -> str:
    """Return all findings as one JSON document."""
    return json.dumps(
        {"files": files, "findings": [_fields(finding, language, prefix, release=release) for finding in findings]},
        ensure_ascii=False,
        indent=2,
    )


def _fields(finding: Finding, language: str, prefix: str, *, release: bool) -> dict[str, object]:
    rule = BY_CODE[finding.code]
    position = finding.position or Position(1, 1)
    return {
        "file": _file(finding, prefix),
        "line": position.line,
        "column": position.column,
        "path": list(finding.spot.path),
        "severity": rule.weight(release=release),
        "code": finding.code,
        "slug": rule.slug,
        "message": sentence(finding, language),
        "how": remedy(finding, language),
        "right": right_line(finding),
    }


def as_sarif(
    findings: Sequence[Finding],
    language: str,
    *,
    prefix: str = "",
    files: int,  # noqa: ARG001
    release: bool = False,
) -> str:
    """Return all findings as one SARIF 2.1.0 document, which code scanning and editors read."""
    told = [
        sarif.Told(finding, _file(finding, prefix), severity(finding, release=release), sentence(finding, language))
        for finding in findings
    ]
    return json.dumps(sarif.document(told, language), ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Callable[..., str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
    "sarif": as_sarif,
}
"""How findings can be told, by the name of the format."""


def example_sentence(code: str, language: str) -> str:
    """Return what would be said of the example of a rule.

    Raises:
        KeyError: there is no such rule.
    """
    return sentence(example(code), language)


def explanation(code: str, language: str) -> str:
    """Return a rule's whole manual: what, on an example, why and how."""
    rule, words, shown = BY_CODE[code], _WORDS[language], example(code)
    weight = words[rule.severity]
    if rule.release:
        weight = words["release"].format(severity=weight)
    paragraphs = (
        f"{rule.code} {rule.slug} ({weight})",
        "\n".join((f"{words['example']}: {sentence(shown, language)}", *excerpt(shown))),
        f"{words['why']}: {rule.manual[language].why}",
        "\n".join(line.removeprefix("  ") for line in _mended(shown, language)),
    )
    return "\n\n".join(paragraphs)


def has_errors(findings: Sequence[Finding], *, strict: bool = False, release: bool = False) -> bool:
    """Tell whether findings must stop a build; where it is strict, warnings do too, in a release some of them."""
    return any(strict or severity(finding, release=release) is Severity.ERROR for finding in findings)
