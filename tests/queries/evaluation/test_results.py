"""How units stand: counted by hand on the tiny city, and that a score is the weighted sum of what is known."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from queries.city import City
from queries.errors import OutsideScope, QuestionRefused
from queries.evaluation.asking import EvaluationResult
from queries.evaluation.evaluation import Evaluation
from queries.evaluation.evaluation_declaration import read_evaluations
from queries.evaluation.scoring import Measured, UnitMeasured, scored
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, Scope
from tests.cities.tiny.cases import AS_OF
from tests.queries.evaluation.test_evaluation_declaration import OWN

JUNE = (date(2024, 6, 1), date(2024, 6, 10))
EAST_ALONE = Scope(areas=((2, 4),))


def evaluation(city: City, folder: Path, *changes: tuple[str, str]) -> Evaluation:
    text = OWN
    for was, becomes in changes:
        assert was in text
        text = text.replace(was, becomes)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return read_evaluations(city.kpis.dictionary, folder / "own.toml")["own"]


def result(city: City, of: Evaluation, area: str = "C", scope: Scope = WHOLE_CITY) -> EvaluationResult:
    return city.evaluations.result(of, Question("reported", area, *JUNE, as_of=AS_OF, scope=scope))


def told(found: EvaluationResult) -> dict[str, tuple[object, ...]]:
    return {one.code: (one.score, one.known, one.rank, one.among, one.apart) for one in found.units}


def test_districts_are_scored_as_counted_by_hand(tiny_city: City, tmp_path: Path) -> None:
    """Filed on time: K1 K3 of K1 K2 K3 in the east, K6 alone in the west. Closed on time: K1 K3 of K1 K2 K3 K4 K15, and
    K8 K14 of K6 K8 K14. Hours to close: 26, 96, 48, 96; 1, 12 (K14 is closed before it is reported)."""
    found = result(tiny_city, evaluation(tiny_city, tmp_path))
    east, west = sorted(found.units, key=lambda one: one.code)
    assert [(one.value, one.n) for one in east.parts] == [(2 / 3, 3), (2 / 5, 5), (66.5 / 24, 4)]
    assert [one.points for one in east.parts] == pytest.approx([100 / 3, 50, 100 * (4 - 66.5 / 24) / 3])
    assert [(one.value, one.n, one.points, one.missing) for one in west.parts] == [
        (1, 1, None, "few"), (2 / 3, 3, 100, ""), (6.5 / 24, 2, 100, ""),
    ]  # fmt: skip
    assert told(found) == {"W": (100.0, 60, 1, 2, ""), "E": (41.53, 100, 2, 2, "")}
    assert [one.band and one.band.key for one in found.units] == ["good", "rest"]
    assert [one.n for one in found.wholes] == [4, 8, 6]
    assert [one.cases for one in found.units] == [6, 8]


def test_a_unit_of_which_too_little_is_known_stands_apart_and_is_not_given_zero(
    tiny_city: City, tmp_path: Path
) -> None:
    found = result(tiny_city, evaluation(tiny_city, tmp_path, ("least_weight = 50", "least_weight = 61")))
    assert told(found) == {"E": (41.53, 100, 1, 1, ""), "W": (None, 60, None, None, "few")}
    left_out = '[[own.left_out]]\nunit = "E side"\nzh = "试点"\nen = "pilot"\n[[own.classes]]'
    found = result(tiny_city, evaluation(tiny_city, tmp_path, ("[[own.classes]]", left_out)))
    assert told(found) == {"W": (100.0, 60, 1, 1, ""), "E": (None, 100, None, None, "left_out")}


def test_departments_are_scored_and_those_without_a_case_of_a_part_say_so(tiny_city: City, tmp_path: Path) -> None:
    found = result(tiny_city, evaluation(tiny_city, tmp_path, ("units = 1", 'units = "department"')))
    assert told(found)["police"] == (23.06, 100, 1, 1, "")
    [water] = [one for one in found.units if one.code == "water"]
    assert [one.missing for one in water.parts] == ["no_cases"] * 3
    assert (water.score, water.apart) == (None, "few")


def test_only_what_an_asker_may_see_is_scored_and_ranked(tiny_city: City, tmp_path: Path) -> None:
    own = evaluation(tiny_city, tmp_path)
    assert told(result(tiny_city, own, "E", EAST_ALONE)) == {"E": (41.53, 100, 1, 1, "")}
    with pytest.raises(OutsideScope):
        result(tiny_city, own, "W", EAST_ALONE)
    with pytest.raises(QuestionRefused, match="first and its last day"):
        tiny_city.evaluations.result(own, Question("reported", "C", as_of=AS_OF, scope=WHOLE_CITY))


def test_the_list_behind_a_part_has_as_many_cases_as_its_n(tiny_city: City) -> None:
    for one in tiny_city.evaluations.all.values():
        for unit in result(tiny_city, one).units:
            area, where = (unit.code, ()) if one.level else ("C", (("department", unit.code),))
            for part in unit.parts:
                asked = Question(
                    part.part.kpi, area, *JUNE, as_of=AS_OF, denominator=part.part.denominator, where=where,
                    scope=WHOLE_CITY,
                )  # fmt: skip
                assert tiny_city.kpis.ask(asked).n == part.n, (one.key, unit.code, part.part.key)


def test_a_score_is_the_weighted_sum_of_the_parts_that_are_known_and_ranks_follow_it(
    tiny_city: City, tmp_path: Path
) -> None:
    classes = '[[own.classes]]\nkey = "large"\nzh = "大"\nen = "large"\nat_least = 5\n\n[[own.classes]]'
    own = evaluation(tiny_city, tmp_path, ("[[own.classes]]", classes))
    draw = random.Random(7)  # noqa: S311  (values of a test)
    units = [
        UnitMeasured(f"u{number}", "", 0, draw.uniform(0, 10), tuple(_any(draw) for _ in own.parts))
        for number in range(300)
    ]
    found = scored(own, [True, True, True], units)
    assert len(found) == len(units)
    for one in found:
        known = [part for part in one.parts if part.points is not None]
        assert one.known == sum(part.part.weight for part in known)
        if one.score is None:
            assert (one.apart, one.rank) == ("few", None)
            assert one.known < own.least_weight
            continue
        total = sum(part.part.weight * (part.points or 0) for part in known)
        assert one.score == pytest.approx(total / one.known, abs=0.006)
        better = [other for other in found if other.unit_class == one.unit_class and (other.score or -1) > one.score]
        assert one.rank == 1 + len(better)
        assert one.band is not None
        assert one.score >= one.band.at_least
    sizes = {one.code: one.cases_a_day for one in units}
    assert {one.unit_class.key for one in found if sizes[one.code] >= 5} == {"large"}


def _any(draw: random.Random) -> Measured:
    return Measured(None, 0) if draw.random() < 0.2 else Measured(draw.uniform(0, 5), draw.randint(0, 9))
