"""Distributions of durations against each single case, and what has none."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from queries.city import City
from queries.errors import QuestionRefused
from queries.kpis.distributions.distribution import LENGTHS
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY

ASKED = Question("handling_time", "T", as_of=datetime(2030, 1, 1, tzinfo=UTC), scope=WHOLE_CITY)


def lengths(city: City, question: Question) -> list[float]:
    """Days from acceptance to closing of each case that counts."""
    rows = city.kpis.cases(question).to_pylist()
    return [(row["closed_at"] - (row["accepted_at"] or row["reported_at"])).total_seconds() / 86_400 for row in rows]


def test_each_case_is_in_the_step_of_its_duration(tiny_city: City) -> None:
    asked = replace(ASKED, area=tiny_city.tree.root.code)
    found = tiny_city.kpis.distribution(asked)
    expected = [0] * LENGTHS
    for length in lengths(tiny_city, asked):
        expected[min(int(length / found.width), LENGTHS - 1)] += 1
    assert found.counts == tuple(expected)
    assert sum(found.counts) == found.whole.n > 0
    assert found.whole.statistics["p95"] < found.width * (LENGTHS - 1)


def test_what_is_no_duration_and_what_has_no_cases_has_no_distribution(tiny_city: City) -> None:
    asked = replace(ASKED, area=tiny_city.tree.root.code)
    with pytest.raises(QuestionRefused):
        tiny_city.kpis.distribution(replace(asked, metric="reported"))
    assert tiny_city.kpis.distribution(replace(asked, where=(("channel", "nobody"),))).counts == ()
