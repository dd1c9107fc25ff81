"""What clicks make of the conditions of an address, as `core/filtering/filter_address.js` in the browser does. Pure."""

from __future__ import annotations

from queries.values import EXCLUDED, Conditions, inclusion

Condition = tuple[str, str]
CATEGORIES = ("category1", "category2", "category3")
"""The levels of categories, each a part of the one before."""


def alone(where: Conditions, condition: Condition) -> Conditions:
    """A click: the only condition on its dimension, or none when it is that already."""
    taken = {condition[0], *_deeper(condition[0])}
    others = tuple(one for one in where if inclusion(one[0]) not in taken)
    return others if is_alone(where, condition) else _sorted((*others, condition))


def is_alone(where: Conditions, condition: Condition) -> bool:
    """Whether it is the only condition on its dimension."""
    return [one for one in where if inclusion(one[0]) == condition[0]] == [condition]


def added(where: Conditions, condition: Condition) -> Conditions:
    """With Shift: one of the alternatives of its dimension, or no longer."""
    return _toggled(where, condition)


def excluded(where: Conditions, condition: Condition) -> Conditions:
    """With Alt: left out, or no longer."""
    return _toggled(where, opposite(condition))


def inverted(where: Conditions, condition: Condition) -> Conditions:
    """The opposite in its place."""
    return _sorted((*without(where, condition), opposite(condition)))


def without(where: Conditions, condition: Condition) -> Conditions:
    """The others."""
    return tuple(one for one in where if one != condition)


def without_choice(where: Conditions, *dimensions: str) -> Conditions:
    """All but what is chosen of some dimensions: what a panel of them counts, so that others can be added. What
    is left out stays out."""
    return tuple(one for one in where if one[0] not in dimensions)


def opposite(condition: Condition) -> Condition:
    """Left out instead of chosen, or chosen instead of left out."""
    dimension, value = condition
    return (inclusion(dimension) if dimension.endswith(EXCLUDED) else f"{dimension}{EXCLUDED}"), value


def _toggled(where: Conditions, condition: Condition) -> Conditions:
    others = tuple(one for one in where if one not in (condition, opposite(condition)))
    return others if condition in where else _sorted((*others, condition))


def _deeper(dimension: str) -> tuple[str, ...]:
    return CATEGORIES[CATEGORIES.index(dimension) + 1 :] if dimension in CATEGORIES else ()


def _sorted(where: Conditions) -> Conditions:
    return tuple(sorted(set(where)))
