"""Years of two digits: the century by the clock, the order of the three numbers by the whole column."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from queries.errors import FileRefused
from tests.queries.loading.conftest import SmallCity

DAYS = "SELECT CAST(moment AS DATE) FROM city.events ORDER BY source_id"
HEADER = "case_id,open_dt,closed_dt,due_at\n"


def days(city: SmallCity, column: str) -> list[date | None]:
    return [day for (day,) in city.rows(DAYS.replace("moment", column))]


def load(city: SmallCity, *rows: str, **options: Any) -> tuple[str, ...]:
    """Loaded on 20 November 2026; the warnings."""
    text = HEADER + "".join(f"{number},{row}\n" for number, row in enumerate(rows, 1))
    return city.load_text(text, **options).warnings


def test_no_report_lies_in_the_future(city: SmallCity) -> None:
    """1968 is not 2068, and what has come is of this century; the sentence shows the rows."""
    warnings = load(city, "3/15/68,,", "3/15/69,,", "3/15/99,,", "3/15/00,,", "3/15/26,,", "3/15/27,,")
    assert [day.year for day in days(city, "reported_at") if day] == [1968, 1969, 1999, 2000, 2026, 1927]
    assert [line for line in warnings if "last century" in line and "'3/15/68' (row 2)" in line and "2 years" in line]


def test_limits_may_lie_ahead(city: SmallCity) -> None:
    load(city, "3/15/26,3/16/26,3/15/31", "3/16/26,3/17/26,3/15/99")
    assert days(city, "due_at") == [date(2031, 3, 16), date(1999, 3, 16)]  # the end of the day in New York


@pytest.mark.parametrize("text", ["15-Mar-68", "15 March 68", "68年3月15日"])
def test_months_by_name_have_the_same_centuries(city: SmallCity, text: str) -> None:
    city.load_text("case_id,reported_at\n1," + text + "\n")
    assert days(city, "reported_at") == [date(1968, 3, 15)]


def test_a_format_of_the_mapping_has_the_same_centuries(city: SmallCity) -> None:
    load(city, "29|02|68,,", "01|03|24,,", mapping={"time_format": "%d|%m|%y"})
    assert days(city, "reported_at") == [date(1968, 2, 29), date(2024, 3, 1)]


def test_a_later_row_shows_the_order_of_earlier_pieces(city: SmallCity) -> None:
    """As with years of four digits: the proof lies 130,000 rows behind, in another piece of the file."""
    rows = [f"{number},0{number % 9 + 1}/04/24\n" for number in range(130_000)]
    summary = city.load_text("case_id,open_dt\n" + "".join(rows) + "x,31/01/24\n")
    assert city.rows("SELECT DISTINCT month(reported_at) FROM city.events ORDER BY 1") == [(1,), (4,)]
    assert [line for line in summary.warnings if "day first" in line and "'31/01/24' (row 130,002)" in line]


def test_a_day_that_has_not_come_is_no_reading(city: SmallCity) -> None:
    """On 20 November 2026, 12/11 is no day of December, with two digits and with four."""
    load(city, "12/11/26,12/11/2026,")
    assert days(city, "reported_at") + days(city, "closed_at") == [date(2026, 11, 12)] * 2


def test_short_years_follow_the_other_columns(city: SmallCity) -> None:
    load(city, "03/04/24,13/04/2024,", "04/04/24,14/04/2024,")
    assert days(city, "reported_at") == [date(2024, 4, 3), date(2024, 4, 4)]


def test_what_stays_open_is_a_guess_and_said(city: SmallCity) -> None:
    warnings = load(city, "03/04/24,,")
    assert [
        line for line in warnings if "'03/04/24' (row 2)" in line and "guess" in line and "month, day, year" in line
    ]


def test_days_spread_over_a_month_show_the_order_with_the_year_first(city: SmallCity) -> None:
    warnings = load(city, *(f"24/03/{day:02},," for day in range(1, 31)))
    assert {day.month for day in days(city, "reported_at") if day} == {3}
    assert [line for line in warnings if "year first, as the columns of the file show" in line]


def test_mixed_orders_are_refused(city: SmallCity) -> None:
    with pytest.raises(FileRefused, match=r"reported_at mixes dates .*'13/04/24' \(row 2\).*'04/13/24' \(row 3\)"):
        load(city, "13/04/24,,", "04/13/24,,")


def test_a_mapping_says_that_the_day_stands_first(city: SmallCity) -> None:
    load(city, "03-04-24,,", mapping={"day_first": True})
    assert days(city, "reported_at") == [date(2024, 4, 3)]


def test_a_rebuild_in_another_year_reads_the_same(city: SmallCity) -> None:
    """The clock is that of the moment when the file came, not of the moment when it is read again."""
    load(city, "3/15/27,,", recorded_at=datetime(2027, 6, 1, tzinfo=UTC))
    assert days(city, "reported_at") == [date(2027, 3, 15)]


@pytest.mark.parametrize(
    "text", ["15.03.2024", "15.3.24", "3/15/24", "24-03-15", "15-Mar-24", "Mar 15 2024", "24年3月15日"]
)
def test_a_limit_that_is_a_day_lasts_until_its_end(city: SmallCity, text: str) -> None:
    city.load_text(f"case_id,open_dt,due_at\n1,2024-03-01,{text}\n")
    assert [str(moment) for (moment,) in city.rows("SELECT due_at FROM city.events")] == ["2024-03-16 03:59:59.999999"]
