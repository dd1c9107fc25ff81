"""words.toml as readings by word, and the patterns of days and hours."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from dashboard.search.phrases.readings import CasesAsked, KpiAsked, PartsAsked, PeriodAsked, PeriodBefore, Reading, Sign
from dashboard.search.phrases.spoken import spoken
from queries.values import Dictionary, fixed_values

_MONTH, _WEEKDAY = "{month}", "{weekday}"


@cache
def word_data() -> Mapping[str, Any]:
    """The file as it is."""
    return tomllib.loads((files("dashboard.search.phrases") / "words.toml").read_text(encoding="utf-8"))


def hours(first: int, end: int) -> CasesAsked:
    """The hours from `first` to before `end`, over midnight where that is not later."""
    values = fixed_values("hour")
    return CasesAsked(tuple(("hour", values[hour % 24]) for hour in range(first, end if end > first else end + 24)))


def weekdays(*days: int) -> CasesAsked:
    """Days of the week, Monday 1."""
    return CasesAsked(tuple(("weekday", str(day)) for day in days))


def words_of_kpis(dictionary: Dictionary) -> Iterator[tuple[str, Reading]]:
    """Words and KPIs: names first, then other words."""
    for metric in dictionary.values():
        for name in (metric.zh, metric.en):
            yield name, KpiAsked(metric.key)
    for one in word_data()["kpi"]:
        if (key := one["key"]) not in dictionary:
            continue
        denominator = one.get("denominator")
        yield from ((word, KpiAsked(key, denominator)) for word in one.get("words", ()))
        yield from ((word, KpiAsked(key, denominator, is_plain=True)) for word in one.get("plain", ()))


def words_of_times() -> Iterator[tuple[str, Reading]]:
    """Words and periods, hours, days of the week."""
    for one in word_data()["period"]:
        period = PeriodAsked(one["name"]) if "name" in one else PeriodBefore(one["unit"], one["back"])
        yield from ((word, period) for word in one["words"])
    for one in word_data()["hours"]:
        yield from ((word, hours(one["from"], one["to"])) for word in one["words"])
    for number, one in enumerate(word_data()["weekday"], start=1):
        yield from ((word, weekdays(number)) for word in one["names"])
    for one in word_data()["weekdays"]:
        yield from ((word, weekdays(*one["days"])) for word in one["words"])


def words_of_parts(levels: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Reading]]:
    """Words and kinds of parts. levels: the names of each level of areas by its key."""
    for one in word_data()["parts"]:
        yield from ((word, PartsAsked(one["compare"])) for word in one["words"])
    for key, names in levels.items():
        yield from ((word, PartsAsked(key)) for name in names for word in (name, f"{name}s"))


def words_of_signs() -> Iterator[tuple[str, Reading]]:
    """Words that say nothing of their own."""
    data = word_data()
    signs = {
        "fillers": Sign("filler"),
        "excluding": Sign("excluding"),
        "joining": Sign("joining"),
        "most": Sign("most"),
    }
    for name, sign in signs.items():
        yield from ((word, sign) for word in data[name])


@cache
def same_words() -> Mapping[str, tuple[str, ...]]:
    """word → all words that mean the same kind of case; of a word in several groups, those of all."""
    found: dict[str, tuple[str, ...]] = {}
    for one in word_data()["same"]:
        group = tuple(spoken(word) for word in one["words"])
        found.update({word: (*found.get(word, ()), *group) for word in group})
    return found


@cache
def numbers_of(table: str) -> Mapping[str, int]:
    """Names of months or weekdays → their number, the first is 1."""
    return {name: number for number, one in enumerate(word_data()[table], start=1) for name in one["names"]}


@cache
def day_patterns() -> tuple[tuple[re.Pattern[str], int | None], ...]:
    """Patterns of days as they are written, each with the weeks before the present one that it means."""
    names = {_MONTH: _any_of("month"), _WEEKDAY: _any_of("weekday")}
    found = []
    for one in word_data()["days"]:
        for pattern in one["patterns"]:
            text = pattern.replace(_MONTH, names[_MONTH]).replace(_WEEKDAY, names[_WEEKDAY])
            found.append((re.compile(text, re.ASCII), one.get("weeks_back")))
    return tuple(found)


@cache
def clock_patterns() -> tuple[re.Pattern[str], ...]:
    """Patterns of hours as they are written."""
    return tuple(re.compile(pattern, re.ASCII) for one in word_data()["clock"] for pattern in one["patterns"])


def _any_of(table: str) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, numbers_of(table)), key=len, reverse=True)) + ")"
