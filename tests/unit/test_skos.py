"""The Turtle file says the same as the JSON file: both are read by programs that are not ours, and compared."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import graph_diff, to_isomorphic
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD

from norprem.exports import api, skos
from norprem.model import Standard
from tests import exported
from tests.unit.strategies import SITE, texts

TAGS = {"nb": "nb", "en": "en-GB"}
OWN = Namespace("https://norprem.example/api/v1/standards.ttl#")
SCHEMA = Namespace("https://schema.org/")
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")


def written(*standards: Standard) -> bytes:
    return skos.concepts(standards, site=SITE, tags=TAGS, vocabulary=exported.vocabulary())


def graph(*standards: Standard) -> Graph:
    return Graph().parse(data=written(*standards), format="turtle")


def without_scale(read: Graph) -> Graph:
    """Return a graph without the levels and the property of the file itself."""
    kept = Graph()
    for triple in read:
        if not str(triple[0]).startswith(str(OWN)):
            kept.add(triple)
    return kept


def from_json(node: Any) -> Graph:
    """Make the graph that a standard's JSON file says should be there."""
    made = Graph()
    scheme = URIRef(node["page"]["nb"])
    _scheme(made, scheme, node)
    for domain in node["domains"]:
        concept = URIRef(f"{scheme}#domain-{domain['code']}")
        made.add((scheme, SKOS.hasTopConcept, concept))
        made.add((concept, SKOS.topConceptOf, scheme))
        _concept(made, concept, scheme, domain, domain["title"])
    sources = {source["id"]: source for source in node["sources"]}
    for competence in node["competences"]:
        concept = URIRef(competence["page"]["nb"])
        _concept(made, concept, scheme, competence, competence["statement"])
        made.add((concept, SKOS.broader, URIRef(f"{scheme}#domain-{competence['domain']}")))
        made.add((concept, OWN.targetLevel, OWN[f"level-{competence['target']}"]))
        for one in competence["maps"]:
            _match(made, concept, one, sources[one["source"]])
        if gone := competence["archived"]:
            made.add((concept, OWL.deprecated, Literal(True)))
            made.add((concept, DCTERMS.modified, Literal(gone["on"], datatype=XSD.date)))
            _texts(made, concept, SKOS.historyNote, gone["reason"])
            made.add((concept, DCTERMS.isReplacedBy, URIRef(f"{scheme}#{gone['replaced_by']}")))
    return made


def _scheme(made: Graph, scheme: URIRef, node: Any) -> None:
    made.add((scheme, RDF.type, SKOS.ConceptScheme))
    made.add((scheme, DCTERMS.identifier, Literal(f"urn:uuid:{node['uuid']}")))
    _texts(made, scheme, DCTERMS.title, node["title"])
    _texts(made, scheme, DCTERMS.description, node["summary"])
    issuer = BNode()
    made.add((scheme, DCTERMS.creator, issuer))
    made.add((issuer, SCHEMA.name, Literal(node["issuer"]["name"])))
    first = min(change["on"] for change in node["changes"])
    made.add((scheme, DCTERMS.issued, Literal(first, datatype=XSD.date)))
    made.add((scheme, DCTERMS.modified, Literal(node["changed"], datatype=XSD.date)))
    made.add((scheme, DCTERMS.license, URIRef(node["licence"])))
    made.add((scheme, OWL.versionInfo, Literal(node["edition"])))
    made.add((scheme, SCHEMA.creativeWorkStatus, Literal(node["status"])))
    for source in node["sources"]:
        if source["url"]:
            made.add((scheme, DCTERMS.source, URIRef(source["url"])))


def _concept(made: Graph, concept: URIRef, scheme: URIRef, node: Any, label: Any) -> None:
    made.add((concept, RDF.type, SKOS.Concept))
    made.add((concept, DCTERMS.identifier, Literal(f"urn:uuid:{node['uuid']}")))
    made.add((concept, SKOS.inScheme, scheme))
    made.add((concept, SKOS.notation, Literal(node["code"])))
    _texts(made, concept, SKOS.prefLabel, label)


def _match(made: Graph, concept: URIRef, node: Any, source: Any) -> None:
    if source["url"]:
        said = BNode()
        made.add((concept, SKOS[f"{node['relation']}Match"], said))
        made.add((said, RDF.type, SKOS.Concept))
        made.add((said, DCTERMS.isPartOf, URIRef(source["url"])))
        if node["code"]:
            made.add((said, SKOS.notation, Literal(node["code"])))
        _texts(made, said, SKOS.note, node["locator"])
        return
    named = f"skos:{node['relation']}Match: {source['title']}" + (f", {node['code']}" if node["code"] else "")
    if node["locator"]:
        _texts(made, concept, SKOS.note, {locale: f"{named}, {text}" for locale, text in node["locator"].items()})
    else:
        made.add((concept, SKOS.note, Literal(named)))


def _texts(made: Graph, subject: Any, name: URIRef, text: Any) -> None:
    for locale, wording in (text or {}).items():
        made.add((subject, name, Literal(wording, lang=TAGS[locale])))


