"""The year before: the same weekdays or dates, and the same day of the Spring Festival where a span touches it."""

from datetime import date, timedelta

import pytest

from queries.calendar.holidays import special_day
from queries.calendar.year_before import EVE, LAST, NEW_YEARS, year_before


@pytest.mark.parametrize(
    ("start", "end", "first_before", "aligned"),
    [
        ("2026-11-26", "2026-11-26", "2025-11-27", "weekdays"),
        ("2026-11-20", "2026-11-26", "2025-11-21", "weekdays"),
        ("2026-11-01", "2026-11-30", "2025-11-01", "dates"),
        ("2024-02-29", "2024-03-31", "2023-02-28", "dates"),
        ("2026-02-17", "2026-02-17", "2025-01-29", "festival"),
        ("2026-02-23", "2026-03-01", "2025-02-04", "festival"),
        ("2026-02-24", "2026-03-01", "2025-02-25", "weekdays"),
        ("2026-01-28", "2026-01-30", "2025-01-09", "festival"),
    ],
)
def test_days_meet_their_like(start: str, end: str, first_before: str, aligned: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    found = year_before(first, last, "CN")
    assert (first - found.back, found.aligned) == (date.fromisoformat(first_before), aligned)


def test_only_china_has_the_festival() -> None:
    day = date(2026, 2, 17)
    assert year_before(day, day, "none").aligned == year_before(day, day, None).aligned == "weekdays"


def test_the_days_of_the_festival_are_holidays_of_the_notices() -> None:
    for new_year in NEW_YEARS:
        if not 2014 <= new_year.year <= 2026:
            continue
        day = special_day("CN", new_year)
        assert day
        assert (day.off, day.name) == (True, "Spring Festival"), new_year
        others = [new_year + timedelta(days=number) for number in range(EVE.days, LAST.days)]
        off = [one for one in others if (special := special_day("CN", one)) and special.off]
        assert len(off) >= len(others) - 1
