"""Spots where the same comes back: counted by hand on the tiny city, and against every pair of random cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import cos, hypot, radians
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest

from queries.city import City
from queries.errors import OutsideScope, QuestionRefused
from queries.governance.spots import SPOT_ORDERS, SpotAnswer, SpotRule, SpotsWanted
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, case_table, local

QUESTION = Question("spot_cases", "C", as_of=AS_OF, scope=WHOLE_CITY)
SOWN = 240
LON, LAT = POINTS["E1"]
PLACES = [(LON + east * 0.0002, LAT + north * 0.0002) for east, north in ((0, 0), (1, 0), (2, 3))]


def listed(city: City, source_id: str, question: Question = QUESTION, rule: SpotRule | None = None) -> str:
    found = city.governance.spot_cases(question, "tiny", source_id, rule or SpotRule(least=2))
    return " ".join(found["source_id"].to_pylist())


def test_the_spots_of_the_tiny_city_are_those_counted_by_hand(tiny_city: City) -> None:
    answer = tiny_city.governance.spots(QUESTION)
    [spot] = answer.spots
    assert (spot.source_id, spot.category, spot.n, spot.open, spot.again) == ("K1", "parking", 3, 1, 1)
    assert (spot.first_at, spot.last_at) == (local("1 9:00"), local("7 8:00"))
    assert (spot.departments, spot.areas, spot.extent_m) == ((("police", 3),), 1, 0.0)
    assert spot.point == pytest.approx(POINTS["E1"])
    # K9 and K12 have no point of their own; K10 and K11 were voided; K16 is not yet reported
    assert (answer.whole.n, answer.compared, answer.not_compared) == (13, 11, 2)
    assert listed(tiny_city, "K2") == "K15 K2 K1"
    assert listed(tiny_city, "K5") == ""


def test_days_and_the_least_number_decide_and_the_longest_comes_first(tiny_city: City) -> None:
    both = tiny_city.governance.spots(QUESTION, SpotsWanted(SpotRule(least=2)))
    assert [(one.source_id, one.n) for one in both.spots] == [("K4", 2), ("K1", 3)]
    assert (both.all_spots, both.all_cases, both.all_open) == (2, 5, 1)
    most = tiny_city.governance.spots(QUESTION, SpotsWanted(SpotRule(least=2), order="most", most=1))
    assert ([one.source_id for one in most.spots], most.all_spots) == (["K1"], 2)
    assert listed(tiny_city, "K1", rule=SpotRule(days=5)) == "K2 K1"
    assert not tiny_city.governance.spots(QUESTION, SpotsWanted(SpotRule(days=5))).spots


def test_nothing_later_than_the_moment_and_nothing_outside_the_scope_counts(tiny_city: City) -> None:
    before = tiny_city.governance.spots(replace(QUESTION, as_of=local("5 12:00")), SpotsWanted(SpotRule(least=2)))
    assert [(one.source_id, one.n, one.open, one.again) for one in before.spots] == [("K1", 2, 0, 0)]
    west = tiny_city.tree.area("W")
    within = replace(QUESTION, area="W", scope=Scope(areas=((west.area_id, west.last_id),)))
    assert not tiny_city.governance.spots(within, SpotsWanted(SpotRule(least=2))).spots
    with pytest.raises(OutsideScope):
        tiny_city.governance.spots(replace(within, area="E"))
    roads = replace(QUESTION, scope=Scope(lines_of_business=(LineOfBusiness("道路", "roads", ("road",)),)))
    assert [one.source_id for one in tiny_city.governance.spots(roads, SpotsWanted(SpotRule(least=2))).spots] == ["K4"]
    assert listed(tiny_city, "K1", roads) == ""
    of_the_street = replace(QUESTION, where=(("category1", "street"),))
    assert [one.source_id for one in tiny_city.governance.spots(of_the_street).spots] == ["K1"]


def test_cases_that_cannot_be_opened_are_at_no_spot_because_it_is_not_known_where_they_were(tiny_city: City) -> None:
    closed = replace(QUESTION, scope=Scope(closed_lines=(LineOfBusiness("街面", "street", ("street",)),)))
    answer = tiny_city.governance.spots(closed, SpotsWanted(SpotRule(least=2)))
    assert ([one.source_id for one in answer.spots], answer.compared) == (["K4"], 7)
    assert listed(tiny_city, "K1", closed) == ""


def test_odd_numbers_and_orders_are_refused(tiny_city: City) -> None:
    for rule in (SpotRule(days=0), SpotRule(metres=101), SpotRule(least=1)):
        with pytest.raises(QuestionRefused):
            tiny_city.governance.spots(QUESTION, SpotsWanted(rule))
    with pytest.raises(QuestionRefused):
        tiny_city.governance.spots(QUESTION, SpotsWanted(order="n; DROP"))


@pytest.fixture(scope="module")
def sown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[City, pa.Table]]:
    """A city of many cases close to each other in place and time, at steps that lie on the limits themselves too."""
    random = Random(16)  # noqa: S311
    start = datetime(2024, 1, 1, tzinfo=UTC)
    rows = []
    for number in range(SOWN):
        lon, lat = random.choice(PLACES)
        reported = start + timedelta(days=random.randrange(160))
        rows.append(
            {
                "source_id": f"S{number:03}",
                "category3": random.choice(["lamp", "litter", None]),
                "lon": lon + random.randrange(3) * 0.00011, "lat": lat + random.randrange(3) * 0.00011,
                "reported_at": reported, "filed_at": reported,
                "closed_at": reported + timedelta(days=4) if random.random() < 0.8 else None,
            }
        )  # fmt: skip
    table = pa.Table.from_pylist(rows)
    with build_city(tmp_path_factory.mktemp("sown") / "city", cases=table, source="tiny", recorded_at=AS_OF) as city:
        yield city, table


@pytest.mark.parametrize("rule", [SpotRule(7, 20, 2), SpotRule(30, 12, 3), SpotRule(20, 60, 2)])
def test_spots_are_what_linking_every_pair_of_cases_gives(sown: tuple[City, pa.Table], rule: SpotRule) -> None:
    city, table = sown
    expected = {key: members for key, members in linked_pairs(table, rule).items() if len(members) >= rule.least}
    assert len(expected) > 1
    answer = city.governance.spots(QUESTION, SpotsWanted(rule, most=200))
    assert {one.source_id: one.n for one in answer.spots} == {key: len(of) for key, of in expected.items()}
    assert (answer.all_spots, answer.all_cases) == (len(expected), sum(map(len, expected.values())))
    members = max(expected.values(), key=len)
    assert sorted(listed(city, sorted(members)[-1], rule=rule).split()) == sorted(members)
    for order in SPOT_ORDERS:
        _is_in_order(city.governance.spots(QUESTION, SpotsWanted(rule, order=order, most=200)), order)


def _is_in_order(answer: SpotAnswer, order: str) -> None:
    keys = {"longest": lambda one: one.span, "most": lambda one: one.n, "open": lambda one: one.open}
    values = [keys.get(order, lambda one: one.last_at)(one) for one in answer.spots]
    assert values == sorted(values, reverse=True), order


def linked_pairs(table: pa.Table, rule: SpotRule) -> dict[str, set[str]]:
    """The spots by their first case: each pair looked at, groups joined where one is near."""
    rows = [row for row in table.to_pylist() if row["category3"]]
    group = {row["source_id"]: {row["source_id"]} for row in rows}
    for number, one in enumerate(rows):
        for other in rows[:number]:
            if is_near(one, other, rule) and group[one["source_id"]] is not group[other["source_id"]]:
                joined = group[one["source_id"]] | group[other["source_id"]]
                group |= dict.fromkeys(joined, joined)
    reported = {row["source_id"]: row["reported_at"] for row in rows}
    return {min(members, key=lambda one: (reported[one], one)): members for members in group.values()}


def is_near(one: dict[str, object], other: dict[str, object], rule: SpotRule) -> bool:
    """Whether two cases are of one kind, and near each other in place and time; distances on the sphere."""
    if one["category3"] != other["category3"] or abs(one["reported_at"] - other["reported_at"]) > timedelta(rule.days):  # type: ignore[operator]
        return False
    east, north = (radians(one[name] - other[name]) for name in ("lon", "lat"))  # type: ignore[operator]
    middle = radians((one["lat"] + other["lat"]) / 2)  # type: ignore[operator]
    return 6_371_008.8 * hypot(east * cos(middle), north) <= rule.metres


def test_a_feed_without_kinds_of_cases_is_no_data_and_not_zero(tmp_path: Path) -> None:
    bare = pa.table({"source_id": ["1"], "reported_at": [datetime(2024, 6, 1, tzinfo=UTC)]})
    with build_city(tmp_path / "bare", cases=bare) as city:
        answer = city.governance.spots(QUESTION)
        assert (answer.whole.status, answer.spots) == ("no_data", ())
        assert city.governance.spot_cases(QUESTION, "tiny", "1").num_rows == 0


def _with_levels(*names: str) -> pa.Table:
    """The cases of the tiny city with the categories of its third level under these names alone."""
    cases = case_table()
    kinds = cases["category3"]
    cases = cases.drop_columns(["category1", "category3"])
    for name in names:
        cases = cases.append_column(name, kinds)
    return cases


@pytest.mark.parametrize("level", ["category1", "category2"])
def test_a_city_with_fewer_levels_has_spots_and_returns_of_its_narrowest_categories(
    tmp_path: Path, tiny_city: City, level: str
) -> None:
    with build_city(tmp_path / level, cases=_with_levels(level), recorded_at=AS_OF) as city:
        answer = city.governance.spots(QUESTION)
        assert [(one.source_id, one.category, one.n) for one in answer.spots] == [("K1", "parking", 3)]
        assert (answer.compared, answer.not_compared) == (11, 2)
        assert " ".join(city.governance.spot_cases(QUESTION, "tiny", "K2")["source_id"].to_pylist()) == "K15 K2 K1"
        for metric, denominator in (("recurrence", None), ("repeat", "same_person")):
            asked = Question(metric, "C", as_of=AS_OF, denominator=denominator, scope=WHOLE_CITY)
            found, known = city.kpis.ask(asked), tiny_city.kpis.ask(asked)
            assert (found.numerator, found.denominator) == (known.numerator, known.denominator), metric
            assert found.numerator, metric