def same(one: Graph, other: Graph) -> bool:
    _, only_one, only_other = graph_diff(to_isomorphic(one), to_isomorphic(other))
    return not len(only_one) and not len(only_other)


def test_the_turtle_file_says_what_the_json_file_says() -> None:
    node = json.loads(api.standard(exported.full(), site=SITE))
    assert same(without_scale(graph(exported.full())), from_json(node))


def test_real_standards_can_be_read_and_hold_as_many_concepts_as_there_are() -> None:
    standards = exported.real().standard.values()
    read = graph(*standards)
    own = [one for one in read.subjects(SKOS.inScheme) if not str(one).startswith(str(OWN))]
    assert len(own) == sum(len(one.domains) + len(one.competences) for one in standards)
    assert len(set(read.subjects(RDF.type, SKOS.ConceptScheme))) == len(standards) + 1


def test_a_domain_is_a_top_concept_and_a_competence_is_narrower() -> None:
    read = graph(exported.standard())
    scheme = URIRef("https://norprem.example/kompetanse/eksempelstandard/")
    assert set(read.objects(scheme, SKOS.hasTopConcept)) == {URIRef(f"{scheme}#domain-{code}") for code in "AB"}
    assert read.value(URIRef(f"{scheme}#samtale"), SKOS.broader) == URIRef(f"{scheme}#domain-B")


def test_the_levels_are_explained_in_every_language() -> None:
    read = graph(exported.standard())
    level = read.value(URIRef("https://norprem.example/kompetanse/eksempelstandard/#slektstre"), OWN.targetLevel)
    labels = exported.vocabulary()["competence-levels"].label("3")
    assert set(read.objects(level, SKOS.prefLabel)) == {Literal(text, lang=TAGS[locale]) for locale, text in labels}


def test_the_scale_of_levels_has_a_name_and_leads_to_its_levels() -> None:
    read = graph(exported.standard())
    scale = OWN.levels
    assert read.value(scale, DCTERMS.title) is not None
    assert len(set(read.objects(scale, SKOS.hasTopConcept))) == 4
    assert set(read.objects(scale, SKOS.hasTopConcept)) == set(read.subjects(SKOS.topConceptOf, scale))


def test_a_superseded_standard_leads_to_its_successor() -> None:
    read = graph(exported.standard(status="superseded", replaced_by="ny"))
    scheme = URIRef("https://norprem.example/kompetanse/eksempelstandard/")
    assert read.value(scheme, DCTERMS.isReplacedBy) == URIRef("https://norprem.example/kompetanse/ny/")
    assert read.value(scheme, DCTERMS.license) == LICENCE


def test_two_standards_of_one_file_do_not_get_in_each_others_way() -> None:
    both = graph(exported.full(), exported.standard(id="en-til"))
    assert len(without_scale(both)) == len(without_scale(graph(exported.full()))) + len(
        without_scale(graph(exported.standard(id="en-til")))
    )


def test_two_builds_are_the_same_to_the_byte() -> None:
    assert written(exported.full()) == written(exported.full())
    assert written().endswith(b" .\n")


ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@given(ANY_TEXT)
@example('"""\\n\n\r\t\x00\x7f\\')
@example("\\u0041 \u2028 😀 æøå")
def test_any_text_comes_back_as_it_was(text: str) -> None:
    turtle = skos.block("<https://a.example/>", [("<https://b.example/>", skos.literal(text, "nb"))])
    ((_, _, read),) = Graph().parse(data=turtle.encode(), format="turtle")
    assert read == Literal(text, lang="nb")


@given(ANY_TEXT)
@example('> <x> "y" {z} | \\ ^ ` \n')
def test_no_address_breaks_out_of_its_brackets(text: str) -> None:
    turtle = skos.block(skos.iri(f"https://a.example/{text}"), [("a", "<https://b.example/>")])
    ((subject, _, _),) = Graph().parse(data=turtle.encode(), format="turtle")
    assert str(subject).startswith("https://a.example/")
    assert not set(str(subject)) & set('<>"{}|\\^` \n')


@given(texts, texts)
def test_any_wording_of_a_standard_survives(nb: str, en: str) -> None:
    standard = exported.standard(title={"nb": nb, "en": en}, issuer={"name": nb, "role": "author"})
    read = graph(standard)
    scheme = URIRef("https://norprem.example/kompetanse/eksempelstandard/")
    assert set(read.objects(scheme, DCTERMS.title)) == {Literal(nb, lang="nb"), Literal(en, lang="en-GB")}


@pytest.mark.parametrize("relation", exported.RELATIONS)
def test_a_mapping_has_the_name_of_its_relation_and_the_number_of_the_source(relation: str) -> None:
    read = graph(exported.full())
    concept = URIRef("https://norprem.example/kompetanse/eksempelstandard/#arvegang")
    notations = {str(read.value(said, SKOS.notation)) for said in read.objects(concept, SKOS[f"{relation}Match"])}
    assert f"1.{relation}" in notations
