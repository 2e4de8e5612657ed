"""The chip that tells, in the middle of a text, where a method stands, who decided it and when."""

from __future__ import annotations

from markupsafe import Markup

from norprem.model import Method
from norprem.vocabulary import Vocabulary
from norprem.words import Words


def chip(method: Method, words: Words, vocabulary: Vocabulary, home: str) -> Markup:
    """Return a link to the method in the register that says its status, the deciding body and the day.

    Args:
        method: what the text speaks of.
        words: the language of the text.
        vocabulary: the closed lists, for the name of the status.
        home: relative address of the language's home, seen from the page.
    """
    name = method.name.best(words.locale)[1]
    status = vocabulary["method-statuses"].label(method.status).best(words.locale)[1]
    body = method.decided_by.best(words.locale)[1] if method.decided_by else ""
    day = words.rough_day(method.decided) if method.decided else ""
    decided = ", ".join(part for part in (body, day) if part)
    told = words("methods.chip-decided", name=name, status=status, decided=decided) if decided else None
    return Markup('<a class="np-chip np-chip--{}" href="{}metoder/#{}">{}</a>').format(
        method.status, home, method.id, told or words("methods.chip", name=name, status=status)
    )
