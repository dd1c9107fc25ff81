"""Days as a sentence says them: 11月16日至22日, 16–22 November."""

from __future__ import annotations

from datetime import date

from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.display.wording import compared_with
from dashboard.view.against import YEAR
from dashboard.view.periods import ScreenPeriod, is_whole_month
from dashboard.words.moments import time_of_day
from queries.values import Metric, bases


def period_said(scene: BriefingScene) -> str:
    """The days of the period; of one without ends that it is all time."""
    return days_said(scene.period, scene)


def days_said(period: ScreenPeriod, scene: BriefingScene) -> str:
    """The days of a period, with the year where it is not that of the scene's moment."""
    words, first, last = scene.words, period.start, period.end
    if first is None or last is None:
        return words("period.all")
    if is_whole_month(period):
        said = words("briefing.days.month", month=words(f"briefing.months.{first.month}"))
    elif first == last:
        said = _day(first, scene)
    elif (first.year, first.month) == (last.year, last.month):
        month = words(f"briefing.months.{first.month}")
        said = words("briefing.days.in_a_month", month=month, first=first.day, last=last.day)
    elif first.year == last.year:
        said = words("briefing.days.between", first=_day(first, scene), last=_day(last, scene))
    else:
        ends = (words("briefing.days.of_year", year=day.year, days=_day(day, scene)) for day in (first, last))
        return words("briefing.days.between", **dict(zip(("first", "last"), ends, strict=True)))
    is_of_this_year = last.year == scene.now.as_of.astimezone(scene.zone).year
    return said if is_of_this_year else words("briefing.days.of_year", year=last.year, days=said)


def against_said(metric: Metric, scene: BriefingScene) -> str:
    """What a change is measured against, within a sentence; scene: with the moments of the KPI."""
    earlier = scene.earlier
    if earlier is None or scene.runs or scene.view.against == YEAR:
        return compared_with(metric, scene)
    if not bases()[metric.basis].is_state:
        return scene.words("briefing.days.against", days=days_said(earlier.period, scene))
    if scene.is_of_an_end and earlier.period.end:
        return scene.words("briefing.days.against_end", day=_day(earlier.period.end, scene))
    day, time = earlier.as_of.astimezone(scene.zone).date(), time_of_day(earlier.as_of, scene.zone)
    return scene.words("briefing.days.against_moment", day=_day(day, scene), time=time)


def _day(day: date, scene: BriefingScene) -> str:
    return scene.words("briefing.days.day", month=scene.words(f"briefing.months.{day.month}"), day=day.day)
