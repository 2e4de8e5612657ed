"""Values of closed lists that are known by another word: an id that has moved, or a name where an id belongs."""

from __future__ import annotations

from norprem import source
from norprem.imports.writing import Edit, edited
from norprem.kinds import Shape, listed
from norprem.remedy import folded
from norprem.vocabulary import ClosedList, Vocabulary


def settled(file: str, data: bytes, shape: Shape | None, vocabulary: Vocabulary) -> bytes | None:
    """Return a file with the ids that its values stand for, or None where it cannot be changed in place.

    Args:
        file: its name.
        data: its bytes; what cannot be read is returned as it is.
        shape: the records it holds.
        vocabulary: the closed lists.
    """
    tree = source.parse(file, data).tree
    if shape is None or shape.key or not isinstance(tree, dict):
        return data
    edits = []
    for path, found, name in listed(shape.model, tree):
        meant = id_of(found, vocabulary[name])
        if meant and meant != found:
            edits.append(Edit(path, meant))
    if not edits:
        return data
    text = edited(file, data.decode("utf-8"), edits)
    return None if text is None else text.encode()


def id_of(found: str, closed: ClosedList) -> str | None:
    """Return the id of the one value that a word can only mean: its id, a former one, or its name in any language.

    Letters large or small, blanks, hyphens and underscores make no difference; a misspelling does.
    """
    if found in closed.by_id:
        return found
    meant = {
        value.id
        for value in closed.values
        if folded(found) in {folded(one) for one in (value.id, *value.formerly, *(word for _, word in value.label))}
    }
    return meant.pop() if len(meant) == 1 and folded(found) else None
