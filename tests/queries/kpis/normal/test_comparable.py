"""Which earlier periods are compared: the same weekdays and time of day, no holidays, nothing before the data begin."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from queries.calendar.working_time import WorkingCalendar
from queries.kpis.absence.coverage import Coverage, DaysOfData
from queries.kpis.normal.comparable import Comparing, EarlierPeriod

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = WorkingCalendar("Asia/Shanghai", "CN", frozenset(range(1, 6)), ((540, 1080),))


def earlier(
    start: date, end: date, *, as_of: datetime | None = None, since: date = date(2020, 1, 1)
) -> tuple[EarlierPeriod, ...]:
    moment = as_of or datetime.combine(end, datetime.min.time(), SHANGHAI) + timedelta(hours=13)
    return Comparing(SHANGHAI, CHINA, lambda day: day >= since).earlier(start, end, moment)


def test_a_thursday_is_compared_with_the_thursdays_before_at_the_same_time_of_day() -> None:
    found = earlier(date(2026, 11, 26), date(2026, 11, 26))
    assert {one.start.isoweekday() for one in found} == {4}
    assert [one.start for one in found[:3]] == [date(2026, 11, 19), date(2026, 11, 12), date(2026, 11, 5)]
    assert {one.as_of.astimezone(SHANGHAI).time().hour for one in found} == {13}
    assert date(2026, 10, 1) not in {one.start for one in found}, "the first of the national days"
    assert len(found) == 11


def test_a_make_up_day_and_a_holiday_are_compared_with_no_ordinary_day() -> None:
    assert earlier(date(2026, 10, 10), date(2026, 10, 10)) == (), "a Saturday that is worked"
    assert {one.start for one in earlier(date(2026, 10, 2), date(2026, 10, 2))} <= {date(2026, 9, 25)}


def test_nothing_is_compared_from_before_the_data_begin() -> None:
    assert len(earlier(date(2026, 11, 26), date(2026, 11, 26), since=date(2026, 11, 5))) == 3


@pytest.mark.parametrize(("length", "step", "most"), [(2, 7, 12), (7, 7, 12), (8, 14, 8), (30, 35, 8), (32, 0, 0)])
def test_longer_periods_are_shifted_by_whole_weeks_and_do_not_overlap(length: int, step: int, most: int) -> None:
    end = date(2023, 12, 20)
    found = earlier(end - timedelta(days=length - 1), end)
    assert len(found) <= most
    assert all((end - one.end).days % step == 0 for one in found)
    days = [day for one in found for day in one.days()]
    assert len(days) == len(set(days)) == length * len(found)


def test_the_time_of_day_stays_the_same_when_clocks_were_changed_between() -> None:
    new_york = ZoneInfo("America/New_York")
    unknown = WorkingCalendar("America/New_York", None, frozenset(range(1, 6)), ((540, 1020),))
    moment = datetime(2011, 11, 9, 15, 0, tzinfo=UTC)  # 10:00, clocks went back on the 6th
    found = Comparing(new_york, unknown, lambda _: True).earlier(date(2011, 11, 9), date(2011, 11, 9), moment)
    assert found[0].as_of == datetime(2011, 11, 2, 14, 0, tzinfo=UTC)


def test_days_with_other_sources_are_not_compared() -> None:
    """One source joined, one ended: before and after, the same number counts something else."""
    today, week, month = date(2026, 11, 19), date(2026, 11, 12), date(2026, 10, 22)
    always = DaysOfData(date(2026, 1, 1), date(2026, 11, 20))
    one = Coverage({"always": always})
    joined = Coverage({"always": always, "joined": DaysOfData(date(2026, 11, 5), date(2026, 11, 20))})
    ended = Coverage({"always": always, "ended": DaysOfData(date(2026, 1, 1), date(2026, 11, 5))})
    whole = [[known.is_whole(day, today, today) for day in (week, month)] for known in (one, joined, ended)]
    assert whole == [[True, True], [True, False], [True, False]]


def test_a_day_is_past_when_every_source_of_it_has_delivered_later_ones() -> None:
    known = Coverage(
        {
            "fast": DaysOfData(date(2026, 1, 1), date(2026, 11, 20)),
            "slow": DaysOfData(date(2026, 1, 1), date(2026, 11, 18)),
        }
    )
    assert [known.is_past(date(2026, 11, day)) for day in (17, 18, 19, 20)] == [True, False, True, False]
