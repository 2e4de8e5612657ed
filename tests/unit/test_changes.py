"""What changed between two catalogues: every change is found, named once, and told in plain sentences."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from norprem import changes, source
from norprem.changes import Change, Kind, Part, What, formats
from norprem.changes.sentences import field_name
from norprem.load import load
from norprem.model import Catalogue, Course, Entry, Need, Person, Programme, Record, Standard
from norprem.text import Text
from tests.building import ROOT
from tests.unit import strategies as made
from tests.unit import test_coverage as reach

NB, EN = made.WORDS["nb"], made.WORDS["en"]
CURRICULA = ROOT / "curricula"
TREES: Mapping[type[Record], Any] = {
    model: source.read(CURRICULA / "_templates", f"{model.__name__.lower()}.yaml").tree
    for model in (Standard, Programme, Course, Person, Need)
}
"""Records in which every field that there is has a value."""


def catalogue(*records: Record) -> Catalogue:
    """Return a catalogue of these records."""
    of = {model: tuple(Entry("x.yaml", one) for one in records if type(one) is model) for model in TREES}
    return Catalogue(
        made.VOCABULARY,
        courses=of[Course],
        people=of[Person],
        standards=of[Standard],
        programmes=of[Programme],
        needs=of[Need],
    )


def full(model: type[Record], **updates: Any) -> Any:
    """Return a record of which every field has a value, with other values for some."""
    return model.model_validate(TREES[model] | updates)


def nb(old: Record, new: Record) -> list[str]:
    """Return what is said in Norwegian of two versions of a record."""
    return [changes.sentence(one, NB) for one in changes.compare(catalogue(old), catalogue(new))]


def en(old: Record, new: Record) -> list[str]:
    """Return what is said in English of two versions of a record."""
    return [changes.sentence(one, EN) for one in changes.compare(catalogue(old), catalogue(new))]


def standard(**updates: Any) -> Standard:
    return reach.standard(2, 3, 4).model_copy(update=updates)


def competence(one: Standard, place: int, **updates: Any) -> Standard:
    """Return a standard with something else in one competence."""
    tree = {"archived": None} | updates
    changed = type(one.competences[place]).model_validate(_raw(one.competences[place]) | tree)
    return one.model_copy(update={"competences": _put(one.competences, place, changed)})


def _put(items: tuple[Any, ...], place: int, item: Any) -> tuple[Any, ...]:
    return (*items[:place], item, *items[place + 1 :])


def _raw(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "code": one.code,
        "domain": one.domain,
        "kind": one.kind,
        "statement": dict(one.statement),
        "target": str(one.target),
        "topics": list(one.topics),
    }


PLAN: dict[str, Any] = {
    "modules": [
        {"id": "m1", "title": made.both("Arv", "Inheritance"), "hours": {"contact": "2"}, "outcomes": ["lo0"]},
        {"id": "m2", "title": made.both("Samtale", "Talk"), "after": ["m1"], "outcomes": ["lo1"]},
        {"id": "m3", "title": made.both("Praksis", "Practice"), "outcomes": []},
    ],
    "assessments": [{"id": "a1", "title": made.both("Prøve", "Test"), "form": "quiz", "level": "1", "tests": ["lo0"]}],
    "covers": [{"standard": "yrket", "edition": "1.0", "share": "0.5"}],
}
OUTCOMES = [
    {
        "id": f"lo{place}",
        "text": made.both(f"Kan {place}.", f"Can {place}."),
        "kind": "skill",
        "level": "2",
        "serves": [f"yrket/c{place}"],
    }
    for place in range(2)
]


def plan(outcomes: Any = OUTCOMES, **updates: Any) -> Programme:
    """Return a curriculum with three modules, two outcomes and an assessment."""
    plain = {key: value for key, value in TREES[Programme].items() if key in _NEEDED}
    tree = plain | {"id": "planen", "title": made.both("Planen", "The plan"), "outcomes": outcomes} | PLAN | updates
    return Programme.model_validate(tree)


_NEEDED = {name for name, field in Programme.model_fields.items() if field.is_required()}


def module(place: int, **updates: Any) -> list[Any]:
    """Return the modules with something else in one of them."""
    return list(_put(tuple(PLAN["modules"]), place, PLAN["modules"][place] | updates))


def outcome(place: int, **updates: Any) -> list[Any]:
    """Return the outcomes with something else in one of them."""
    return list(_put(tuple(OUTCOMES), place, OUTCOMES[place] | updates))


def test_the_real_catalogue_does_not_differ_from_itself() -> None:
    own = load(CURRICULA).catalogue
    assert changes.compare(own, own) == ()


@pytest.mark.parametrize("model", TREES)
def test_a_record_that_comes_goes_the_other_way(model: type[Record]) -> None:
    one = full(model)
    (came,) = changes.compare(catalogue(), catalogue(one))
    (went,) = changes.compare(catalogue(one), catalogue())
    assert (came.what, went.what) == (What.ADDED, What.REMOVED)
    assert (came.id, came.title, came.path) == (went.id, went.title, went.path)
    assert changes.sentence(came, NB).endswith(" er lagt til.")
    assert changes.sentence(went, EN).endswith(" was removed.")
    assert changes.summary([came], EN).endswith(" was added")


@pytest.mark.parametrize(
    ("old", "new", "nb_told", "en_told"),
    [
        (
            standard(),
            standard(edition="1.10"),
            "Utgaven er hevet fra 1.0 til 1.10.",
            "The edition was raised from 1.0 to 1.10.",
        ),
        (
            standard(edition="1.10"),
            standard(edition="1.9"),
            "Utgaven er senket fra 1.10 til 1.9.",
            "The edition was lowered from 1.10 to 1.9.",
        ),
        (
            standard(),
            competence(standard(), 0, target="3"),
            "Kompetanse 0 er hevet fra nivå 2 til nivå 3.",
            "Competence 0 was raised from level 2 to level 3.",
        ),
        (
            standard(),
            competence(standard(), 0, statement=made.both("Kan alt.", "Can do all.")),
            "Kompetanse 0 er omformulert fra «Kan noe.» til «Kan alt.»",
            "Competence 0 was reworded from “Kan noe.” to “Can do all.”",
        ),
        (
            standard(),
            competence(standard(), 0, statement=made.both("Kan noe.", "Can do something.")),
            "Kompetanse 0 er omformulert på engelsk fra «Kan noe.» til «Can do something.»",
            "Competence 0 was reworded in English from “Kan noe.” to “Can do something.”",
        ),
        (
            standard(),
            competence(standard(), 1, archived={"on": "2026-11-20", "reason": made.both("Slått sammen.", "Merged.")}),
            "Kompetanse 1 er tatt ut av bruk: «Slått sammen.»",
            "Competence 1 was taken out of use: “Merged.”",
        ),
        (
            competence(standard(), 1, archived={"on": "2026-11-20", "reason": made.both("Slått sammen.", "Merged.")}),
            standard(),
            "Kompetanse 1 er tatt i bruk igjen.",
            "Competence 1 was taken into use again.",
        ),
        (
            standard(),
            competence(standard(), 0, code="A.1"),
            "Kompetanse A.1: koden er endret fra 0 til A.1.",
            "Competence A.1: the code changed from 0 to A.1.",
        ),
        (
            standard(),
            competence(standard(), 0, topics=["rare-disease", "genetic-counselling"]),
            "Kompetanse 0: genetisk veiledning er lagt til i temaene.",
            "Competence 0: genetic counselling was added to the list of topics.",
        ),
        (
            standard(),
            competence(standard(), 0, maps=[{"source": "kilden", "code": "3", "relation": "close"}]),
            "Kompetanse 0: koblingen til «Kilden, 3» er lagt til.",
            "Competence 0: the link to “Kilden, 3” was added.",
        ),
        (
            plan(),
            plan(version="0.2"),
            "Versjonen er hevet fra 0.1 til 0.2.",
            "The version was raised from 0.1 to 0.2.",
        ),
        (
            plan(),
            plan(outcome(0, level="3")),
            "Læringsutbyttet «Kan 0.» er hevet fra nivå 2 til nivå 3.",
            "Outcome “Can 0.” was raised from level 2 to level 3.",
        ),
        (
            plan(),
            plan(outcome(1, text=made.both("Kan mer.", "Can do more."))),
            "Læringsutbyttet lo1 er omformulert fra «Kan 1.» til «Kan mer.»",
            "Outcome lo1 was reworded from “Can 1.” to “Can do more.”",
        ),
        (
            plan(),
            plan(modules=[PLAN["modules"][place] for place in (2, 0, 1)]),
            "Modulen «Praksis» er flyttet fra plass 3 til plass 1.",
            "Module “Practice” was moved from place 3 to place 1.",
        ),
        (
            plan(),
            plan(modules=module(0, hours={"contact": "2", "self_study": "1.5"})),
            "Modulen «Arv»: timetallet på egen hånd er endret fra 0 til 1,5.",
            "Module “Inheritance”: the number of hours of self-study changed from 0 to 1.5.",
        ),
        (
            plan(),
            plan(modules=module(1, after=[])),
            "Modulen «Samtale» krever ikke lenger modulen «Arv».",
            "Module “Talk” no longer requires module “Inheritance”.",
        ),
        (
            plan(),
            plan(assessments=[PLAN["assessments"][0] | {"form": "osce"}]),
            "Vurderingen «Prøve»: formen er endret fra quiz til osce.",
            "The assessment “Test”: the form changed from quiz to osce.",
        ),
        (
            plan(),
            plan(requires=["grunnkurs"]),
            "Læreplanen grunnkurs må nå være tatt først.",
            "The curriculum grunnkurs must now be taken first.",
        ),
        (
            plan(),
            plan(audience=["gp", "nurse"]),
            "Sykepleier er lagt til i målgruppen.",
            "Nurse was added to the audience.",
        ),
        (
            plan(),
            plan(covers=[PLAN["covers"][0] | {"share": "0.925"}]),
            "Løftet om å dekke yrket: andelen er hevet fra 50 prosent til 92,5 prosent.",
            "The promise to cover yrket: the share was raised from 50 per cent to 92.5 per cent.",
        ),
        (
            made.course(made.session()),
            made.course(made.session(start="2027-03-12", end="2027-03-13")),
            "Samlingen 10. mars 2027 er flyttet til 12.–13. mars 2027.",
            "The session of 10 March 2027 was moved to 12–13 March 2027.",
        ),
        (
            made.course(made.session()),
            made.course(made.session(status="cancelled")),
            "Samlingen 10. mars 2027 er avlyst.",
            "The session of 10 March 2027 was cancelled.",
        ),
        (
            made.course(made.session()),
            made.course(made.session(status="postponed")),
            "Samlingen 10. mars 2027 er utsatt.",
            "The session of 10 March 2027 was postponed.",
        ),
        (
            made.course(made.session()),
            made.course(made.session(revision="2")),
            "Samlingen 10. mars 2027: revisjonen er hevet fra 0 til 2.",
            "The session of 10 March 2027: the revision was raised from 0 to 2.",
        ),
        (
            made.course(),
            made.course(made.session()),
            "Samlingen 10. mars 2027 er lagt til: confirmed.",
            "The session of 10 March 2027 was added: confirmed.",
        ),
        (
            made.course(cost="free"),
            made.course(cost={"amount": "3500", "currency": "NOK"}),
            "Prisen er endret fra gratis til 3 500 NOK.",
            "The price changed from free to 3,500 NOK.",
        ),
        (
            made.course(),
            made.course(load={"ects": "7.5"}),
            "Antallet studiepoeng er lagt til: 7,5.",
            "The number of credits was added: 7.5.",
        ),
        (
            made.course(title=made.both("A", "B")),
            made.course(title=made.both("C", "D")),
            "Tittelen er endret fra «A» til «C».",
            "The title changed from “B” to “D”.",
        ),
        (
            made.course(topics=["rare-disease", "genetic-counselling"]),
            made.course(topics=["genetic-counselling", "rare-disease"]),
            "Temaene står i en annen rekkefølge.",
            "The list of topics is in another order.",
        ),
        (
            made.course(outcomes=[made.both("Kan noe", "Can A"), made.both("Kan mer", "Can B")]),
            made.course(outcomes=[made.both("Kan alt", "Can Z"), made.both("Kan mer", "Can B")]),
            "Et læringsutbytte er omformulert fra «Kan noe» til «Kan alt».",
            "An outcome was reworded from “Can A” to “Can Z”.",
        ),
        (
            full(Need, status="reported"),
            full(Need, status="met"),
            "Statusen er endret fra reported til met.",
            "The status changed from reported to met.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_change_is_one_sentence(old: Record, new: Record, nb_told: str, en_told: str) -> None:
    plain = [one.replace("\u00a0", " ").replace("\u202f", " ") for one in (*nb(old, new), *en(old, new))]
    assert plain == [nb_told, en_told]


def test_a_record_that_nobody_touched_has_nothing_said_of_it() -> None:
    assert nb(plan(), plan()) == nb(full(Person), full(Person)) == []


def test_the_order_of_languages_in_a_text_is_no_change() -> None:
    turned = {"en": "Planen", "nb": "Planen"}
    assert nb(plan(title=made.both("Planen")), plan(title=turned)) == []


def test_an_outcome_that_changes_its_module_is_moved_once() -> None:
    modules = module(0, outcomes=[])
    modules[2] = modules[2] | {"outcomes": ["lo0"]}
    assert nb(plan(), plan(modules=modules)) == [
        "Læringsutbyttet «Kan 0.» er flyttet fra modulen «Arv» til modulen «Praksis»."
    ]
    assert nb(plan(), plan(modules=module(0, outcomes=[]))) == [
        "Læringsutbyttet «Kan 0.» er flyttet fra modulen «Arv» til ingen modul."
    ]


def test_a_new_outcome_is_told_once_although_its_module_lists_it() -> None:
    more = [*OUTCOMES, OUTCOMES[0] | {"id": "lo2", "text": made.both("Kan 2.")}]
    assert nb(plan(), plan(more, modules=module(2, outcomes=["lo2"]))) == [
        "Læringsutbyttet «Kan 2.» er lagt til: nivå 2."
    ]


def test_a_standard_that_moves_changes_what_its_curricula_reach() -> None:
    before, after = catalogue(standard(), plan()), catalogue(competence(standard(), 0, target="3"), plan())
    told = [(one.id, changes.sentence(one, NB)) for one in changes.compare(before, after)]
    assert told == [
        ("yrket", "Kompetanse 0 er hevet fra nivå 2 til nivå 3."),
        ("planen", "Læreplanen når nå 0 av 3 kompetanser i «Yrket». Før nådde den 1 av 3 kompetanser."),
    ]


def test_two_versions_of_a_record_can_be_compared_with_what_is_known_now() -> None:
    one, two = plan(), plan(outcome(0, level="1"))
    found = changes.between(one, two, catalogue(standard(), two))
    assert [(change.field, change.what) for change in found] == [
        ("outcomes.level", What.LOWERED),
        ("reached", What.CHANGED),
    ]


def test_of_a_human_being_only_the_name_that_is_shown_is_told() -> None:
    tree = {"kind": "person", "contact": {"email": "post@sykehus.example"}}
    old = full(Person, **tree)
    new = full(Person, **tree | {"role": made.both("Ny rolle"), "contact": {"phone": "00 00 00 00"}})
    found = changes.compare(catalogue(old), catalogue(new))
    assert [changes.sentence(one, NB) for one in found] == ["Rollen er endret.", "Kontaktopplysningene er endret."]
    for form in formats.FORMATS.values():
        assert not any(word in form(found, NB) for word in ("Ny rolle", "00 00", "sykehus.example"))


def test_of_a_unit_the_values_are_told_too() -> None:
    old = full(Person, kind="unit", role=made.both("Gammel"))
    assert nb(old, full(Person, kind="unit", role=made.both("Ny"))) == ["Rollen er endret fra «Gammel» til «Ny»."]


def test_a_name_that_is_long_is_cut_and_lies_on_one_line() -> None:
    long = [OUTCOMES[0] | {"text": made.both("Kan\n" + "ord " * 50)}]
    (told,) = nb(plan(long), plan([long[0] | {"level": "4"}]))
    assert "\n" not in told
    assert " …» er hevet" in told
    assert len(told) < 150


def test_what_a_terminal_or_markdown_would_act_on_is_made_harmless() -> None:
    old, new = made.course(), made.course(title=made.both("\x1b[2J <b>*x*</b> @alle\u202e"))
    found = changes.compare(catalogue(old), catalogue(new))
    text, markdown = formats.as_text(found, NB), formats.as_markdown(found, NB)
    assert "\x1b" not in text + markdown
    assert "\u202e" not in text + markdown
    assert "\\<b\\>\\*x\\*" in markdown
    assert "@alle" not in markdown


def test_records_stand_under_their_titles_in_a_fixed_order() -> None:
    before = catalogue(made.course(), plan(), standard())
    after = catalogue(standard(edition="1.1"), plan(version="0.2"), full(Need))
    assert formats.as_text(changes.compare(before, after), EN).split("\n\n") == [
        "Standard: Yrket (yrket)\n  The edition was raised from 1.0 to 1.1.",
        "Curriculum: The plan (planen)\n  The version was raised from 0.1 to 0.2.",
        "Course: Genetic counselling (veiledning)\n  The course was removed.",
        "Need: A short name for the need (need-id)\n  The need was added.",
    ]
    assert formats.as_markdown(changes.compare(before, after), NB).startswith(
        "### Standard: Yrket (yrket)\n\n- Utgaven er hevet fra 1.0 til 1.1.\n\n### Læreplan: Planen (planen)\n\n- "
    )


def test_no_change_is_said_too() -> None:
    assert [form((), NB) for form in (formats.as_text, formats.as_markdown)] == ["Ingen endringer."] * 2
    assert json.loads(formats.as_json((), NB)) == {"changes": []}


def test_json_has_the_values_by_id() -> None:
    found = changes.compare(catalogue(plan()), catalogue(plan(outcome(0, level="3"), audience=["gp", "nurse"])))
    first, second = json.loads(formats.as_json(found, EN))["changes"]
    assert (first["kind"], first["id"], first["what"], first["field"]) == ("programme", "planen", "added", "audience")
    assert first["path"][0]["key"] == first["path"][0]["name"] == "nurse"
    assert (second["field"], second["old"], second["new"]) == ("outcomes.level", 2, 3)
    assert second["path"][0]["name"] == {"nb": "Kan 0.", "en": "Can 0."}
    assert second["sentence"] == "Outcome “Can 0.” was raised from level 2 to level 3."


def _many(number: int) -> list[Any]:
    return [
        *OUTCOMES,
        *(OUTCOMES[0] | {"id": f"ny{place}", "text": made.both(f"Ny {place}")} for place in range(number)),
    ]


@pytest.mark.parametrize(
    ("new", "nb_told", "en_told"),
    [
        (plan(version="0.2", last_checked="2027-01-01"), "", ""),
        (plan(_many(1)), "ett læringsutbytte lagt til", "one outcome added"),
        (plan(_many(12)), "tolv læringsutbytter lagt til", "twelve outcomes added"),
        (plan(_many(13)), "13 læringsutbytter lagt til", "13 outcomes added"),
        (
            plan([*outcome(0, level="3"), *_many(2)[2:]]),
            "to læringsutbytter lagt til, ett hevet til nivå 3",
            "two outcomes added, one raised to level 3",
        ),
        (
            plan(outcome(1, level="3", text=made.both("Nytt."))),
            "ett læringsutbytte hevet til nivå 3, ett omformulert",
            "one outcome raised to level 3, one reworded",
        ),
        (
            plan([OUTCOMES[0] | {"level": "3", "bloom": "4"}, OUTCOMES[1] | {"kind": "knowledge"}]),
            "ett læringsutbytte hevet til nivå 3, ett endret",
            "one outcome raised to level 3, one changed",
        ),
        (plan(modules=PLAN["modules"][:2]), "én modul fjernet", "one module removed"),
        (plan(status="ended"), "én endring", "one change"),
        (
            plan(status="ended", nkr="7", assessments=[]),
            "én vurdering fjernet, to andre endringer",
            "one assessment removed, two other changes",
        ),
    ],
)
def test_a_record_in_one_line(new: Programme, nb_told: str, en_told: str) -> None:
    found = changes.between(plan(), new, catalogue())
    assert (changes.summary(found, NB), changes.summary(found, EN)) == (nb_told, en_told)


def test_a_standard_in_one_line() -> None:
    reason = {"on": "2026-11-20", "reason": made.both("Slått sammen.")}
    new = competence(competence(standard(), 0, target="3"), 1, archived=reason)
    found = changes.between(standard(), new, catalogue())
    assert changes.summary(found, NB) == "én kompetanse tatt ut av bruk, én hevet til nivå 3"
    assert changes.summary(found, EN) == "one competence taken out of use, one raised to level 3"


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _ways(model: type[BaseModel], way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the way to every field below a record."""
    for name, field in model.model_fields.items():
        yield (*way, name)
        for inner in _models(field.annotation):
            yield from _ways(inner, (*way, name))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("words", made.WORDS.values(), ids=lambda words: words.locale)
