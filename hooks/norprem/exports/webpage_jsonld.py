"""A page for patients, GPs or professionals as linked data: schema.org's MedicalWebPage."""

from __future__ import annotations

from collections.abc import Mapping

from norprem.exports.addresses import LICENCE
from norprem.exports.linked import SCHEMA, Node, script, stated
from norprem.model import Article, Audience
from norprem.site import Site

_AUDIENCES: Mapping[str, Node] = {
    Audience.PATIENT: {"@type": "Patient"},
    Audience.GP: {"@type": "MedicalAudience", "audienceType": "Clinician"},
    Audience.PROFESSIONAL: {"@type": "MedicalAudience", "audienceType": "Clinician"},
}
"""Schema.org knows clinicians and researchers among the professionals, and patients as a class of their own."""

_CODE_SYSTEMS = {"icpc2": "ICPC-2", "icd10": "ICD-10", "orpha": "ORPHA"}


def webpage(article: Article, *, site: Site, tag: str) -> str:
    """Return a page as JSON-LD, safe inside `<script>`; who reviewed it is said only where somebody has.

    Args:
        article: the page.
        site: for absolute addresses.
        tag: the language of the page as `lang` says it.
    """
    meta, review = article.meta, article.meta.review
    address = site.url(article.locale, article.address)
    return script(
        {
            "@context": SCHEMA,
            "@type": "MedicalWebPage",
            "@id": address,
            "url": address,
            "name": meta.title,
            "description": meta.description,
            "inLanguage": tag,
            "audience": _AUDIENCES[meta.audience],
            "license": LICENCE,
            "dateCreated": str(meta.written),
            "dateModified": str(article.changed),
            **stated(
                lastReviewed=str(review.date) if review else None,
                reviewedBy={"@type": "Organization", "name": review.by_role} if review else None,
                about=_about(article),
                citation=[_citation(article, place) for place in range(len(meta.sources))],
            ),
        }
    )


def _about(article: Article) -> Node:
    """Return the condition that the page's codes stand for; nothing where it has none."""
    codes = [
        {"@type": "MedicalCode", "codeValue": code.code, "codingSystem": _CODE_SYSTEMS[code.system]}
        for code in article.meta.codes
        if code.system in _CODE_SYSTEMS
    ]
    return {"@type": "MedicalCondition", "name": article.meta.title, "code": codes} if codes else {}


def _citation(article: Article, place: int) -> Node:
    source = article.meta.sources[place]
    year = str(source.year) if source.year else None
    return {"@type": "CreativeWork", "name": source.title, **stated(url=source.url, datePublished=year)}
