"""Times that lie oddly against the zone in which they were read are asked about in the summary of the load."""

import pytest

from tests.queries.loading.conftest import SmallCity

HEADER = "case_id,open_dt,closed_dt\n"


def rows(hours: list[int], closed: str = "") -> str:
    return HEADER + "".join(
        f"{n},2024-03-{n % 20 + 1:02d} {hour:02d}:{n % 50 + 5:02d},{closed}\n" for n, hour in enumerate(hours)
    )


def questions(city: SmallCity, text: str) -> list[str]:
    return [warning for warning in city.load_text(text).warnings if "?" in warning]


def test_cases_reported_by_day_are_no_question(city: SmallCity) -> None:
    assert questions(city, rows([8, 9, 10, 11, 13, 14, 15, 16, 17, 18] * 4 + [2, 3, 5])) == []


@pytest.mark.parametrize(
    ("hour", "moved"), [(3, "about 10 hours later"), (1, "about 12 hours later"), (5, "about 8 hours later")]
)
def test_cases_reported_at_night_are(city: SmallCity, hour: int, moved: str) -> None:
    [asked] = questions(city, rows([hour] * 40))
    assert f"100% of the cases were reported between midnight and 6 o'clock, most at {hour}:00" in asked
    assert "is their zone really America/New_York?" in asked
    assert moved in asked
    assert "--zone" in asked


def test_sensors_that_never_sleep_and_bare_days_are_no_question(city: SmallCity) -> None:
    assert questions(city, rows([n % 24 for n in range(240)])) == []
    assert questions(city, HEADER + "".join(f"b{n},2024-03-05,\n" for n in range(40))) == []


def test_many_cases_closed_before_they_were_reported_are_a_question(city: SmallCity) -> None:
    [asked] = questions(city, rows([12] * 20, closed="2024-02-01 10:00"))
    assert "100% of the cases were closed before they were reported: are both times in one zone" in asked
