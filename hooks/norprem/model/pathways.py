"""Regional answers: where one turns with a topic in each region, and what has to be sent along."""

from __future__ import annotations

from pydantic import Field

from norprem.model.fields import Address, Day, Id, Localised, Record, Reference, Several, Word


class Form(Record):
    """A form or requisition, and where it lies."""

    title: Localised
    url: Address | None = None


class Answer(Record):
    """What holds in one region; a field that is missing is shown as not yet provided.

    Attributes:
        region: a health region, or `national` for what is the same in the whole country.
        unit: id of the unit in the people register that is referred to; its name and contact are taken from there.
        refer_to: who is referred to, where that is not one unit or needs more words.
        self_referral: whether and how a patient may turn there without a doctor.
        sample: what is taken and how it is sent.
        laboratory: where the sample is analysed.
        owner_role: the role that answers for the entry; nobody's name.
        checked: the day somebody last compared the entry with its sources.
    """

    region: Id
    unit: Id | None = None
    refer_to: Localised | None = None
    self_referral: Localised | None = None
    sample: Localised | None = None
    form: Form | None = None
    laboratory: Localised | None = None
    phone: Word | None = None
    web: Address | None = None
    waiting_time: Localised | None = None
    owner_role: Localised | None = None
    checked: Day
    sources: Several[Reference] = ()


class Pathway(Record):
    """Where one turns with one topic, region by region.

    Attributes:
        topic: the topic of the pages that show it, or `medisinsk-genetikk` for referral in general.
        note: what holds for all regions.
    """

    topic: Id
    title: Localised
    note: Localised | None = None
    answers: Several[Answer] = Field(min_length=1)
