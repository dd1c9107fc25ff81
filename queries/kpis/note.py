"""Remarks that travel with an answer, in English and in Chinese: their sentences lie in notes.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from importlib.resources import files
from typing import Self

from queries.kpis.breaks.series_break import SeriesBreak
from queries.scope import LineOfBusiness

_SENTENCES = tomllib.loads(files("queries.kpis").joinpath("notes.toml").read_text(encoding="utf-8"))
_TABLES, _TIMES_IN_DISORDER = _SENTENCES.pop("tables"), _SENTENCES.pop("times_in_disorder")
_NAMES, _LISTED = _SENTENCES.pop("names"), _SENTENCES.pop("listed")


class Note(str):
    """An English sentence; `zh` is the same in Chinese, `code` a word for it that does not change."""

    code: str
    zh: str
    __slots__ = ("code", "zh")

    def __new__(cls, code: str, en: str, zh: str) -> Self:
        note = super().__new__(cls, en)
        note.code = code
        note.zh = zh
        return note


def _note(key: str, en: dict[str, str] | None = None, zh: dict[str, str] | None = None, **both: str) -> Note:
    """The remark of notes.toml with its names filled in: `both` in each language, `en` and `zh` in one."""
    sentence = _SENTENCES[key]
    english, chinese = sentence["en"].format(**both, **(en or {})), sentence["zh"].format(**both, **(zh or {}))
    return Note(sentence.get("code", key), english, chinese)


PERIOD_IGNORED = _note("period_ignored")
NOTHING_LOADED = _note("nothing_loaded")
NOTHING_KNOWN_YET = _note("nothing_known_yet")
NOT_YET = _note("not_yet")
NOT_WHERE_THIS = _note("no_conditions")
SPECIAL_GRID_NOW = _note("special_grid_now")
STATUS_NOW = _note("status_now")
CITY_ONLY = _note("city_only")
NOT_BY_THIS = _note("no_breakdown")
NAMES_TOLD = 3  # of areas
OF_PERIOD = frozenset({"not_yet", "before_data", "after_data", "between_data"})
"""The codes of reasons that hold for a period or moment and not for the KPI."""


def before_data(first: date) -> Note:
    """The period or moment lies before the data begin."""
    return _note("before_data", day=first.isoformat())


def after_data(last: date) -> Note:
    """The period or moment lies after the data end."""
    return _note("after_data", day=last.isoformat())


def between_data(days: Mapping[str, tuple[date, date]]) -> Note:
    """No source has data of the days of the period; days: the first and last of each source."""
    return _note("between_data", sources=_with_days(days))


def unknown_before(first: date) -> Note:
    """The first days of the period lie before the data begin."""
    return _note("unknown_before", day=first.isoformat())


def unknown_after(last: date) -> Note:
    """The last days of the period lie after the data end."""
    return _note("unknown_after", day=last.isoformat())


def sources_without_days(days: Mapping[str, tuple[date, date]]) -> Note:
    """Some sources have no data of the period; days: the first and last of each."""
    return _note("sources_without_days", sources=_with_days(days))


def _with_days(days: Mapping[str, tuple[date, date]]) -> str:
    return ", ".join(f"{name} ({first.isoformat()}..{last.isoformat()})" for name, (first, last) in days.items())


def by_status(names: tuple[str, ...]) -> Note:
    """Of some sources only the present status says which cases are closed."""
    return _note("by_status", sources=", ".join(names))


def unknown_needs(needs: Sequence[str]) -> Note:
    """No source knows what the KPI is about: steps and columns, `|` between those of which one would do."""
    en, zh = ({"what": _listed(needs, language)} for language in ("en", "zh"))
    return _note("no_source", en=en, zh=zh)


def unknown_reports(table: str) -> Note:
    """No source delivers the reports that the KPI is about."""
    names = _TABLES[table]
    return _note("no_source", en={"what": names["en"]}, zh={"what": names["zh"]})


def _listed(needs: Sequence[str], language: str) -> str:
    words = _LISTED[language]
    return str(words["and"]).join(words["or"].join(_name(one, language) for one in need.split("|")) for need in needs)


def _name(name: str, language: str) -> str:
    """What a step or a column is called; one that only a city's own dictionary knows as it is written there."""
    return str(_NAMES[name][language]) if name in _NAMES else name


