"""A condition of the dictionary as the conditions that must all hold."""

from __future__ import annotations

import re

_AND = " AND "
_BETWEEN = re.compile(r"\bBETWEEN\b")
_OTHER = re.compile(r"\b(OR|CASE)\b")
_INSIDE = re.compile(r"\([^()]*\)|'[^']*'")


def conjuncts(condition: str) -> tuple[str, ...]:
    """The conditions that together are this one: none of `true`, the whole where it is none of `a AND b AND …`."""
    found: list[str] = []
    for piece in condition.split(_AND):
        if found and _is_unfinished(found[-1]):
            found[-1] += _AND + piece
        else:
            found.append(piece)
    if any(_OTHER.search(_outside(piece)) for piece in found):
        return (condition,)
    return tuple(piece for piece in found if piece != "true")


def _is_unfinished(text: str) -> bool:
    """Whether the AND after it belongs to it: inside of brackets or of a string, or between two limits."""
    between = len(_BETWEEN.findall(text)) > text.count(_AND)
    return text.count("(") != text.count(")") or text.count("'") % 2 == 1 or between


def _outside(text: str) -> str:
    """The text without what stands in brackets or strings."""
    shorter = _INSIDE.sub("", text)
    return shorter if shorter == text else _outside(shorter)
