"""The published figures of kpis.md, reproduced through the dictionary on cases made for them."""

from typing import Any

import pytest

from queries.city import City
from tests.cities.tiny.cases import table_of
from tests.queries.conftest import runner

FILED = {"reported": "1 9:00", "accepted": "1 9:05", "filed": "1 9:10"}
CLOSED = {"first_closed": "5 9:00", "closed": "5 9:00"}
SENT_BACK = {"verified": "2 9:00", "first_returned": "2 10:00", "reworked": "2 11:00"}


def load(city: City, shared: dict[str, Any], whole: int, part: int, only_part: dict[str, Any]) -> None:
    city.acts.load_table(
        table_of(FILED | shared | {"source_id": str(n)} | (only_part if n < part else {}) for n in range(whole)), "s"
    )


@pytest.mark.parametrize(
    ("metric", "shared", "part", "whole", "percent"),
    [
        ("redo_solved", SENT_BACK, 799, 1072, 74.53),
        ("cross", {"cross": "1 12:00"}, 3376, 3540, 95.37),
        ("cross", {"cross": "1 12:00"}, 2670, 2745, 97.27),
        ("closing_rate", {}, 1679, 1820, 92.25),  # 1,679,000 of 1,820,000
        ("diverted", {"is_diverted": True}, 429, 469, 91.47),  # 42,900 of 46,900
    ],
)
def test_rates(  # noqa: PLR0917
    empty_city: City, metric: str, shared: dict[str, Any], part: int, whole: int, percent: float
) -> None:
    load(empty_city, shared, whole, part, CLOSED)
    answer = runner(empty_city)(metric)
    assert (answer.numerator, answer.denominator) == (part, whole)
    assert answer.value is not None
    assert round(100 * answer.value, 2) == percent


def test_1072_sent_back_are_799_solved_and_273_in_hand(empty_city: City) -> None:
    load(empty_city, SENT_BACK, 1072, 799, CLOSED)
    ask = runner(empty_city)
    assert (ask("redo_solved").numerator, ask("redo_solved", "in_hand").numerator, ask("open").value) == (799, 273, 273)


def test_from_6400_to_12100_a_day_is_up_by_89_percent(empty_city: City) -> None:
    """In tens of cases: 640 closed on the 4th, 1,210 on the 5th."""
    days = ["4 12:00"] * 640 + ["5 12:00"] * 1210
    empty_city.acts.load_table(
        table_of(FILED | {"source_id": str(n), "closed": closed} for n, closed in enumerate(days)), "s"
    )
    ask = runner(empty_city)
    before, after = ask("handled_daily", days="4").value, ask("handled_daily", days="5").value
    assert before is not None
    assert after is not None
    assert (before, after) == (640, 1210)
    assert round(100 * (after / before - 1), 1) == 89.1


def test_from_527_to_412_days_is_down_by_22_percent(empty_city: City) -> None:
    """5.27 days = 5 days 6 h 28.8 min; 4.12 days = 4 days 2 h 52.8 min; a hundred cases each."""
    slow = ["6 15:33"] * 20 + ["6 15:34"] * 80
    fast = ["9 11:57"] * 20 + ["9 11:58"] * 80
    cases = [
        {"source_id": f"s{n}", "accepted": "1 9:05", "reported": "1 9:00", "closed": t} for n, t in enumerate(slow)
    ]
    cases += [
        {"source_id": f"f{n}", "accepted": "5 9:05", "reported": "5 9:00", "closed": t} for n, t in enumerate(fast)
    ]
    empty_city.acts.load_table(table_of(cases), "s")
    ask = runner(empty_city)
    before, after = ask("handling_time", days="6").value, ask("handling_time", days="9").value
    assert before is not None
    assert after is not None
    assert before == pytest.approx(5.27)
    assert after == pytest.approx(4.12)
    assert round(100 * (after / before - 1), 1) == -21.8


def test_satisfaction_up_by_3_points(empty_city: City) -> None:
    def surveyed(day: int, satisfied: int) -> list[dict[str, Any]]:
        answered = FILED | {"surveyed": f"{day} 9:00"}
        return [answered | {"source_id": f"{day}-{n}", "satisfaction": 4 if n < satisfied else 3} for n in range(1000)]

    empty_city.acts.load_table(table_of(surveyed(4, 914) + surveyed(5, 945)), "s")
    ask = runner(empty_city)
    assert (ask("satisfaction", days="4").value, ask("satisfaction", days="5").value) == (0.914, 0.945)
