"""What changed from one catalogue to another, as data and as sentences.

`compare` takes two catalogues and `between` two versions of one record; `sentence` says one change in a language, and
`summary` all changes of a record in one line.
"""

from norprem.changes.sentences import printable, sentence
from norprem.changes.summary import summary
from norprem.changes.values import Change, Kind, Part, What
from norprem.changes.walk import between, compare

__all__ = ["Change", "Kind", "Part", "What", "between", "compare", "printable", "sentence", "summary"]
