"""Conditions on the dimensions of cases as text: `channel=app;category1!=noise`, the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from dashboard.errors import BadParameter
from dashboard.view import parsers
from queries.values import DIMENSIONS, EXCLUDED, MOST_CONDITIONS, Conditions, fixed_values, inclusion

SEPARATOR = re.compile(r"(?<!\\);")  # a semicolon in a value is written \;


def parse_conditions(name: str, given: str, has_value: Callable[[str, str], bool]) -> Conditions:
    """The conditions in the order given. `has_value` says of a dimension and a value whether there is such a value.

    Raises BadParameter.
    """
    parts = [part for part in SEPARATOR.split(parsers.text(name, given)) if part.strip()]
    if len(parts) > MOST_CONDITIONS:
        raise BadParameter(name, f"has {len(parts)} conditions; at most {MOST_CONDITIONS} can be asked")
    found = tuple(_condition(name, part) for part in parts)
    for dimension, value in found:
        if not has_value(inclusion(dimension), value):
            raise BadParameter(name, f"there is no {inclusion(dimension)} {parsers.quoted(value)}{_known(dimension)}")
    return found


def written(conditions: Conditions) -> str:
    """Conditions in their canonical order, each once, as `parse_conditions` reads them."""
    return joined(f"{dimension}={value}" for dimension, value in sorted(set(conditions)))


def joined(parts: Iterable[str]) -> str:
    """Conditions, each written dimension=value, as one text."""
    return ";".join(part.replace(";", r"\;") for part in parts)


def _known(dimension: str) -> str:
    fixed = fixed_values(inclusion(dimension))
    return f"; known are {', '.join(fixed)}" if fixed else ""


def _condition(name: str, given: str) -> tuple[str, str]:
    dimension, equals, value = (part.strip() for part in given.replace(r"\;", ";").partition("="))
    if not equals or not value:
        example = "write it like channel=hotline_12345 or channel!=hotline_12345"
        raise BadParameter(name, f"{parsers.quoted(given)} is no condition; {example}")
    sign = EXCLUDED if dimension.endswith(EXCLUDED) else ""
    dimension = inclusion(dimension).strip()
    if dimension not in DIMENSIONS:
        known = ", ".join(DIMENSIONS)
        raise BadParameter(name, f"cases have no dimension {parsers.quoted(dimension)}; known are {known}")
    return dimension + sign, value
