"""Evaluations as data: `evaluations.toml` read and checked, with a sentence for every mistake in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from queries.errors import DictionaryError
from queries.evaluation.evaluation import (
    DEPARTMENTS,
    FULL_POINTS,
    EnteredPart,
    Evaluation,
    LeftOut,
    Part,
    ScoreBand,
    UnitClass,
    Weighted,
)
from queries.kpis.dictionary import Dictionary

STANDARD_EVALUATIONS = Path(__file__).with_name("evaluations.toml")
OWN_EVALUATIONS = "evaluations.toml"
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TEXTS = ("zh", "en", "about_zh", "about_en")
_NUMBERS = ("fewest", "least_weight")
_TABLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "parts": (("kpi", "weight", "zero", "full"), ("fewest",)),
    "bands": (("key", "zh", "en"), ("at_least",)),
    "classes": (("key", "zh", "en"), ("at_least", "units")),
    "left_out": (("unit", "zh", "en"), ()),
    "entered": (("key", "zh", "en", "about_zh", "about_en", "weight", "zero", "full"), ()),
}
"""What each of the tables of an evaluation must say, and what it may."""
_NEEDED = ("parts", "bands", "classes")
_FIELDS = {one.name for one in fields(Evaluation)} - {"key"} | {"fewest"}


def read_evaluations(dictionary: Dictionary, *files: Path) -> Mapping[str, Evaluation]:
    """The evaluations of the given files by key, in their order, by default those of the program; one of the
    same key in a later file takes the place of the earlier. dictionary: of the
    KPIs that are their parts. Raises DictionaryError."""
    found: dict[str, Evaluation] = {}
    for file in files or (STANDARD_EVALUATIONS,):
        for key, table in _tables(file).items():
            for mistake in _mistakes(key, table):
                raise DictionaryError(file, key, mistake)
            found[key] = _evaluation(key, table)
            for mistake in _contradictions(found[key], dictionary):
                raise DictionaryError(file, key, mistake)
    return found


@cache
def _standard_tables() -> Mapping[str, Any]:
    return _read(STANDARD_EVALUATIONS)


def _tables(file: Path) -> Mapping[str, Any]:
    return _standard_tables() if file == STANDARD_EVALUATIONS else _read(file)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DictionaryError(file, "", f"the file cannot be read ({error})") from error


def _mistakes(key: str, table: Any) -> Iterator[str]:
    """Mistakes for which it cannot be read."""
    if not isinstance(table, dict):
        yield "an evaluation is a table: [key]"
        return
    if not KEY.fullmatch(key):
        yield "its key is not of small letters, digits and _ alone"
    if missing := [name for name in (*_TEXTS, "units", *_NEEDED) if not table.get(name)]:
        yield f"missing: {', '.join(missing)}"
    if unknown := sorted(table.keys() - _FIELDS):
        yield f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(_FIELDS))}"
    if wrong := [name for name in _NUMBERS if not _is_number(table.get(name, 0))]:
        yield f"{', '.join(wrong)}: no number, or below 0"
    if not (table["units"] == DEPARTMENTS or (type(table["units"]) is int and table["units"] > 0)):
        yield f"units is a level of the area tree below the city (1, 2, …) or {DEPARTMENTS!r}"
    for name in _TABLES:
        yield from _mistakes_in_rows(name, table.get(name, []))


def _mistakes_in_rows(name: str, rows: Any) -> Iterator[str]:
    needed, others = _TABLES[name]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield f"{name} is a list of tables: [[KEY.{name}]]"
        return
    for number, row in enumerate(rows, 1):
        if missing := [one for one in needed if one not in row]:
            yield f"{name} {number} misses: {', '.join(missing)}"
        if unknown := sorted(row.keys() - {*needed, *others}):
            yield f"{name} {number} has unknown: {', '.join(unknown)}; known are {', '.join((*needed, *others))}"
        if wrong := [
            one for one in ("weight", "zero", "full", "fewest", "at_least") if not _is_number(row.get(one, 0))
        ]:
            yield f"{name} {number}: {', '.join(wrong)}: no number, or below 0"


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value < float("inf")


def _evaluation(key: str, table: Mapping[str, Any]) -> Evaluation:
    given = dict(table)
    fewest = int(given.pop("fewest", 1))
    parts = tuple(_part({"fewest": fewest, **row}) for row in given.pop("parts"))
    classes = (UnitClass(**{**row, "units": tuple(row.get("units", ()))}) for row in given.pop("classes"))
    return Evaluation(
        key=key,
        parts=parts,
        bands=tuple(ScoreBand(**row) for row in given.pop("bands")),
        classes=tuple(classes),
        left_out=tuple(LeftOut(**row) for row in given.pop("left_out", ())),
        entered=tuple(EnteredPart(**row) for row in given.pop("entered", ())),
        **{"least_weight": 0.0, **given},
    )


def _part(row: dict[str, Any]) -> Part:
    name, _, denominator = row.pop("kpi").partition("/")
    return Part(kpi=name, denominator=denominator or None, **row)


def _weighted(evaluation: Evaluation) -> tuple[Weighted, ...]:
    return (*evaluation.parts, *evaluation.entered)


def _contradictions(evaluation: Evaluation, dictionary: Dictionary) -> Iterator[str]:
    named = [*(part.key for part in evaluation.parts), *(part.key for part in evaluation.entered)]
    total = sum(Fraction(str(part.weight)) for part in _weighted(evaluation))
    if total != FULL_POINTS:
        yield f"the weights of its parts sum to {float(total):g}, not to 100"
    if evaluation.least_weight > FULL_POINTS:
        yield "least_weight is above 100"
    for name, keys in (
        ("parts", named),
        ("bands", [one.key for one in evaluation.bands]),
        ("classes", [one.key for one in evaluation.classes]),
    ):
        if len(set(keys)) < len(keys):
            yield f"two of its {name} are the same"
    for part in evaluation.parts:
        yield from _mistakes_in_part(part, evaluation, dictionary)
    for one in evaluation.entered:
        if not KEY.fullmatch(one.key):
            yield f"the key {one.key!r} of an entered part is not of small letters, digits and _ alone"
        yield from _worthless(one.key, one)
    yield from _not_falling("bands", evaluation.bands)
    yield from _not_falling("classes", [one for one in evaluation.classes if not one.units])


def _mistakes_in_part(part: Part, evaluation: Evaluation, dictionary: Dictionary) -> Iterator[str]:
    if part.kpi not in dictionary or (part.denominator and part.denominator not in dictionary[part.kpi].denominators):
        yield f"a part names {part.key!r}, which the dictionary has not"
        return
    metric = part.metric(dictionary)
    if metric.kind == "count" or metric.unit == "case/day":
        yield f"{part.key} grows with the size of a unit; a part is a rate or a length of time"
    if evaluation.level is None and metric.table != "events":
        yield f"{part.key} is not known by department"
    yield from _worthless(part.key, part)
    if part.zero != part.full and metric.good != "none" and (metric.good == "up") != (part.full > part.zero):
        better = "more" if metric.good == "up" else "less"
        yield f"of {part.key} {better} is better, so full lies on the other side of zero"


def _worthless(key: str, part: Weighted) -> Iterator[str]:
    if not part.weight:
        yield f"{key} weighs nothing"
    if part.zero == part.full:
        yield f"{key} has the same value for no points and for all"


def _not_falling(name: str, steps: Sequence[ScoreBand] | Sequence[UnitClass]) -> Iterator[str]:
    bounds = [one.at_least for one in steps]
    if any(above <= below for above, below in pairwise(bounds)):
        yield f"at_least of its {name} does not fall from one to the next"
    if bounds and bounds[-1]:
        yield f"the last of its {name} takes the rest, so it has no at_least"
