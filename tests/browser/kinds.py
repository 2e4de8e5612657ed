"""The kinds of page that the browser tests look at, and the languages."""

KINDS = {
    "home": "",
    "patient": "pasient/",
    "gp": "fastlege/",
    "professional": "fagfolk/",
    "patient-page": "pasient/arvelig-bryst-og-eggstokkreft/",
    "gp-page": "fastlege/lynch-syndrom/",
    "inheritance": "pasient/gener-og-arv/",
    "code": "kode/icpc2/A21/",
    "codes": "kode/",
    "review": "om/gjennomgang/",
    "courses": "kurs/",
    "region": "kurs/region/helse-nord/",
    "course": "kurs/european-human-genetics-conference/",
    "calendar": "kalender/",
    "methods": "metoder/",
    "people": "ressurspersoner/",
    "people-region": "ressurspersoner/helse-vest/",
    "glossary": "ordliste/",
    "index": "a-aa/",
    "figures": "om/organisering/",
    "contribute": "bidra/kurs/",
    "rules": "bidra/regler/",
    "rule-family": "bidra/regler/k2/",
    "search": "sok/",
    "results": "sok/?q=gen",
    "missing": "finnes/ikke/",
}
"""Name of the kind and an address of it within its language."""

PREFIXES = {"nb": "", "en": "en/"}
"""Language, as `lang` says it, and what stands before its addresses."""
