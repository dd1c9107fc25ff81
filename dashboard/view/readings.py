"""How the values of URL parameters are read: one small function for each kind of value. Pure.

Each takes the text, the city's vocabulary and the fields read before; it raises BadParameter for a text that is not
understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.view.conditions import parse_conditions
from dashboard.view.number_shown import NumberShown, parse_number
from dashboard.view.parameter import Read, Vocabulary
from dashboard.view.periods import is_period_name
from queries.values import COMPARED_BY, Conditions

MOST_SPECIAL = 3
NO_LAYER = "none"
SIBLINGS, BELOW = "siblings", "below"
COMPARED = (SIBLINGS, BELOW, *(by for by in COMPARED_BY if by != "area"))
MOST_COMPARED, MOST_CONTROLS = 12, 60
CHOOSE = "choose"
TODAY = "today"
_KEY = re.compile(r"[0-9A-Za-z_-]{1,40}")
_CASE = re.compile(r"[^/]{1,100}/.{1,200}", re.DOTALL)
Before = Mapping[str, Any]


def one_of(values: Collection[str], **shorthands: str) -> Read:
    """One of a few words; a shorthand stands for the word that it is given."""
    return lambda text, words, before: _known(shorthands.get(text, text), values.__contains__)


def area(text: str, words: Vocabulary, before: Before) -> str:
    """The code of an area."""
    return _known(text, words.has_area)


def kpi(text: str, words: Vocabulary, before: Before) -> str:
    """The key of a KPI."""
    return _known(text, words.kpis.__contains__)


def loop(text: str, words: Vocabulary, before: Before) -> str:
    """The key of a governance loop."""
    return _known(text, words.loops.__contains__)


def evaluation(text: str, words: Vocabulary, before: Before) -> str:
    """The key of an evaluation."""
    return _known(text, words.evaluations.__contains__)


def key_of_act(text: str, words: Vocabulary, before: Before) -> str:
    """The key of a roll-call or of a kind that recurs, or the week of a sample."""
    return _known(text, lambda key: _KEY.fullmatch(key) is not None)


def short_text(text: str, words: Vocabulary, before: Before) -> str:
    """A short text as it stands."""
    return parsers.text("text", text, parsers.LONGEST_CODE)


def denominator(text: str, words: Vocabulary, before: Before) -> str:
    """A denominator of the KPI of the same address."""
    return _known(text, words.denominators(before["kpi"] or "").__contains__)


def level(text: str, words: Vocabulary, before: Before) -> str:
    """The key of a level of the area tree."""
    return _known(text, words.levels.__contains__)


def period(text: str, words: Vocabulary, before: Before) -> str:
    """A named period, or a range of days."""
    if not is_period_name(text):
        parsers.days("period", text)
    return text


def replayed_days(text: str, words: Vocabulary, before: Before) -> str:
    """The days of a replay: a range, or "today", the day of the moment shown."""
    if text != TODAY:
        parsers.days("replay", text)
    return text


def moment(text: str, words: Vocabulary, before: Before) -> datetime:
    """An aware moment."""
    return parsers.moment("moment", text, words.zone)


def wall_scene(text: str, words: Vocabulary, before: Before) -> str:
    """The key of a scene of the wall."""
    return _known(text, words.has_scene)


def layers(text: str, words: Vocabulary, before: Before) -> tuple[str, ...]:
    """Map layers in the order of the map; "none" is no layer."""
    return () if text == NO_LAYER else _several(text, words.layers)


def unit_kinds(text: str, words: Vocabulary, before: Before) -> tuple[str, ...]:
    """Kinds of units in their usual order."""
    return _several(text, words.unit_kinds)


def device_kinds(text: str, words: Vocabulary, before: Before) -> tuple[str, ...]:
    """Kinds of devices in their usual order."""
    return _several(text, words.device_kinds)


def special_grids(text: str, words: Vocabulary, before: Before) -> tuple[str, ...]:
    """Codes of special grids in the order given, each once, the first MOST_SPECIAL of them."""
    found = tuple(dict.fromkeys(text.split(",")))[:MOST_SPECIAL]
    return tuple(_known(code, words.has_special) for code in found)


def conditions(text: str, words: Vocabulary, before: Before) -> Conditions:
    """Conditions on the dimensions of cases, in their canonical order, each once."""
    return tuple(sorted(set(parse_conditions("where", text, words.has_value))))


def case(text: str, words: Vocabulary, before: Before) -> str:
    """A case written source/number."""
    return _known(parsers.text("case", text), lambda written: _CASE.fullmatch(written) is not None)


def number(text: str, words: Vocabulary, before: Before) -> NumberShown:
    """A figure of the screen."""
    return parse_number(text, words)


def compared(text: str, words: Vocabulary, before: Before) -> str:
    """What is compared: siblings, areas below, those of a level, a dimension, or at least two areas by their codes."""
    codes = tuple(dict.fromkeys(text.split(",")))
    if text in COMPARED or text in words.levels:
        return text
    if not 2 <= len(codes) <= MOST_COMPARED:
        raise wrong_parameter("compare", "no_comparison", given=parsers.quoted(text), known=", ".join(COMPARED))
    return ",".join(_known(code, words.has_area) for code in codes)


def measure_day(text: str, words: Vocabulary, before: Before) -> str:
    """The day from which a measure holds, or that one is still to be chosen."""
    if text != CHOOSE:
        parsers.day("measure", text)
    return text


def meeting_day(text: str, words: Vocabulary, before: Before) -> str:
    """The day of a meeting."""
    return parsers.day("meeting", text).isoformat()


def controls(text: str, words: Vocabulary, before: Before) -> tuple[str, ...]:
    """Codes of the areas that an area is compared with."""
    codes = tuple(dict.fromkeys(text.split(",")))
    if len(codes) > MOST_CONTROLS:
        raise wrong_parameter("controls", "too_many", most=MOST_CONTROLS)
    return tuple(_known(code, words.has_area) for code in codes)


def _known(text: str, is_known: Callable[[str], bool]) -> str:
    if not is_known(text):
        raise wrong_parameter("value", "not_understood", given=parsers.quoted(text))
    return text


def _several(text: str, values: Collection[str]) -> tuple[str, ...]:
    """Some of `values`, in the order of these."""
    names = set(text.split(","))
    if not names <= set(values):
        raise wrong_parameter("value", "none_of", given=parsers.quoted(text), known=", ".join(values))
    return tuple(value for value in values if value in names)
