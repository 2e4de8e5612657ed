"""The issue forms of the repository, written from what the forms ask and from the closed lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from norprem.imports.form_records import OTHER
from norprem.imports.forms import LANGUAGES, Field, Form, forms
from norprem.model import Catalogue
from norprem.words import Words

FOLDER = ".github/ISSUE_TEMPLATE"
LABEL = "skjema"
"""Label of every issue that came from a form; the workflow looks for it."""

_HEAD = (
    "# Skrevet av norprem forms; skal ikke redigeres. Written by norprem forms from forms.toml and the closed lists.\n"
)


class _Dumper(yaml.SafeDumper):
    """Writes lists with the indentation that the linter asks for."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists below their key."""
        super().increase_indent(flow, False)


def templates(catalogue: Catalogue, site: str) -> Iterator[tuple[str, str]]:
    """Yield the file name and text of every issue form, and of the file that stands beside them.

    Args:
        catalogue: whose closed lists are chosen from.
        site: address of the site, with a slash at the end.
    """
    for form in forms().values():
        for language in LANGUAGES:
            made = _form(form, language, catalogue)
            yield f"{form.words[language]['file']}.yml", _HEAD + _written(made)
    yield "config.yml", _HEAD + _written({"blank_issues_enabled": False, "contact_links": list(_links(site))})


def _written(tree: Mapping[str, Any]) -> str:
    return yaml.dump(dict(tree), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def _links(site: str) -> Iterator[Mapping[str, str]]:
    for language, prefix in zip(LANGUAGES, ("", "en/"), strict=True):
        words = Words.load(language)
        about = words("form.link-about")
        yield {"name": words("form.link-name"), "url": f"{site}{prefix}bidra/", "about": about}


def _form(form: Form, language: str, catalogue: Catalogue) -> Mapping[str, Any]:
    own, words = form.words[language], Words.load(language)
    intro = {"type": "markdown", "attributes": {"value": words("form.intro")}}
    return {
        "name": own["name"],
        "description": own["about"],
        "title": own["title"],
        "labels": [LABEL, form.kind],
        "body": [intro, *(_asked(one, language, catalogue) for one in form.fields)],
    }


_TYPES = {
    "line": "input",
    "text": "textarea",
    "lines": "textarea",
    "one": "dropdown",
    "many": "dropdown",
    "ticked": "checkboxes",
}


def _asked(one: Field, language: str, catalogue: Catalogue) -> Mapping[str, Any]:
    words = one.words[language]
    attributes: dict[str, Any] = {"label": words["label"]}
    if help_ := words.get("help"):
        attributes["description"] = help_
    if one.kind in ("one", "many"):
        attributes |= {"multiple": True} if one.kind == "many" else {}
        attributes["options"] = choices(one, language, catalogue)
    elif one.kind == "ticked":
        needed = {"required": True} if language in one.required else {}
        attributes["options"] = [{"label": text} | needed for text in words["statements"]]
    elif example := words.get("example"):
        attributes["placeholder"] = example
    required = {"validations": {"required": True}} if language in one.required and one.kind != "ticked" else {}
    return {"type": _TYPES[one.kind], "id": one.id, "attributes": attributes} | required


def choices(one: Field, language: str, catalogue: Catalogue) -> list[str]:
    """Return what may be chosen in a field, in a language, in the order readers see."""
    if one.listed == "providers":
        named = {provider.name.best(language)[1] for provider in catalogue.provider.values()}
        return [*sorted(named, key=str.casefold), *([OTHER[language]] if one.other else [])]
    return [value.label.best(language)[1] for value in catalogue.vocabulary[one.listed].values]
