from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.view.periods import PeriodAt, ScreenPeriod, earlier, is_over, resolve, trend_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
FRIDAY_NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def days(name: str, as_of: datetime = FRIDAY_NOON) -> tuple[date | None, date | None]:
    period = resolve(name, as_of, SHANGHAI)
    return period.start, period.end


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("today", date(2026, 11, 20), date(2026, 11, 20)),
        ("yesterday", date(2026, 11, 19), date(2026, 11, 19)),
        ("week", date(2026, 11, 16), date(2026, 11, 20)),
        ("last_week", date(2026, 11, 9), date(2026, 11, 15)),
        ("7d", date(2026, 11, 14), date(2026, 11, 20)),
        ("30d", date(2026, 10, 22), date(2026, 11, 20)),
        ("month", date(2026, 11, 1), date(2026, 11, 20)),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("all", None, None),
        ("2026-11-02..2026-11-03", date(2026, 11, 2), date(2026, 11, 3)),
    ],
)
def test_named_periods_are_city_days(name: str, start: date | None, end: date | None) -> None:
    assert days(name) == (start, end)


def test_today_is_the_day_of_the_city_not_of_greenwich() -> None:
    assert days("today", datetime(2026, 11, 19, 17, 0, tzinfo=UTC)) == (date(2026, 11, 20), date(2026, 11, 20))


def before(name: str, as_of: datetime = FRIDAY_NOON, zone: ZoneInfo = SHANGHAI) -> PeriodAt | None:
    return earlier(PeriodAt(resolve(name, as_of, zone), as_of), zone)


def test_a_running_day_meets_the_same_moment_of_the_day_before() -> None:
    assert before("today") == PeriodAt(
        ScreenPeriod("yesterday", date(2026, 11, 19), date(2026, 11, 19)), datetime(2026, 11, 19, 4, 0, tzinfo=UTC)
    )


def test_a_finished_period_is_compared_at_the_same_distance() -> None:
    found = before("yesterday")
    assert found is not None
    assert (found.period.start, found.as_of) == (date(2026, 11, 18), datetime(2026, 11, 19, 4, 0, tzinfo=UTC))


def test_seven_days_meet_the_seven_before() -> None:
    found = before("7d")
    assert found is not None
    assert (found.period.start, found.period.end) == (date(2026, 11, 7), date(2026, 11, 13))


def test_a_running_month_meets_the_same_days_of_the_last() -> None:
    found = before("month")
    assert found is not None
    assert (found.period.start, found.period.end) == (date(2026, 10, 1), date(2026, 10, 20))


def test_a_running_week_meets_the_same_weekdays_of_the_last() -> None:
    found = before("week")
    assert found is not None
    assert (found.period.start, found.period.end) == (date(2026, 11, 9), date(2026, 11, 13))


@pytest.mark.parametrize(
    ("name", "month", "day", "start", "end"),
    [
        ("month", 2, 28, (1, 1), (1, 28)),
        ("month", 3, 28, (2, 1), (2, 28)),
        ("month", 3, 31, (1, 29), (2, 28)),
        ("last_month", 3, 1, (1, 1), (1, 28)),
        ("last_month", 4, 5, (1, 29), (2, 28)),
        ("2026-02-01..2026-02-28", 4, 5, (1, 1), (1, 28)),
    ],
)
def test_a_month_meets_as_many_days_of_the_month_before(
    name: str, month: int, day: int, start: tuple[int, int], end: tuple[int, int]
) -> None:
    found = before(name, datetime(2026, month, day, 4, 0, tzinfo=UTC))
    assert found is not None
    assert (found.period.start, found.period.end) == (date(2026, *start), date(2026, *end))


PERIODS_OF_A_DAY = ("today", "yesterday", "week", "last_week", "7d", "30d", "month", "last_month", "quarter", "year")


@pytest.mark.parametrize("name", PERIODS_OF_A_DAY)
def test_a_constant_24_cases_a_day_are_no_change_on_any_day_of_a_year(name: str) -> None:
    """One case an hour, counted up to 15:30 of the running day; quarter and year up to the day are ranges."""

    def cases(at: PeriodAt) -> float:
        assert at.period.start
        assert at.period.end
        first = datetime(at.period.start.year, at.period.start.month, at.period.start.day, tzinfo=SHANGHAI)
        end = min(at.as_of, datetime.combine(at.period.end, time(), SHANGHAI) + timedelta(days=1))
        return (end - first) / timedelta(hours=1)

    for number in range(366):
        as_of = datetime(2028, 1, 1, 7, 30, tzinfo=UTC) + timedelta(days=number)
        day = as_of.astimezone(SHANGHAI).date()
        first_days = {
            "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
            "year": day.replace(month=1, day=1),
        }
        asked = f"{first_days[name]}..{day}" if name in first_days else name
        now, found = PeriodAt(resolve(asked, as_of, SHANGHAI), as_of), before(asked, as_of)
        assert found is not None
        assert cases(now) == cases(found), (name, day)
        assert now.period.start is not None
        assert found.period.end is not None
        assert found.period.end < now.period.start


def test_all_time_has_nothing_before_it() -> None:
    assert before("all") is None


def test_the_same_moment_is_clock_time_across_a_change_of_clocks() -> None:
    as_of = datetime(2026, 11, 1, 17, 0, tzinfo=UTC)  # 12:00 in New York on the day the clocks went back
    found = before("today", as_of, NEW_YORK)
    assert found is not None
    assert found.as_of.astimezone(NEW_YORK).hour == 12
    assert found.as_of == datetime(2026, 10, 31, 16, 0, tzinfo=UTC)


def test_a_trend_has_a_month_at_least_and_never_a_day_to_come() -> None:
    assert trend_days(resolve("today", FRIDAY_NOON, SHANGHAI), FRIDAY_NOON, SHANGHAI) == (
        date(2026, 10, 22),
        date(2026, 11, 20),
    )
    future = ScreenPeriod("days", date(2026, 11, 1), date(2026, 12, 31))
    assert trend_days(future, FRIDAY_NOON, SHANGHAI)[1] == date(2026, 11, 20)


def test_a_day_is_over_with_its_last_microsecond() -> None:
    last = datetime(2026, 11, 20, 23, 59, 59, 999999, tzinfo=SHANGHAI)
    assert is_over(date(2026, 11, 20), last, SHANGHAI)
    assert not is_over(date(2026, 11, 20), last - timedelta(microseconds=1), SHANGHAI)
    assert not resolve("today", last, SHANGHAI).runs(last, SHANGHAI)


def test_a_trend_shows_no_days_before_the_first_report_nor_an_open_one_after_the_last() -> None:
    reported = date(2026, 11, 2), date(2026, 11, 15)
    assert trend_days(resolve("all", FRIDAY_NOON, SHANGHAI), FRIDAY_NOON, SHANGHAI, reported) == reported
    assert trend_days(resolve("today", FRIDAY_NOON, SHANGHAI), FRIDAY_NOON, SHANGHAI, reported) == (
        date(2026, 11, 2),
        date(2026, 11, 20),
    )
