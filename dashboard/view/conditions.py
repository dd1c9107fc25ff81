"""Conditions on the dimensions of cases as text: `channel=app;category1!=noise`, the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from dashboard.errors import BadParameter, wrong_parameter
from dashboard.view import parsers
from queries.values import DIMENSIONS, EXCLUDED, MOST_CONDITIONS, Conditions, fixed_values, inclusion

SEPARATOR = re.compile(r"(?<!\\);")  # a semicolon in a value is written \;


def parse_conditions(name: str, given: str, has_value: Callable[[str, str], bool]) -> Conditions:
    """The conditions in the order given. `has_value` says of a dimension and a value whether there is such a value.

    Raises BadParameter.
    """
    parts = [part for part in SEPARATOR.split(parsers.text(name, given)) if part.strip()]
    if len(parts) > MOST_CONDITIONS:
        raise wrong_parameter(name, "many_conditions", count=len(parts), most=MOST_CONDITIONS)
    found = tuple(_condition(name, part) for part in parts)
    for dimension, value in found:
        if not has_value(inclusion(dimension), value):
            raise _no_value(name, inclusion(dimension), value)
    return found


def written(conditions: Conditions) -> str:
    """Conditions in their canonical order, each once, as `parse_conditions` reads them."""
    return joined(f"{dimension}={value}" for dimension, value in sorted(set(conditions)))


def joined(parts: Iterable[str]) -> str:
    """Conditions, each written dimension=value, as one text."""
    return ";".join(part.replace(";", r"\;") for part in parts)


def _no_value(name: str, dimension: str, value: str) -> BadParameter:
    given, fixed = parsers.quoted(value), fixed_values(dimension)
    if not fixed:
        return wrong_parameter(name, "no_value", dimension=dimension, given=given)
    return wrong_parameter(name, "no_value_of", dimension=dimension, given=given, known=", ".join(fixed))


def _condition(name: str, given: str) -> tuple[str, str]:
    dimension, equals, value = (part.strip() for part in given.replace(r"\;", ";").partition("="))
    if not equals or not value:
        raise wrong_parameter(name, "no_condition", given=parsers.quoted(given))
    sign = EXCLUDED if dimension.endswith(EXCLUDED) else ""
    dimension = inclusion(dimension).strip()
    if dimension not in DIMENSIONS:
        known = ", ".join(DIMENSIONS)
        raise wrong_parameter(name, "no_dimension", given=parsers.quoted(dimension), known=known)
    return dimension + sign, value
