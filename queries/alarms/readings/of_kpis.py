"""Readings of rules about KPIs: of areas or parts against thresholds, of areas against what is normal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from geodata.areas.area_tree import Area
from queries.alarms.asking import Asking, RuleQuestion, is_judged, question_of
from queries.alarms.reading import RuleReading, RuleReadings, compared
from queries.alarms.rule import AlarmRule
from queries.calendar.working_time import working_calendar
from queries.kpis.answer import Answer
from queries.kpis.answer_rows import UNKNOWN
from queries.kpis.by_level import LevelAnswer
from queries.kpis.normal.comparable import Comparing
from queries.kpis.normal.normal import Normal
from queries.kpis.normal.normal_areas import NormalOfAreas

INSIDE = 0.1
"""What is normal again lies inside the band by this share of its half."""


def against_thresholds(asking: Asking, asked: RuleQuestion) -> RuleReadings | None:
    """The numbers of all areas of the levels, or of all parts of the city."""
    return _of_parts(asking, asked) if asked.rule.by else _of_levels(asking, asked)


def _of_parts(asking: Asking, asked: RuleQuestion) -> RuleReadings | None:
    answer = asking.ask(replace(question_of(asking, asked), by=asked.rule.by))
    if not is_judged(answer):
        return None
    by_code = asked.rule.by == "special_grid"
    known = [row for row in answer.rows if row.code != UNKNOWN]
    rows = [(row.code if by_code else row.name or row.code, row.value, row.n) for row in known]
    least = _least(asking, asked.rule, answer)
    found = (
        _against(asked.rule, asking.tree.root.code, part, float(value), n)
        for part, value, n in rows
        if value is not None and n >= least
    )
    return RuleReadings(tuple(found), is_whole=answer.kind == "count")


def _of_levels(asking: Asking, asked: RuleQuestion) -> RuleReadings | None:
    found = list[RuleReading]()
    for _, answer in _levels(asking, asked):
        if not is_judged(answer.whole):
            return None
        least = _least(asking, asked.rule, answer.whole)
        found += [
            _against(asked.rule, area.code, "", value, n) for area, value, n in _areas(asking, answer) if n >= least
        ]
    return RuleReadings(tuple(found), is_whole=False)


def _levels(asking: Asking, asked: RuleQuestion) -> Iterator[tuple[int, LevelAnswer]]:
    question = question_of(asking, asked)
    levels = (level for level in asked.rule.levels if level <= asking.tree.depth)
    return ((level, asking.by_level(question, level)) for level in levels)


def _areas(asking: Asking, answer: LevelAnswer) -> Iterator[tuple[Area, float, int]]:
    """The areas of which there is a value."""
    columns = zip(answer.area_id.tolist(), answer.value.tolist(), answer.n.tolist(), strict=True)
    return ((asking.tree.by_id(number), value, n) for number, value, n in columns if value == value)  # noqa: PLR0124


def _least(asking: Asking, rule: AlarmRule, answer: Answer) -> int:
    if rule.least is not None:
        return rule.least
    is_amount = answer.kind == "count" or answer.unit == "case/day"
    return 0 if is_amount else asking.profile.minimum_cases


def _against(rule: AlarmRule, area_code: str, subject: str, value: float, n: int) -> RuleReading:
    threshold, is_over, is_clear = compared(value, rule.above, rule.below, rule.clear)
    return RuleReading(area_code, subject, value, threshold, n, is_over, is_clear)


def hold_thresholds(asking: Asking, rule: AlarmRule, moments: Sequence[datetime]) -> None:
    """Read what `against_thresholds` will ask as of each of these moments (aware)."""
    questions = [question_of(asking, RuleQuestion(rule, moment)) for moment in moments]
    asking.hold_moments([replace(one, by=rule.by or None) for one in questions], _deepest(asking, rule))


def hold_normal(asking: Asking, rule: AlarmRule, moments: Sequence[datetime]) -> None:
    """Read what `against_normal` will ask as of each of these moments (aware), and of the comparable ones before."""
    zone, calendar = asking.profile.time_zone, working_calendar(asking.profile)
    comparing = Comparing(zone, calendar, lambda _day: True)
    today = {moment: moment.astimezone(zone).date() for moment in moments}
    first = {moment: day - timedelta(days=rule.days - 1) for moment, day in today.items()}
    before = {one.as_of for moment in moments for one in comparing.earlier(first[moment], today[moment], moment)}
    questions = [question_of(asking, RuleQuestion(rule, moment)) for moment in sorted({*moments, *before})]
    asking.hold_moments(questions, _deepest(asking, rule))


def _deepest(asking: Asking, rule: AlarmRule) -> int:
    return max((level for level in rule.levels if level <= asking.tree.depth), default=0)


def against_normal(asking: Asking, asked: RuleQuestion) -> RuleReadings | None:
    """The numbers of all areas of the levels, each against its own band."""
    question, found = question_of(asking, asked), list[RuleReading]()
    for level, answer in _levels(asking, asked):
        if not is_judged(answer.whole):
            return None
        normal = asking.normal_areas(question, level)
        found += _against_bands(asking, asked.rule, answer, normal)
    return RuleReadings(tuple(found), is_whole=False)


def _against_bands(
    asking: Asking, rule: AlarmRule, answer: LevelAnswer, normal: NormalOfAreas
) -> Iterator[RuleReading]:
    is_amount = answer.whole.kind == "count" or answer.whole.unit == "case/day"
    for area, value, n in _areas(asking, answer):
        known = normal.get(area.area_id)
        place = known.place_at(value, n, is_amount=is_amount) if known else None
        if known and place:
            yield _against_band(rule, area.code, known, value, n)


def _against_band(rule: AlarmRule, area_code: str, normal: Normal, value: float, n: int) -> RuleReading:
    band = normal.band
    assert band is not None  # noqa: S101  # a place is known of a band alone
    if rule.side == "above":
        inner = band.high - INSIDE * (band.high - band.middle)
        return RuleReading(area_code, "", value, band.high, n, value > band.high, value <= inner)
    inner = band.low + INSIDE * (band.middle - band.low)
    return RuleReading(area_code, "", value, band.low, n, value < band.low, value >= inner)
