"""Family K9, continued: a calendar that is published keeps its name and its address.

Both are made of the closed lists of regions, professions and languages. The calendar of a course is called after the
course's id and goes with the course, which K908 to K910 watch over; it is not compared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from norprem.findings import Severity, Spot
from norprem.model import Catalogue, Entry, Listed
from norprem.revision import readable
from norprem.rules.table import Context, Manual, rule, rules_in
from norprem.subscriptions import Feed, Subscription, subscriptions
from norprem.vocabulary import Value, Vocabulary
from norprem.words import NoWording, Words

_LISTS = ("locales", "regions", "professions")


@dataclass(frozen=True, slots=True)
class _Both:
    """The catalogue as it was and as it is, and the calendars of either by address."""

    before: Catalogue
    after: Catalogue
    then: Mapping[str, Subscription]
    now: Mapping[str, Subscription]

    @classmethod
    def of(cls, before: Catalogue | None, after: Catalogue) -> _Both | None:
        """Compare, where there is something to compare with and all the lists can be read on both sides."""
        files = [_file(name) for name in _LISTS]
        if before is None or not all(readable(one)(file) for one in (before, after) for file in files):
            return None
        words = _words({*before.vocabulary.locales, *after.vocabulary.locales})
        then, now = (subscriptions(one.vocabulary, words) for one in (before, after))
        return cls(before, after, then, now)

    def entry(self, name: str, value: str) -> Entry[Listed] | None:
        """Return a value of a list as its file has it now."""
        return next((one for one in self.entries(name) if one.record.id == value), None)

    def entries(self, name: str) -> Iterator[Entry[Listed]]:
        """Yield the values of a list as its file has them now."""
        return (entry for entry in self.after.listed if entry.file == _file(name))

    def successor(self, name: str, value: str) -> Entry[Listed] | None:
        """Return the value that is new in a list and has the name of one that is gone."""
        known = self.before.vocabulary[name]
        label = sorted(known.label(value).forms)
        new = (entry for entry in self.entries(name) if entry.record.id not in known)
        return next((entry for entry in new if sorted(entry.record.label.forms) == label), None)


def _file(name: str) -> str:
    return f"vocabulary/{name}.yaml"


def _words(locales: Iterable[str]) -> dict[str, Words]:
    """Return the interface words of languages; today's on both sides, for a test holds them as they are."""
    found = {}
    for locale in locales:
        try:
            found[locale] = Words.load(locale)
        except NoWording:
            continue
    return found


def _parts(feed: Feed) -> Iterator[tuple[str, Value | None]]:
    """Yield what a calendar is made of: the name of each list and the value from it, or none."""
    yield "regions", feed.region
    yield "professions", feed.profession


def _once(spots: Iterable[Spot]) -> Iterator[Spot]:
    """Yield one spot for each place and cause: a label is in the names of up to twenty calendars."""
    found: dict[object, Spot] = {}
    for spot in spots:
        found.setdefault((spot.file, spot.path, spot.values.get("found")), spot)
    yield from found.values()