def test_every_field_has_a_name(kind: Kind, words: Any) -> None:
    model = next(model for model in TREES if model.__name__.lower() == kind)
    ways = [way for way in _ways(model) if "fee" not in way[:-1] and "cost" not in way[:-1]]
    parts = [tuple(Part(name) for name in way) for way in ways]
    told = {
        way: field_name(Change(kind, "x", Text(), What.CHANGED, path), words)
        for way, path in zip(ways, parts, strict=True)
    }
    assert [way for way, name in told.items() if not name] == []


Way = tuple[str | int, ...]


def _leaves(tree: Any, way: Way = ()) -> Iterator[Way]:
    """Yield the way to every single value of a tree."""
    if isinstance(tree, str):
        yield way
    else:
        for key, inner in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _leaves(inner, (*way, key))


_PRICE = {"amount": "4", "currency": "NOK"}
_TRIES = (
    "4",
    "3",
    "7",
    "2.5",
    "9.9",
    "0.25",
    "2031-02-03",
    "2031-02-03 09:00",
    "noe/annet",
    "noe-annet",
    "person",
    _PRICE,
)


def _edited(model: type[Record], way: Way) -> Iterator[Record]:
    """Yield a record with every other value that one of its fields can have, of those that are tried."""
    for value in _TRIES:
        tree = copy.deepcopy(TREES[model])
        holder = tree
        for step in way[:-1]:
            holder = holder[step]
        if holder[way[-1]] == value:
            continue
        holder[way[-1]] = value
        try:
            yield model.model_validate(tree)
        except ValidationError:
            continue