def sources_left_out(names: tuple[str, ...]) -> Note:
    """Some sources do not know what the KPI is about; their cases are not in the number."""
    return _note("sources_left_out", sources=", ".join(names))


def permission(areas: tuple[str, ...], lines: tuple[LineOfBusiness, ...] | None) -> list[Note]:
    """Only some areas, or the cases of some lines of business, may be seen by whoever asks."""
    notes = []
    if areas:
        told, more = areas[:NAMES_TOLD], len(areas) - NAMES_TOLD
        en, zh = {"areas": ", ".join(told)}, {"areas": "、".join(told)}
        key = "permitted_areas_and_more" if more > 0 else "permitted_areas"
        notes.append(_note(key, en, zh, more=f"{more:,}"))
    if lines is not None:
        en, zh = {"lines": ", ".join(one.en for one in lines)}, {"lines": "、".join(one.zh for one in lines)}
        notes.append(_note("permitted_lines", en, zh))
    return notes


def filled_step(step: str, names: tuple[str, ...]) -> Note:
    """A step unknown to some sources has the time of the nearest earlier known one."""
    named = _name(step, "en")
    en, zh = {"step": named[0].upper() + named[1:]}, {"step": _name(step, "zh")}
    return _note("filled_step", en=en, zh=zh, sources=", ".join(names))


def untimed(cases: int) -> Note:
    """Cases closed or voided without a time of it count as such at every moment."""
    return _note("untimed_one") if cases == 1 else _note("untimed", cases=f"{cases:,}")


def left_out(n: int, en: str, zh: str, table: str = "events") -> Note:
    """Members of the population that cannot be counted, and why (without a reason: because of their times)."""
    why_en, why_zh = en or _TIMES_IN_DISORDER["en"], zh or _TIMES_IN_DISORDER["zh"]
    key = "left_out" if table == "events" else "left_out_others"
    return _note(key, en={"why": why_en}, zh={"why": why_zh}, cases=f"{n:,}")


def calendar_missing(cases: int) -> Note:
    """Members of the population in whose time some year has no calendar of working days."""
    return _note("calendar_missing_one") if cases == 1 else _note("calendar_missing", cases=f"{cases:,}")


def not_known_as_of(what: str) -> Note:
    """A counter without a time of its own is not known for an earlier moment."""
    return _note("not_known_as_of", en={"what": _name(what, "en")}, zh={"what": _name(what, "zh")})


def only_newest(table: str) -> Note:
    """Of units, devices, rosters and partners the state of an earlier moment is not stored."""
    names = _TABLES[table]
    return _note("only_newest", en={"what": names["en"]}, zh={"what": names["zh"]})


def unripe(first: date, days: int) -> Note:
    """A rate that is not settled: from which day on, and after how many whole days that of a day is."""
    return _note("unripe", day=first.isoformat(), days=str(days))


def series_break(one: SeriesBreak) -> Note:
    """A day from which on a series is another one, and why."""
    en, zh = {"why": one.en.rstrip(".")}, {"why": one.zh.rstrip("。")}
    return _note("break", en=en, zh=zh, day=one.day.isoformat())


def fallen_silent(heard_until: datetime, zone: tzinfo) -> Note:
    """The days of a number went on after its sources fell silent at a moment (aware)."""
    return _note("silent", moment=f"{heard_until.astimezone(zone):%Y-%m-%d %H:%M}")


def source_joined(day: date, zh: str, en: str) -> SeriesBreak:
    """The break at the first day of a source; zh, en: what it is called."""
    sentence = _SENTENCES["source_joined"]
    return SeriesBreak(day, "source_joined", sentence["zh"].format(source=zh), sentence["en"].format(source=en))


def incomplete(first: date, full_from: date, days: int) -> Note:
    """A stock that may be too low until a day: the data begin on `first`, and its cases stay in it for so many days."""
    return _note("incomplete", first=first.isoformat(), day=full_from.isoformat(), days=str(days))


def begins_within(first: date) -> Note:
    """The data begin within a week or month."""
    return _note("begins_within", day=first.isoformat())


def failed(count: int, en: str, zh: str) -> Note:
    """How many of a rate are not in its numerator: 99 % of many leaves many."""
    return Note("failed", en.replace("{n}", f"{count:,}"), zh.replace("{n}", f"{count:,}"))