@rule(
    "K916",
    Severity.ERROR,
    nb=Manual(
        what="Kalenderen `{address}` får nytt navn: fra «{before}» til «{after}».",
        why="Navnet kommer fra listen over regioner eller yrker. Noen kalenderprogrammer oppfatter en kalender med nytt"
        " navn som en annen kalender: De sletter alle avtalene og legger dem inn på nytt.",
        how="Sett `label` tilbake slik den var, og språkene i den rekkefølgen de hadde. Er dette en annen region eller"
        " et annet yrke enn før, legger du det til i listen med ny id, lar det gamle stå og skriver det i"
        " endringsforslaget.",
    ),
    en=Manual(
        what="The calendar `{address}` gets a new name: from “{before}” to “{after}”.",
        why="The name comes from the list of regions or professions. Some calendar programs take a calendar with a new"
        " name for another calendar: they delete all its appointments and add them again.",
        how="Put `label` back as it was, and the languages in the order they had. If this is another region or"
        " profession than before, add it to the list with a new id, leave the old one as it is, and say so in the pull"
        " request.",
    ),
)
def calendar_renamed(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Compare the names of the calendars that have an address on both sides."""
    both = _Both.of(context.before, catalogue)
    if both:
        yield from _once(_renamed(both))


def _renamed(both: _Both) -> Iterator[Spot]:
    for address, was in both.then.items():
        now = both.now.get(address)
        if now and now.name != was.name:
            for name, value, *path in _renaming(was, now):
                entry = both.entry(name, value)
                if entry:
                    yield entry.spot(*path, address=address, before=was.name, after=now.name)


def _renaming(was: Subscription, now: Subscription) -> Iterator[tuple[str, ...]]:
    """Yield what renames a calendar: the list, the id of the value and the way to what differs.

    Where values differ in more than their label, another calendar has taken the address.
    """
    if was.locale != now.locale:
        yield "locales", now.locale, "id"
        return
    for (name, before), (_, after) in zip(_parts(was.feed), _parts(now.feed), strict=True):
        if after and (before is None or before.id != after.id):
            yield name, after.id, "id"
        elif after and before and before.label.best(now.locale)[1] != after.label.best(now.locale)[1]:
            yield name, after.id, "label", now.locale


@rule(
    "K917",
    Severity.ERROR,
    nb=Manual(
        what="Kalenderen `{address}` for «{found}» finnes ikke lenger.",
        why="De som abonnerer på den, får ingen beskjed. Kalenderen deres slutter å bli oppdatert, og endringer og"
        " avlysninger når dem ikke.",
        how="Sett verdien tilbake på plassen sin i listen med samme id, og en helseregion med `kind: health-region`."
        " En region som ikke har kurs lenger, beholder kalenderen, og kalenderen sier selv fra om det. Er noe nytt"
        " kommet til, får det en ny id ved siden av den gamle. Skriv det i endringsforslaget.",
    ),
    en=Manual(
        what="The calendar `{address}` for “{found}” no longer exists.",
        why="Those who subscribe to it are not told. Their calendar is no longer updated, and changes and cancellations"
        " do not reach them.",
        how="Put the value back in its place in the list with the same id, and a health region with"
        " `kind: health-region`. A region that has no courses any more keeps its calendar, which says so itself. If"
        " there is something new, it gets a new id beside the old one. Say so in the pull request.",
    ),
)
def calendar_gone(catalogue: Catalogue, context: Context) -> Iterator[Spot]:
    """Look for addresses of calendars that are there no more, and for what each was made of."""
    both = _Both.of(context.before, catalogue)
    if both:
        yield from _once(_gone(both))


def _gone(both: _Both) -> Iterator[Spot]:
    for address, was in both.then.items():
        if address not in both.now:
            for name, value in _missing(was, both.after.vocabulary):
                yield replace(_place(both, name, value), values={"address": address, "found": value})


def _missing(was: Subscription, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield the list and the id of what a calendar was made of and is no longer made of.

    Where region and profession are both as they were, it is the language: gone, or no longer at its place.
    """
    now = {
        "regions": {region.id for region in vocabulary.health_regions},
        "professions": {value.id for value in vocabulary["professions"].values},
    }
    gone = [(name, value.id) for name, value in _parts(was.feed) if value and value.id not in now[name]]
    yield from gone or [("locales", was.locale)]


def _place(both: _Both, name: str, value: str) -> Spot:
    """Return where a value is that makes no calendars any more, or the list it has gone from."""
    entry = both.entry(name, value)
    if entry:
        return entry.spot("kind" if name == "regions" else "id")
    successor = both.successor(name, value)
    return successor.spot("id") if successor else Spot(_file(name), ("values",), on_key=True)


RULES = rules_in(globals())