EDITS = [(model, way) for model, tree in TREES.items() for way in _leaves(tree) if way != ("id",)]
_TOLD_AS = {"start": "dates", "end": "dates", "amount": "cost", "currency": "cost"}
"""Fields that are told under another name."""


def _named(change: Change, way: Way) -> bool:
    """Tell whether a change names the field that a way leads to, or the list that it is what an item is known by."""
    fields = [step for step in way if isinstance(step, str) and step not in ("nb", "en")]
    last = fields[-1]
    told = {part.field for part in change.path}
    return change.path[0].field in fields and bool({last, _TOLD_AS.get(last, last), *fields[-2:-1]} & told)


@pytest.mark.parametrize(("model", "way"), EDITS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_an_edit_of_any_single_field_is_named(model: type[Record], way: Way) -> None:
    edited = list(_edited(model, way))
    assert edited
    for one in edited:
        found = changes.compare(catalogue(full(model)), catalogue(one))
        assert any(_named(change, way) for change in found), found
        for change in found:
            assert all(changes.sentence(change, words).endswith((".", "”", "»")) for words in (NB, EN))


_INVERSE = {
    What.ADDED: What.REMOVED,
    What.REMOVED: What.ADDED,
    What.RAISED: What.LOWERED,
    What.LOWERED: What.RAISED,
    What.ARCHIVED: What.RESTORED,
    What.RESTORED: What.ARCHIVED,
    What.CANCELLED: What.CHANGED,
    What.POSTPONED: What.CHANGED,
}


def _known(change: Change) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return change.kind, change.id, tuple((part.field, part.key) for part in change.path)


@st.composite
def _two(draw: st.DrawFn) -> tuple[Record, Record]:
    """Draw a record, and the same after edits, losses and turns of lists here and there."""
    model = draw(st.sampled_from(list(TREES)))
    old, new = (_version(draw, model) for _ in range(2))
    return old, new


def _version(draw: st.DrawFn, model: type[Record]) -> Record:
    record, tree = full(model), TREES[model]
    for _ in range(draw(st.integers(0, 4))):
        other = copy.deepcopy(tree)
        _disturb(draw, other)
        try:
            record, tree = model.model_validate(other), other
        except ValidationError:
            continue
    return record


def _disturb(draw: st.DrawFn, tree: Any) -> None:
    """Change one thing somewhere in a tree: a value, what a list holds or its order, or whether a key is there."""
    holder = tree
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        keys = [key for key in keys if key != "id" or holder is not tree]
        if not keys:
            return
        key = draw(st.sampled_from(keys))
        if isinstance(holder[key], str) or draw(st.integers(0, 3)) == 0:
            break
        holder = holder[key]
    if isinstance(holder, list) and draw(st.booleans()):
        holder.insert(draw(st.integers(0, len(holder))), copy.deepcopy(holder[key]))
    elif isinstance(holder[key], str) and draw(st.booleans()):
        holder[key] = draw(st.sampled_from(_TRIES))
    elif isinstance(holder, list) or key not in _REQUIRED:
        del holder[key]


_REQUIRED = {name for model in TREES for name, field in model.model_fields.items() if field.is_required()}


@given(_two())
@settings(deadline=None)
def test_a_catalogue_does_not_differ_from_itself(two: tuple[Record, Record]) -> None:
    for one in two:
        assert changes.compare(catalogue(one), catalogue(one)) == ()


@given(_two())
@settings(deadline=None)
def test_records_that_differ_have_a_change_and_the_way_back_undoes_it(two: tuple[Record, Record]) -> None:
    old, new = two
    there = changes.compare(catalogue(old), catalogue(new))
    back = changes.compare(catalogue(new), catalogue(old))
    assert bool(there) == (old != new)
    definite = {What.ADDED, What.REMOVED, What.RAISED, What.LOWERED, What.ARCHIVED, What.RESTORED}
    assert {(_known(one), _INVERSE[one.what]) for one in there if one.what in definite} == {
        (_known(one), one.what) for one in back if one.what in definite
    }
    assert all(changes.sentence(one, words) for one in there for words in (NB, EN))
    assert all(isinstance(changes.summary(there, words), str) for words in (NB, EN))


def test_a_competence_that_comes_back_has_no_successor_any_more() -> None:
    gone = {"on": "2027-01-15", "reason": made.both("Slått sammen.", "Merged."), "replaced_by": "other-competence"}
    archived, restored = (competence(standard(), 0, archived=one) for one in (gone, None))
    found = changes.compare(catalogue(archived), catalogue(restored))
    assert [one.what for one in found] == [What.RESTORED, What.REMOVED]


def test_the_same_comparison_is_told_in_the_same_order() -> None:
    old, new = catalogue(full(Standard), plan()), catalogue(full(Course), plan(outcome(0, level="1")))
    assert changes.compare(old, new) == changes.compare(old, new)
    assert changes.compare(old, new)[0].kind is Kind.STANDARD


def test_a_day_is_told_as_people_write_it() -> None:
    assert nb(plan(next_review="2027-11-22"), plan(next_review="2028-01-02")) == [
        "Datoen for neste gjennomgang er endret fra 22. november 2027 til 2. januar 2028."
    ]
