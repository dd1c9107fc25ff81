"""Whoever may see a part of a city is answered as a city would answer that holds this part alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import shapely

from geodata.areas.special_grids import SpecialGrids
from queries.cases.case_export import CasesWanted
from queries.cases.newest import Newest
from queries.cases.one_case import CaseAsked
from queries.city import City
from queries.conversion.canonical import LIFE_CYCLE
from queries.errors import OutsideScope, ScopeNotEnforced
from queries.fleet.nearest import Vicinity
from queries.kpis.answer import Answer
from queries.kpis.conditions import DIMENSIONS
from queries.kpis.question import BREAKDOWNS, Question
from queries.kpis.question import PLACES as BY_PLACE
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.areas import BOXES, CODES, POINTS
from tests.cities.tiny.cases import AS_OF, CASES, local, table_of

EAST = Scope(areas=((2, 4),))
"""The district E with its streets."""
SPLIT = Scope(areas=((3, 3), (5, 5)))
"""The street E1, and of the district W what is known of no street in it."""
NOISE, PATROL = LineOfBusiness("噪声", "noise", ("noise",)), LineOfBusiness("巡查", "patrol", (), ("grid_patrol",))
LINES = Scope(lines_of_business=(NOISE, PATROL))
STREET_LINE = Scope(areas=((2, 4),), lines_of_business=(LineOfBusiness("停车", "parking", ("parking", "it's none")),))
SCOPES = (EAST, SPLIT, LINES, STREET_LINE)
WAYS_OF_A_KPI = len(BREAKDOWNS) + 3
PLACES = {"E1": 3, "E2": 4, "W1": 6, "W2": 7, "W": 5, None: 1}


@dataclass(frozen=True)
class Pair:
    """A city asked with a scope, and one that holds the permitted cases alone. turn: which quarter of the questions is
    asked of it in `make test`, so that each KPI and each breakdown is asked within each scope."""

    whole: City
    part: City
    scope: Scope
    turn: int


def is_permitted(case: Mapping[str, Any], scope: Scope) -> bool:
    """Written case by case, as one would tell it, and not as the statements do it."""
    number = PLACES[case.get("at", case.get("area_code"))]
    lines = scope.lines_of_business
    kinds = {case.get(f"category{level}") for level in (1, 2, 3)}
    of_line = lines is None or any(kinds & {*line.categories} or case["channel"] in line.channels for line in lines)
    return of_line and (scope.areas is None or any(low <= number <= high for low, high in scope.areas))


@pytest.fixture(scope="module", params=SCOPES, ids=["district", "street and rest", "lines", "both"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    scope: Scope = request.param
    permitted = [case for case in CASES if is_permitted(case, scope)]
    folder = tmp_path_factory.mktemp("scoped")
    steps = sorted({name for case in CASES for name in case} & {name.removesuffix("_at") for name in LIFE_CYCLE})
    given: dict[str, Any] = {"recorded_at": AS_OF, "clock": AS_OF, "profile": {"sources": {"tiny": {"steps": steps}}}}
    with (
        build_city(folder / "whole", **given) as whole,
        build_city(folder / "part", cases=table_of(permitted), **given) as part,
    ):
        yield Pair(whole, part, scope, turn=SCOPES.index(scope))


def questions(city: City, scope: Scope) -> Iterator[Question]:
    """Every KPI that the cases can answer, whole and by each breakdown, of the whole city and of a street."""
    for key in city.kpis.dictionary:
        for area in ("C", "E1"):
            asked = Question(key, area, date(2024, 6, 1), date(2024, 6, 10), AS_OF, scope=scope)
            yield from (replace(asked, by=by) for by in (None, *BREAKDOWNS))
            yield replace(asked, recorded_as_of=AS_OF, by="channel")
            yield replace(asked, where=(("category1", "street"), ("channel!", "app")))


def told(answer: Answer) -> tuple[str, float | None, int, object]:
    """What an answer says, but for sources and permission."""
    rows = tuple((row.code, row.value, row.n) for row in answer.rows if row.n)
    return answer.status, answer.value, answer.n, rows


@pytest.mark.parametrize("asked", ["its own", pytest.param("the others", marks=pytest.mark.soak)])
def test_every_answer_is_that_of_a_city_with_the_permitted_cases_alone(pair: Pair, asked: str) -> None:
    tried = 0
    for number, question in enumerate(questions(pair.whole, pair.scope)):
        turn = (number + number // WAYS_OF_A_KPI) % len(SCOPES)
        if (turn == pair.turn) != (asked == "its own"):
            continue
        try:
            expected = told(pair.part.kpis.ask(replace(question, scope=WHOLE_CITY)))
        except Exception as refused:
            with pytest.raises(type(refused)):
                pair.whole.kpis.ask(question)
            continue
        answer = pair.whole.kpis.ask(question)
        if expected[0] == "no_data":  # the source of the whole city knows more than its permitted cases show
            assert not answer.numerator, question
            assert not answer.value, question
            continue
        assert told(answer) == expected, question
        tried += 1
    assert tried > 50


def test_the_map_shows_what_is_permitted_and_no_other_area_at_all(pair: Pair) -> None:
    asked = Question("reported", "C", as_of=AS_OF, scope=pair.scope)
    level = pair.whole.kpis.by_level(asked, 2)
    alone = pair.part.kpis.by_level(replace(asked, scope=WHOLE_CITY), 2)
    among = np.isin(alone.area_id, level.area_id)
    assert level.n.tolist() == alone.n[among].tolist()
    assert alone.n.sum() == level.n.sum()
    assert all(pair.scope.meets(number, number) for number in level.area_id.tolist())
    of_part = pair.part.kpis.bins(replace(asked, scope=WHOLE_CITY))
    assert pair.whole.kpis.bins(asked).n.tolist() == of_part.n.tolist()
    assert pair.whole.kpis.bins(asked).x.tolist() == of_part.x.tolist()


def test_the_cases_behind_a_number_are_its_n_and_none_of_them_lies_elsewhere(pair: Pair) -> None:
    asked = Question("reported", "C", as_of=AS_OF, scope=pair.scope)
    [*pieces] = pair.whole.kpis.case_rows(asked, CasesWanted())
    numbers = [number for piece in pieces for number in piece["source_id"].to_pylist()]
    expected = pair.part.kpis.cases(replace(asked, scope=WHOLE_CITY))["source_id"].to_pylist()
    assert sorted(numbers) == sorted(expected)
    assert pair.whole.kpis.case_count(asked) == len(numbers) == pair.whole.kpis.ask(asked).n
    newest = pair.whole.cases.newest(Newest(pair.whole.tree.root, AS_OF, 99, scope=pair.scope))
    [source] = [one.name for one in pair.whole.sources.of_cases(scope=WHOLE_CITY)]
    assert {event.id.removeprefix(f"{source}/") for event in newest} == set(expected)
    for case in CASES:
        found = pair.whole.cases.one(CaseAsked(source, case["source_id"], AS_OF, scope=pair.scope))
        assert (found is not None) == (case["source_id"] in expected), case["source_id"]


def test_no_statement_sees_in_which_area_a_case_of_a_closed_line_really_lies(whole: City) -> None:
    """It is found by it all the same, as fast as of the whole city."""
    store, bound = whole._context.store, {"first_id": 2, "last_id": 4}
    found = "SELECT @ FROM recorded_cases(now()) AS stored WHERE stored.area_id BETWEEN $first_id AND $last_id"
    for statement in (found, found.replace("recorded_cases(now())", "city.events")):
        with store.cursor() as cursor:
            columns = [
                {column[0] for column in cursor.execute(text, bound).description or ()}
                for scope in (None, CLOSED)
                for text in [store.scoped_rows.statement(statement.replace("@", "*"), bound, scope)]
            ]
            assert columns[0] == columns[1]
            text = store.scoped_rows.statement(
                statement.replace("@", "max(area_within), any_value(title)"), bound, CLOSED
            )
            with pytest.raises(duckdb.BinderException, match="area_within"):
                cursor.execute(text, bound)
            text = store.scoped_rows.statement(statement.replace("@", "any_value(title)"), bound, CLOSED)
            assert "area_within BETWEEN" in text
            assert cursor.execute(text, bound).fetchall()


def test_what_is_known_of_the_whole_city_only_is_refused(pair: Pair) -> None:
    [source] = [one.name for one in pair.whole.sources.of_cases(scope=WHOLE_CITY)]
    with pytest.raises(ScopeNotEnforced):
        pair.whole.sources.refused_rows(source, 3, scope=pair.scope)
    with pytest.raises(ScopeNotEnforced):
        pair.whole.sources.newest_deliveries(source, 3, scope=pair.scope)
    if not pair.scope.meets(7, 7):
        with pytest.raises(OutsideScope, match="W2 side"):
            pair.whole.kpis.ask(Question("reported", "W2", as_of=AS_OF, scope=pair.scope))


def test_an_answer_says_of_which_areas_it_is(pair: Pair) -> None:
    whole = pair.whole.kpis.ask(Question("reported", "C", as_of=AS_OF, scope=pair.scope))
    own = pair.whole.kpis.ask(Question("reported", "E1", as_of=AS_OF, scope=pair.scope))
    assert "permitted" in [one.code for one in whole.notes]
    assert ("permitted" in [one.code for one in own.notes]) == (pair.scope.lines_of_business is not None)


def alone(city: City, question: Question) -> tuple[str, float | None, int, object]:
    """What the city answers to this question alone."""
    city._runner.forget()
    return told(city.kpis.ask(question))


CLOSED = Scope(closed_lines=(NOISE, LineOfBusiness("停车", "parking", ("parking",))))
KINDS = {"noise", "parking"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    cases = table_of({**case, "title": "who lives there"} for case in CASES)
    outlines = [shapely.box(*BOXES["E1"])]
    grids = SpecialGrids.of(["S1"], ["station"], ["a"], "given", outlines)
    given: dict[str, Any] = {"recorded_at": AS_OF, "clock": AS_OF, "cases": cases, "special_grids": grids}
    with build_city(tmp_path_factory.mktemp("closed"), **given) as opened:
        yield opened


def test_cases_of_closed_lines_count_everywhere_but_in_the_deepest_areas(whole: City) -> None:
    for scope, key in product((WHOLE_CITY, EAST), whole.kpis.dictionary):
        asked = Question(key, "C", date(2024, 6, 1), date(2024, 6, 10), AS_OF, scope=scope)
        closed = replace(scope, closed_lines=CLOSED.closed_lines)
        for by in (None, "day", "category", "area"):
            question = replace(asked, by=by)
            assert told(whole.kpis.ask(replace(question, scope=closed))) == told(whole.kpis.ask(question)), key
    asked = Question("reported", "C", as_of=AS_OF, scope=CLOSED)
    level = whole.kpis.by_level(asked, 2)
    others = [case for case in CASES if not {case.get("category1"), case.get("category3")} & KINDS]
    open_streets = [case["at"] for case in others if "at" in case and local(case["reported"]) <= AS_OF]
    assert int(level.n.sum()) == len(open_streets)
    assert int(level.n.sum() + level.above_n.sum()) == level.whole.n == whole.kpis.ask(asked).n
    for street in ("E1", "E2", "W1", "W2"):
        assert whole.kpis.ask(replace(asked, area=street)).n == open_streets.count(street)
    by_street = {row.code: row.n for row in whole.kpis.ask(replace(asked, area="E", by="area")).rows}
    assert {code: by_street[code] for code in ("E1", "E2")} == {code: open_streets.count(code) for code in ("E1", "E2")}
    for key in ("reported", "handling_time"):
        of_key = replace(asked, metric=key)
        district = whole.kpis.by_level(of_key, 1)
        assert district.n.tolist() == whole.kpis.by_level(replace(of_key, scope=WHOLE_CITY), 1).n.tolist()
        shared = [replace(of_key, area=area, by="area") for area in ("C", "E")] + [replace(of_key, by=BY_PLACE)]
        whole._runner.forget()
        for scan in whole.kpis.shared_scans(shared):
            scan()
        assert [told(whole.kpis.ask(one)) for one in shared[:2]] == [alone(whole, one) for one in shared[:2]]
    for where in ((), (("category3!", "noise"),)):
        part = whole.kpis.by_level(replace(asked, area="E", where=where), 2)
        assert part.n.tolist() == [
            sum(one.get("at") == code and local(one["reported"]) <= AS_OF for one in others) for code in ("E1", "E2")
        ]


VALUES = {
    "channel": "app", "category1": "street", "category2": "_unknown", "category3": "parking", "department": "police",
    "matter": "m1", "special_grid": "S1", "hour": "09", "weekday": "6", "status": "closed", "closing_level": "street",
}  # fmt: skip
"""Of each dimension a value that some cases have, of closed lines and of others."""


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_condition_leaves_all_ways_of_asking_the_same_number(whole: City, dimension: str) -> None:
    """By level, by area, of each area alone, and by area from a shared scan; whatever of a case is hidden.

    Two KPIs where the value is asked for, the two others where it is left out; for the next dimension the other way."""
    kpis = [("reported", None), ("closing_rate", None), ("handling_time", None), ("handling_time", "median")]
    first = DIMENSIONS.index(dimension) % 2
    for (key, denominator), sign in [*product(kpis[first::2], ("",)), *product(kpis[1 - first :: 2], ("!",))]:
        where = ((f"{dimension}{sign}", VALUES[dimension]),)
        asked = Question(key, "C", as_of=AS_OF, denominator=denominator, where=where, scope=CLOSED)
        by_area = [replace(asked, by="area", area=area) for area in ("C", "E")]
        apart = [alone(whole, one) for one in by_area]
        ns = {code: alone(whole, replace(asked, area=code))[2] for code in CODES}
        assert [(row.code, row.n) for row in whole.kpis.ask(by_area[0]).rows if row.code in ns] == [
            (code, ns[code]) for code in ("E", "W")
        ], asked
        whole._runner.forget()
        for scan in whole.kpis.shared_scans([*by_area, replace(asked, by=BY_PLACE)]):
            scan()
        assert [told(whole.kpis.ask(one)) for one in by_area] == apart, asked
        for area, level in product(("C", "E", "E1"), (1, 2)):
            whole._runner.forget()
            answer = whole.kpis.by_level(replace(asked, area=area), level)
            assert answer.whole.n == ns[area] == answer.n.sum() + answer.above_n.sum(), (asked, area, level)
            assert answer.n.tolist() == [ns[CODES[number - 1]] for number in answer.area_id], (asked, area, level)


def test_a_map_above_the_deepest_areas_is_drawn_once_for_all(whole: City) -> None:
    for key, area in (("reported", "C"), ("handling_time", "E")):
        asked = Question(key, area, as_of=AS_OF, where=(("channel!", "app"),), scope=WHOLE_CITY)
        closed = replace(asked, scope=replace(CLOSED, statements=True))
        whole.kpis.by_level(asked, 1)
        whole.kpis.by_level(replace(closed, where=()), 1)  # looks up what each asker's questions need
        before = whole.sources.statements_asked
        whole.kpis.by_level(closed, 1)
        assert whole.sources.statements_asked - before == 0


def test_no_special_grid_tells_where_a_case_of_a_closed_line_was(whole: City) -> None:
    """One may be as small as a deepest area."""
    asked = Question("reported", "C", as_of=AS_OF, where=(("special_grid", "S1"),), scope=CLOSED)
    in_grid = [case for case in CASES if case.get("at") == "E1" and local(case["reported"]) <= AS_OF]
    others = [case for case in in_grid if not {case.get("category1"), case.get("category3")} & KINDS]
    assert len(others) < len(in_grid) == whole.kpis.ask(replace(asked, scope=WHOLE_CITY)).n
    assert whole.kpis.ask(asked).n == len(others)
    [grid] = [row for row in whole.kpis.ask(replace(asked, where=(), by="special_grid")).rows if row.n]
    assert grid.n == len(others)


def test_cases_of_closed_lines_are_listed_without_what_tells_which_they_are(whole: City) -> None:
    rows = whole.kpis.cases(Question("reported", "C", as_of=AS_OF, scope=CLOSED)).to_pylist()
    assert len(rows) == whole.kpis.ask(Question("reported", "C", as_of=AS_OF, scope=WHOLE_CITY)).n
    closed = [row for row in rows if {row["category1"], row["category3"]} & KINDS]
    assert closed
    assert {row["title"] for row in closed} == {None}
    middles = {(None, None), (113.15, 34.1), (113.05, 34.1)}
    assert {(row["lon"] and round(row["lon"], 6), row["lat"] and round(row["lat"], 6)) for row in closed} <= middles
    assert {row["area_code"] for row in closed} <= {"C", "E", "W"}
    assert all(row["title"] for row in rows if row not in closed)
    asked = Question("reported", "C", as_of=AS_OF, scope=CLOSED)
    assert whole.kpis.bins(asked).placed == sum(row["lon"] is not None for row in rows)


def reported(*streets: str) -> dict[str, list[dict[str, Any]]]:
    """A unit and a device in each street, and the calls of the whole city."""
    now, places = AS_OF.isoformat(), [(street, *POINTS[street]) for street in streets]
    return {
        "units": [
            {"unit": f"u{street}", "kind": "grid_worker", "duty": "on", "seen_at": now, "lon": lon, "lat": lat}
            for street, lon, lat in places
        ],
        "devices": [
            {"device": f"d{street}", "kind": "camera", "status": "online", "heartbeat_at": now, "lon": lon, "lat": lat}
            for street, lon, lat in places
        ],
        "calls": [{"hour": "2024-06-10T09:00:00+08:00", "calls": 40, "answered": 39}] if "W1" in streets else [],
    }


def test_units_devices_and_calls_of_other_areas_are_not_there(tmp_path: Path) -> None:
    given: dict[str, Any] = {"recorded_at": AS_OF, "clock": AS_OF, "cases": ()}
    with (
        build_city(tmp_path / "whole", reports=reported("E1", "E2", "W1"), **given) as whole,
        build_city(tmp_path / "part", reports=reported("E1", "E2"), **given) as part,
    ):
        assert whole.fleet.totals(AS_OF, scope=EAST) == part.fleet.totals(AS_OF, scope=WHOLE_CITY)
        assert whole.fleet.totals(AS_OF, scope=EAST) != whole.fleet.totals(AS_OF, scope=WHOLE_CITY)
        near = whole.fleet.nearest("units", Vicinity(POINTS["W1"], 100_000.0, 9), AS_OF, scope=EAST)
        assert {one.name for one in near or ()} == {"uE1", "uE2"}
        assert len(whole.fleet.units(scope=EAST).lon) == len(whole.fleet.devices(scope=EAST).lon) == 2
        for key in ("calls", "online", "staffed"):
            for by in (None, "area"):
                asked = Question(key, "C", as_of=AS_OF, by=by, scope=EAST)
                alone = part.kpis.ask(replace(asked, scope=WHOLE_CITY))
                assert whole.kpis.ask(asked).n == alone.n, key
        standings = whole.sources.standings(AS_OF, scope=EAST)
        assert {(one.rows, one.refused) for one in standings} == {(None, None)}
        assert [one.status for one in standings] == [
            one.status for one in whole.sources.standings(AS_OF, scope=WHOLE_CITY)
        ]
