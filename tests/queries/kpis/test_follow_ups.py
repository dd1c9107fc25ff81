"""Recurrence is prepared: whatever is delivered in whatever order, it is what comparing all cases gives."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from queries.budget.time_limit import TimeLimit
from queries.cases.case_export import CasesWanted
from queries.city import City
from queries.errors import TooSlow
from queries.kpis.question import Question
from queries.kpis.statement import compose_cases, parameters_of
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope, answering
from queries.store.prepared import follow_ups, prepared_tables
from queries.store.scoped import scoped_rows
from tests.cities.builder import build_city

START = datetime(2024, 6, 1)  # noqa: DTZ001  # naive UTC, as cases are loaded
LAST = datetime(9999, 12, 31)  # noqa: DTZ001
SITES, SPREAD = 40, 0.0008  # cases lie around so many sites, at most so many degrees from one
DAYS = 90
EAST, LITTER = ((2, 4),), LineOfBusiness("垃圾", "litter", ("litter",))
SCOPES = (
    WHOLE_CITY, Scope(areas=EAST), Scope(closed_lines=(LITTER,)), Scope(areas=EAST, closed_lines=(LITTER,)),
    Scope(lines_of_business=(LITTER,)),
)  # fmt: skip
Case = dict[str, Any]


def some_case(random: np.random.Generator, number: int) -> Case:
    """A case as a source may know it at some time: open or closed, once or twice, with or without a point or kind."""
    reported = START + timedelta(minutes=int(random.integers(0, DAYS * 24 * 60)))
    closed = reported + timedelta(hours=int(random.integers(-5, 400))) if random.random() < 0.8 else None
    again = closed + timedelta(hours=int(random.integers(1, 300))) if closed and random.random() < 0.3 else None
    placed = random.random() < 0.9
    site_x, site_y = divmod(int(random.integers(0, SITES)), 8)
    return {
        "source_id": f"{number}",
        "version": int(random.integers(0, 1000)),
        "reported_at": reported,
        "accepted_at": reported,
        "filed_at": reported,
        "first_closed_at": closed,
        "reworked_at": again and again - timedelta(minutes=30),
        "closed_at": again or closed,
        "category3": [None, "noise", "litter", "litter"][random.integers(0, 4)],
        "person_ref": [None, "p1", "p2", "p3"][random.integers(0, 4)],
        "lon": 113.05 + 0.003 * site_x + random.uniform(-SPREAD, SPREAD) if placed else None,
        "lat": 34.05 + 0.002 * site_y + random.uniform(-SPREAD, SPREAD) if placed else None,
    }


def table_of(cases: list[Case]) -> pa.Table:
    """The cases as they are loaded."""
    kinds: Mapping[str, pa.DataType] = {
        "version": pa.int64(), "lon": pa.float64(), "lat": pa.float64(),
        "source_id": pa.string(), "category3": pa.string(), "person_ref": pa.string(),
    }  # fmt: skip
    return pa.table(
        {name: pa.array([case[name] for case in cases], kinds.get(name, pa.timestamp("us"))) for name in cases[0]}
    )


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with build_city(tmp_path / "tiny", cases=()) as city:
        yield city


def question(random: np.random.Generator) -> Question:
    first = int(random.integers(0, DAYS))
    start = date(2024, 6, 1) + timedelta(days=first)
    as_of = datetime.fromisoformat("2024-06-01T00:00:00+08:00") + timedelta(hours=int(random.integers(0, 120 * 24)))
    area = ["C", "E", "W1"][random.integers(0, 3)]
    end = start + timedelta(days=int(random.integers(0, DAYS)))
    return Question("recurrence", area, start, end, as_of, scope=WHOLE_CITY)


def everything() -> Question:
    as_of = datetime.fromisoformat("2024-12-01T00:00:00+08:00")
    return Question("recurrence", "C", date(2024, 6, 1), date(2024, 11, 30), as_of, scope=WHOLE_CITY)


def prepared(city: City, asked: Question) -> set[tuple[str, bool]]:
    cases = city.kpis.cases(asked)
    return set(zip(cases["source_id"].to_pylist(), cases["in_numerator"].to_pylist(), strict=True))


def compared(city: City, asked: Question) -> set[tuple[str, bool]]:
    """The same from the statement that is asked of past recordings, as of the last one."""
    answers = city.kpis._answering
    resolved = answers.resolve(asked)
    statement = compose_cases(resolved.metric, replace(resolved.context, recorded=True, settled=False))
    bound = answers.parameters(resolved, None) | {"recorded": LAST, "most": 0 if resolved.reasons else 10**6}
    with answering(asked.scope):
        found = city._runner.table(statement, {name: bound[name] for name in parameters_of(statement)})
    return set(zip(found["source_id"].to_pylist(), found["in_numerator"].to_pylist(), strict=True))


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 20))])
def test_after_any_deliveries_it_is_what_comparing_all_cases_gives(city: City, seed: int) -> None:
    """New cases, corrections of time, kind, place and closing, late and old versions, from two sources; for whoever may
    see all, a part of the city or some lines of business, or may not open some cases."""
    random = np.random.default_rng(seed)
    hits, repeats, whole = 0, 0, everything()
    city.acts.load_table(table_of([some_case(random, number) for number in range(250)]), "source0")
    for number in range(24):
        cases = [some_case(random, int(random.integers(0, 300))) for _ in range(random.choice([1, 1, 2, 5]))]
        city.acts.load_table(table_of(cases), f"source{random.integers(0, 2)}")
        if number == 20:
            city.acts.rebuild()
        scope = SCOPES[number % len(SCOPES)]
        for asked in (question(random), whole, replace(whole, scope=scope)):
            of_person = replace(asked, metric="repeat", denominator="same_person")
            before = prepared(city, of_person)
            assert before == compared(city, of_person)
            repeats += sum(again for _, again in before)
            found = prepared(city, asked)
            assert found == compared(city, asked)
            hits += sum(again for _, again in found)
    assert min(hits, repeats) > 20


def test_a_point_that_is_no_longer_trusted_is_followed_by_nothing(city: City) -> None:
    """Many cases on one point make it a default point, also of the cases that lay there before."""
    random = np.random.default_rng(1)
    here = {"lon": 113.1, "lat": 34.1, "category3": "litter", "reworked_at": None}
    few = [some_case(random, number) | here for number in range(10)]
    city.acts.load_table(table_of(few), "one")
    assert any(again for _, again in prepared(city, everything()))
    city.acts.load_table(table_of([some_case(random, 100 + number) | here for number in range(60)]), "one")
    assert prepared(city, everything()) == compared(city, everything()) == set()


def test_only_the_ground_that_a_delivery_touches_is_made_again(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    city.acts.load_table(table_of([some_case(random, number) for number in range(300)]), "one")
    asked = everything()
    prepared(city, asked)
    table = city._context.store.prepared._follow_ups["prepared.main.same_kind_again"]
    made_for: list[int] = []
    monkeypatch.setattr(follow_ups, "MOST_CHANGED", 50)
    insert = follow_ups.FollowUps._insert

    def noted(self: follow_ups.FollowUps, *args: Any, **some: pa.Table) -> None:
        made_for.append(some["touched"].num_rows if some else 0)
        insert(self, *args, **some)

    monkeypatch.setattr(follow_ups.FollowUps, "_insert", noted)
    prepared(city, replace(asked, area="E"))
    assert made_for == []
    case = some_case(random, 1000) | {"lon": 113.1, "lat": 34.1}
    city.acts.load_table(table_of([case]), "one")
    prepared(city, asked)
    assert len(made_for) == 1
    assert 1 <= made_for[0] <= 4
    city.acts.load_table(table_of([some_case(random, 2000 + number) for number in range(60)]), "one")
    prepared(city, asked)
    assert made_for[1:] == [0]
    assert table.made_from is not None


def test_what_was_interrupted_while_it_was_prepared_is_made_at_the_next_question(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(3)
    city.acts.load_table(table_of([some_case(random, number) for number in range(200)]), "one")
    asked = everything()
    make = follow_ups.FollowUps._make

    def endless(self: follow_ups.FollowUps, cursor: Any, from_at: datetime) -> None:
        make(self, cursor, from_at)
        cursor.execute("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b").fetchall()

    with monkeypatch.context() as patched:
        patched.setattr(follow_ups.FollowUps, "_make", endless)
        patched.setattr(city._runner, "limit", TimeLimit(0.2))
        with pytest.raises(TooSlow):
            prepared(city, asked)
    assert prepared(city, asked) == compared(city, asked)


def test_an_export_is_prepared_too(city: City) -> None:
    """Its slices are read in one transaction, in which nothing can be prepared any more."""
    random = np.random.default_rng(4)
    city.acts.load_table(table_of([some_case(random, number) for number in range(200)]), "one")
    pieces = list(city.kpis.case_rows(everything(), CasesWanted()))
    rows = {
        (number, again)
        for piece in pieces
        for number, again in zip(piece["source_id"].to_pylist(), piece["in_numerator"].to_pylist(), strict=True)
    }
    assert rows == compared(city, everything())
    assert any(again for _, again in rows)


def test_a_table_made_again_for_a_shorter_period_meanwhile_does_not_shorten_an_answer(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(5)
    city.acts.load_table(table_of([some_case(random, number) for number in range(200)]), "one")
    store, bring_up = city._context.store, prepared_tables.PreparedTables.bring_up
    times = []

    def and_another(self: prepared_tables.PreparedTables, statement: str, *args: Any) -> None:
        """The first time, a rebuild and a question of another thread about a shorter period come in between."""
        bring_up(self, statement, *args)
        times.append(statement)
        if len(times) == 1:
            city.acts.rebuild()
            with store.cursor() as cursor:
                bring_up(self, statement, {"from_at": LAST}, cursor, store.data_version)

    monkeypatch.setattr(prepared_tables.PreparedTables, "bring_up", and_another)
    found = prepared(city, everything())
    assert len(times) == 2
    assert found == compared(city, everything())
    assert any(again for _, again in found)


def narrowed_tables(city: City) -> set[str]:
    """The prepared tables of some of the cases that there are."""
    with city._context.store.cursor() as cursor:
        text = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'prepared'"
        return {name for (name,) in cursor.execute(text).fetchall() if name[-1].isdigit()}


@pytest.mark.parametrize(("most_scopes", "most_rows"), [(1, 10**6), (64, 0)])
def test_tables_of_a_scope_are_not_dropped_while_it_asks_but_afterwards(
    city: City, monkeypatch: pytest.MonkeyPatch, most_scopes: int, most_rows: int
) -> None:
    random = np.random.default_rng(6)
    city.acts.load_table(table_of([some_case(random, number) for number in range(200)]), "one")
    store, bring_up = city._context.store, prepared_tables.PreparedTables.bring_up
    monkeypatch.setattr(prepared_tables, "MOST_SCOPES", most_scopes)
    monkeypatch.setattr(store.prepared, "_most_rows", most_rows)
    scopes = [Scope(areas=((5, 7),)), Scope(areas=((1, 7),)), Scope(lines_of_business=(LITTER,))]
    others = iter(scopes[1:])
    found = []

    def and_others(self: prepared_tables.PreparedTables, *args: Any) -> None:
        """Between preparation and statement others are asked, one within the other."""
        bring_up(self, *args)
        if (other := next(others, None)) is not None:
            found.append(prepared(city, replace(everything(), scope=other)))

    monkeypatch.setattr(prepared_tables.PreparedTables, "bring_up", and_others)
    found.append(prepared(city, replace(everything(), scope=scopes[0])))
    expected = [compared(city, replace(everything(), scope=scope)) for scope in scopes]
    assert found == [expected[2], expected[1], expected[0]]
    assert any(again for _, again in expected[0])
    assert prepared(city, replace(everything(), scope=scopes[2])) == expected[2]
    assert len({name.rpartition("_")[2] for name in narrowed_tables(city)}) == 1


def test_views_of_a_scope_are_not_dropped_while_it_asks_but_afterwards(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(7)
    city.acts.load_table(table_of([some_case(random, number) for number in range(50)]), "one")
    monkeypatch.setattr(scoped_rows, "MOST_SCOPES", 1)
    rows = city._context.store.scoped_rows
    count, one, other = "SELECT count(*) FROM city.events", Scope(areas=EAST), Scope(areas=((5, 7),))
    with rows.in_use():
        text = rows.statement(count, {}, one)
        rows.statement(count, {}, other)
        with city._context.store.cursor() as cursor:
            assert cursor.execute(text).fetchall()
    rows.statement(count, {}, other)
    with city._context.store.cursor() as cursor, pytest.raises(duckdb.CatalogException):
        cursor.execute(text)
