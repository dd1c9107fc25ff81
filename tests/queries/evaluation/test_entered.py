"""Parts of an evaluation that people enter: the mean by days, who entered it, and nothing where a day is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from queries.acts.act import Act
from queries.city import City
from queries.errors import DictionaryError
from queries.evaluation.asking import EvaluationResult
from queries.evaluation.entered import KIND, EnteredValue, entered_key, mean_of_days, part_named
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.queries.evaluation.test_evaluation_declaration import OWN, read

ENTERED = """
[[own.entered]]
key = "supervised"
zh = "督办件落实"
en = "supervised matters"
about_zh = "督查室评分。"
about_en = "Scored by the supervision office."
weight = 10
zero = 0
full = 50
"""
BY_HAND = OWN.replace("weight = 20", "weight = 10") + ENTERED
JUNE = (date(2024, 6, 1), date(2024, 6, 10))


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    folder = tmp_path / "tiny"
    build_city(folder).close()
    (folder / "evaluations.toml").write_text(BY_HAND, encoding="utf-8")
    with City.open(folder) as opened:
        yield opened


def entered(city: City, unit: str, value: float, days: tuple[date, date] = JUNE, deed: str = "saved") -> None:
    zone = city.profile.time_zone
    first, after = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in days)
    city.acts.deliver([
        Act(
            KIND, entered_key("own", "supervised", unit, days), deed, "li", "test", AS_OF.astimezone(UTC),  # type: ignore[arg-type]
            text="June, register 12", search=repr(value), area_code=unit, loop=part_named("own", "supervised"),
            from_at=first, until_at=after + timedelta(days=1),
        )
    ])  # fmt: skip


def result(city: City, **more: object) -> EvaluationResult:
    question = Question("reported", "C", *JUNE, as_of=AS_OF, scope=WHOLE_CITY)
    return city.evaluations.result(city.evaluations.all["own"], replace(question, **more))  # type: ignore[arg-type]


def told(found: EvaluationResult) -> dict[str, tuple[object, ...]]:
    return {
        one.code: (one.score, one.known, *((part.value, part.points) for part in one.entered)) for one in found.units
    }


def test_what_was_entered_counts_by_its_weight_and_what_was_not_counts_for_nothing(city: City) -> None:
    """West, by hand: 40 of closed on time and 10 of handling time, all 100 points, and 10 of 30 / 50 entered."""
    assert told(result(city)) == {"W": (100.0, 50, (None, None)), "E": (41.59, 90, (None, None))}
    entered(city, "W", 30)
    assert told(result(city))["W"] == (93.33, 60, (30.0, 60.0))
    [one] = next(one.entered for one in result(city).units if one.code == "W")
    [value] = one.values
    assert (value.who, value.text, value.first, value.last) == ("li", "June, register 12", *JUNE)
    entered(city, "W", 50)
    assert told(result(city))["W"] == (100.0, 60, (50.0, 100.0)), "the later one of the same days stands"
    entered(city, "W", 0, deed="withdrawn")
    assert told(result(city))["W"] == (100.0, 50, (None, None))


def test_what_was_not_known_yet_does_not_count(city: City) -> None:
    before = datetime.now(UTC)
    entered(city, "W", 30)
    assert told(result(city, recorded_as_of=before))["W"][2] == (None, None)
    assert told(result(city))["W"][2] == (30.0, 60.0)


def test_a_period_of_which_a_day_is_missing_has_no_value(city: City) -> None:
    entered(city, "W", 20, (date(2024, 6, 1), date(2024, 6, 9)))
    assert told(result(city))["W"][2] == (None, None)
    entered(city, "W", 50, (date(2024, 6, 10), date(2024, 6, 30)))
    assert told(result(city))["W"][2] == (pytest.approx((9 * 20 + 50) / 10), pytest.approx(46.0))


def test_the_mean_by_days_takes_the_value_of_the_fewest_days() -> None:
    def value(first: int, last: int, number: float, minute: int = 0) -> EnteredValue:
        days = (date(2024, 6, first), date(2024, 6, last))
        return EnteredValue("k", "p", "u", number, *days, "li", AS_OF + timedelta(minutes=minute), "")

    every, week = value(1, 30, 10), value(3, 9, 80)
    assert mean_of_days([every], (date(2024, 6, 1), date(2024, 6, 30))) == 10
    assert mean_of_days([every, week], (date(2024, 6, 1), date(2024, 6, 10))) == (3 * 10 + 7 * 80) / 10
    assert mean_of_days([week, value(3, 9, 20, minute=1)], (date(2024, 6, 3), date(2024, 6, 3))) == 20
    assert mean_of_days([], JUNE) is None
    assert mean_of_days([week], JUNE) is None


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ("weight = 10\nzero = 0", "weight = 11\nzero = 0", "sum to 101, not to 100"),
        ("full = 50", "full = 0", "supervised has the same value for no points and for all"),
        ('key = "supervised"', 'key = "closed_on_time"', "two of its parts are the same"),
        ('key = "supervised"', 'key = "Supervised"', "the key 'Supervised' of an entered part"),
        ('about_en = "Scored by the supervision office."\n', "", "entered 1 misses: about_en"),
    ],
)
def test_mistakes_are_sentences(tmp_path: Path, was: str, becomes: str, sentence: str) -> None:
    read(tmp_path, BY_HAND)
    assert was in BY_HAND
    with pytest.raises(DictionaryError, match="own") as refused:
        read(tmp_path, BY_HAND.replace(was, becomes))
    assert sentence in str(refused.value)
