"""What people call an alarm, what it is about, and in which unit its numbers are."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.words.catalogue import Catalogue
from dashboard.words.numbers import brief, short_decimal
from queries.city import City
from queries.values import Alarm, AlarmRule


@dataclass(frozen=True)
class AlarmName:
    """rule: the name of its rule, or its key where that is gone; place: of its area; about: what it is about beside the
    area, as people call it."""

    rule: str
    place: str
    about: str

    @property
    def whole(self) -> str:
        """All of it in one line."""
        return " · ".join(part for part in (self.rule, self.place, self.about) if part)


def rule_of(city: City, alarm: Alarm) -> AlarmRule | None:
    """Its rule; None where that is no longer declared."""
    return city.alarms.rule(alarm.last.rule)


def alarm_name(city: City, alarm: Alarm, words: Catalogue) -> AlarmName:
    """The names of one alarm."""
    rule = rule_of(city, alarm)
    called = rule.name(words.language) if rule else alarm.last.rule
    return AlarmName(called, city.alarms.area_of(alarm).name, _about(city, alarm, rule, words))


def _about(city: City, alarm: Alarm, rule: AlarmRule | None, words: Catalogue) -> str:
    subject = alarm.last.subject
    if rule is None or not subject:
        return subject
    if rule.kind == "unanswered":
        other = city.alarms.rule(subject)
        return other.name(words.language) if other else subject
    if rule.kind == "roll_call":
        level = next((one for one in city.profile.levels if one.key == subject), None)
        return words.either(level.zh, level.en) if level else subject
    if rule.by == "special_grid":
        grids = city.ground.special_grids
        return next(iter(grids.name[grids.code == subject].tolist()), subject)
    if rule.kind == "silence" and rule.of == "source":
        source = city.profile.source(subject)
        return words.either(source.title_zh or "", source.title_en or "") or subject
    return subject


def unit_of(city: City, rule: AlarmRule | None) -> str:
    """The unit of the numbers of a rule; empty where that is gone."""
    if rule is None:
        return ""
    if rule.kind == "cluster":
        return "case"
    if rule.kind == "unanswered" or rule.of == "source":
        return "minute"
    if rule.kind in ("silence", "roll_call", "sample"):
        return "ratio"
    key, denominator = rule.counted
    return city.kpis.dictionary[key].with_denominator(denominator).unit


def number_text(value: float | None, unit: str, words: Catalogue) -> str:
    """A number of an alarm, briefly: counts in full as they are written elsewhere."""
    if value is None:
        return "—"
    return brief(round(value, 6), unit, words) if unit else short_decimal(value, 2)


def limit_text(rule: AlarmRule | None, threshold: float | None, unit: str, words: Catalogue) -> str:
    """What its number was held against: "above 30 %", "normal: at most 1,500"."""
    if rule is None or threshold is None:
        return ""
    limit = number_text(threshold, unit, words)
    if rule.kind == "outside_band":
        return words(f"alarms.normal_{rule.side}", limit=limit)
    key = "at_least" if rule.kind == "cluster" else "below" if rule.is_below else "above"
    return words(f"alarms.{key}", limit=limit)
