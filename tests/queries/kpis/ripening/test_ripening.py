"""From the rates that the same days had at each age to what is settled: by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from queries.calendar.city_days import end_of_day
from queries.kpis.dictionary import STANDARD_DICTIONARY, Dictionary
from queries.kpis.dictionary_mistakes import mistakes
from queries.kpis.ripening.ripening import Ripening, declared, measured

CLOSED = {0: 0.10, 1: 0.40, 2: 0.70, 3: 0.88, 4: 0.945, 5: 0.95, 7: 0.955, 10: 0.958, 14: 0.96}
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_rate_is_settled_where_it_is_within_two_points_of_what_it_becomes() -> None:
    ripening = measured(CLOSED.get, 14)
    assert ripening
    assert ripening.days == 4
    assert ripening.settled == pytest.approx(0.02)
    assert dict(ripening.missing) == pytest.approx({0: 0.86, 1: 0.56, 2: 0.26, 3: 0.08})


def test_a_small_rate_is_settled_within_a_tenth_and_a_falling_one_by_what_it_falls_to() -> None:
    rates = {0: 0.02, 1: 0.035, 2: 0.0398, 3: 0.04, 14: 0.04}
    declined, right = measured(rates.get, 14), measured({age: 1 - rate for age, rate in rates.items()}.get, 14)
    assert declined
    assert right
    assert declined.days == right.days == 2
    assert [declined.settled, right.settled] == pytest.approx([0.004, 0.004])


def test_a_rate_that_never_changes_is_settled_at_once_and_one_without_cases_is_not_told() -> None:
    fixed = measured(lambda _: 0.5, 14)
    assert fixed
    assert fixed.days == 0
    assert measured(lambda _: None, 14) is None


def test_a_rate_that_still_changes_at_the_horizon_is_settled_only_there() -> None:
    rising = measured(lambda age: age / 14, 14)
    assert rising
    assert rising.days == 14


def test_days_that_are_not_over_are_the_least_settled() -> None:
    ripening = Ripening(3, ((0, 0.5), (1, 0.3), (2, 0.1)))
    today = NOON.date()
    assert ripening.ripe_to(NOON, UTC) == date(2026, 11, 16)
    assert ripening.ripe_to(end_of_day(today, UTC), UTC) == date(2026, 11, 17)
    unripe = [ripening.is_unripe(day, day, NOON, UTC) for day in (today - timedelta(days=back) for back in range(5))]
    assert unripe == [True, True, True, True, False]


def test_a_few_unsettled_days_among_many_do_not_matter() -> None:
    """Today 0.5, yesterday 0.5, then 0.3 and 0.1: 1.4 days in all, two points of seventy days."""
    ripening, today = Ripening(3, ((0, 0.5), (1, 0.3), (2, 0.1))), NOON.date()
    assert ripening.is_unripe(today - timedelta(days=68), today, NOON, UTC)
    assert not ripening.is_unripe(today - timedelta(days=70), today, NOON, UTC)
    assert not ripening.is_unripe(today + timedelta(days=1), today + timedelta(days=2), NOON, UTC)


def test_what_is_declared_is_settled_after_its_days() -> None:
    assert declared(10).ripe_to(NOON, UTC) == date(2026, 11, 9)
    assert declared(10).is_unripe(date(2026, 11, 12), date(2026, 11, 12), NOON, UTC)


def test_rates_whose_outcome_comes_later_declare_how_long_and_a_wrong_one_is_said() -> None:
    metrics = Dictionary.read(STANDARD_DICTIONARY)
    late = {"closing_rate", "redo_solved", "recurrence", "cross", "diverted"}
    assert {
        key for key, metric in metrics.items() if metric.kind == "ratio" and (metric.ripens_in_days or 0) > 7
    } == late
    assert {key for key, metric in metrics.items() if metric.kind == "count" and metric.ripens_in_days} == {
        "open", "overdue_open", "near_limit", "cross_open",
    }  # fmt: skip
    fixed = metrics["satisfaction"]
    assert fixed.ripens_in_days == 0
    wrong = metrics["reported"].__class__(**{**vars(metrics["reported"]), "ripens_in_days": 3})
    assert "ripens_in_days" in next(mistakes(wrong))
