"""The days of a trend in steps, and those that they are compared with."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.view.periods import PeriodAt, resolve
from dashboard.view.trend_spans import TrendSpan, trend_span

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 12, tzinfo=ZONE)  # a Friday
REPORTED = (date(2024, 2, 10), date(2026, 11, 20))


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    week = trend_span("week", PeriodAt(resolve("today", NOW, ZONE), NOW), ZONE, REPORTED)
    assert (week.start, week.end, len(list(week.steps()))) == (date(2026, 5, 25), date(2026, 11, 20), 26)
    month = trend_span("month", PeriodAt(resolve("today", NOW, ZONE), NOW), ZONE, REPORTED)
    assert (month.start, len(list(month.steps()))) == (date(2024, 12, 1), 24)
    assert list(month.steps())[-1] == (date(2026, 11, 1), date(2026, 11, 20))
    young = trend_span("month", PeriodAt(resolve("today", NOW, ZONE), NOW), ZONE, (date(2026, 10, 5), REPORTED[1]))
    assert young.start == date(2026, 10, 1)


def test_weeks_meet_the_weeks_and_months_the_months_of_the_year_before() -> None:
    week = TrendSpan("week", date(2026, 11, 9), date(2026, 11, 20)).earlier()
    assert (week.start, week.start.weekday(), week.end) == (date(2025, 11, 10), 0, date(2025, 11, 21))
    month = TrendSpan("month", date(2024, 2, 1), date(2024, 2, 29))
    assert (month.earlier().start, month.earlier().end) == (date(2023, 2, 1), date(2023, 2, 28))
    assert month.back == timedelta(days=366)
    assert len(list(month.earlier().steps())) == 1
