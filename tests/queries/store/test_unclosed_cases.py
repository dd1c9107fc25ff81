"""Cases in hand are counted in a small table: whatever is delivered, it gives what looking through all cases gives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from queries.city import City
from queries.governance.loop_metrics import metrics_of
from queries.kpis.dictionary import Dictionary
from queries.kpis.normal.normal_statement import compose_at_moments
from queries.kpis.question import Question
from queries.kpis.statement import compose_of_spans
from queries.scope import WHOLE_CITY
from queries.store.prepared import unclosed_cases
from queries.store.prepared.unclosed_cases import UNCLOSED_CASES
from tests.cities.builder import build_city

START = datetime(2024, 6, 1)  # noqa: DTZ001  # naive UTC, as cases are loaded
NEWEST = START + timedelta(days=60)
Case = dict[str, Any]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with build_city(tmp_path / "tiny", cases=()) as city:
        yield city


def some_case(random: np.random.Generator, number: int) -> Case:
    """A case of the last weeks as a source may know it at some time: with any of the steps that say whether it is in
    hand, closed once or twice or again open."""
    reported = NEWEST - timedelta(minutes=int(random.integers(0, 25 * 24 * 60)))

    def later(share: float, after: datetime | None = reported) -> datetime | None:
        moment = after + timedelta(minutes=int(random.integers(-60, 12 * 24 * 60))) if after else None
        return moment if random.random() < share and moment and moment < NEWEST else None

    first_closed = later(0.6)
    reworked = later(0.3, first_closed)
    return {
        "source_id": f"{number}",
        "version": int(random.integers(0, 1000)),
        "reported_at": reported,
        "filed_at": reported if random.random() < 0.9 else None,
        "dispatched_at": later(0.9),
        "received_at": later(0.8),
        "finished_at": later(0.6),
        "verified_at": later(0.4),
        "first_declined_at": later(0.1),
        "first_closed_at": first_closed,
        "reworked_at": reworked,
        "closed_at": later(0.6, reworked) if reworked else first_closed,
        "voided_at": later(0.1),
        "suspended_at": later(0.3),
        "resumed_at": later(0.2),
        "due_at": reported + timedelta(days=int(random.integers(0, 12))),
        "channel": ["app", "hotline_12345", None][random.integers(0, 3)],
        "category1": ["noise", "street"][random.integers(0, 2)],
        "lon": 113.05 + float(random.uniform(0, 0.1)),
        "lat": 34.05 + float(random.uniform(0, 0.1)),
    }


def some_cases(seed: int, number: int) -> list[Case]:
    random = np.random.default_rng(seed)
    return [some_case(random, one) for one in range(number)]


def load(city: City, cases: list[Case], source: str = "one") -> None:
    kinds = {"version": pa.int64(), "lon": pa.float64(), "lat": pa.float64(), "source_id": pa.string()}
    kinds |= {"channel": pa.string(), "category1": pa.string()}
    columns = {name: pa.array([case[name] for case in cases], kinds.get(name, pa.timestamp("us"))) for name in cases[0]}
    city.acts.load_table(pa.table(columns), source)


def question(metric: str, denominator: str | None = None, as_of: datetime = NEWEST, **changes: Any) -> Question:
    whole = Question(metric, "C", as_of=as_of.replace(tzinfo=UTC), denominator=denominator, scope=WHOLE_CITY)
    return replace(whole, **changes)


def of_stocks(dictionary: Dictionary) -> list[tuple[str, str | None]]:
    """Every KPI, with every denominator, that counts cases in hand."""
    named = [(key, name) for key, metric in dictionary.items() for name in (None, *metric.denominators)]
    return [(key, name) for key, name in named if dictionary[key].with_denominator(name).counts_open]


def asked(city: City, question: Question, *, of_all: bool = False) -> tuple[str, list[Any]]:
    """The statement of a question and its rows; of_all: from all cases."""
    answering = city.kpis._answering
    resolved = answering.resolve(question)
    if of_all:
        resolved = replace(resolved, context=replace(resolved.context, unclosed=False, unclosed_days=False))
    statement, bound = answering.statement(resolved, question.by)
    return statement, sorted(city._runner.rows(statement, bound)[1], key=str)


def is_the_same(city: City, question: Question) -> list[Any]:
    """The rows of a question, which come from the table and are those that all cases give."""
    statement, found = asked(city, question)
    assert UNCLOSED_CASES in statement
    direct, rows = asked(city, question, of_all=True)
    assert UNCLOSED_CASES not in direct
    assert found == rows
    return found


def is_told_from_spans(city: City, question: Question) -> bool:
    """Whether a trend is that of spans of the lives of cases, as it is of open and overdue cases without conditions."""
    resolved = city.kpis._answering.resolve(question)
    return compose_of_spans((resolved.metric,), resolved.context) is not None


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_after_any_deliveries_it_is_what_looking_through_all_cases_gives(city: City, seed: int) -> None:
    """New cases, corrections of every step, late and old versions, from two sources, and a rebuild."""
    random = np.random.default_rng(seed)
    load(city, [some_case(random, number) for number in range(200)])
    seen, trends = set[str](), set[str]()
    for number in range(12):
        cases = [some_case(random, int(random.integers(0, 250))) for _ in range(random.choice([1, 2, 5]))]
        load(city, cases, ["one", "two"][random.integers(0, 2)])
        if number == 9:
            city.acts.rebuild()
        as_of = NEWEST - timedelta(hours=int(random.integers(0, 7 * 24)))
        for metric, denominator in of_stocks(city.kpis.dictionary):
            by = [None, "area", "hour_weekday", "channel", "category", "age"][random.integers(0, 6)]
            area = ["C", "E", "W1"][random.integers(0, 3)]
            none, one, two = (), (("channel", "app"),), (("category1", "noise"), ("channel", "_unknown"))
            where = (none, one, two)[random.integers(0, 3)]
            changes = {"by": by, "area": area, "where": where}
            seen |= {str(row) for row in is_the_same(city, question(metric, denominator, as_of, **changes))}
            start = as_of.date() - timedelta(days=int(random.integers(0, 9)))
            trend = question(metric, denominator, as_of, **{**changes, "by": "day", "start": start})
            if is_told_from_spans(city, trend):
                trends |= {str(row) for row in is_the_same(city, trend)}
    assert len(seen) > 30
    assert len(trends) > 30


def test_every_stock_of_the_dictionary_reads_the_table(city: City) -> None:
    load(city, some_cases(0, 20))
    stocks = of_stocks(city.kpis.dictionary)
    assert {"open", "overdue_open"} <= {key for key, _ in stocks}
    for metric, denominator in stocks:
        is_the_same(city, question(metric, denominator))


@pytest.mark.parametrize("loop", ["dispatch", "verification", "suspension"])
def test_the_stages_of_open_cases_read_it_too(city: City, loop: str) -> None:
    """At ten million cases an alarm about those that wait for verification looked through all of them each minute."""
    load(city, some_cases(7, 150))
    stages = [metric.key for metric in metrics_of(city.governance.loops[loop]) if metric.counts_open]
    assert stages
    assert any(is_the_same(city, question(key, by=by))[0] for key in stages for by in (None, "area"))


def test_cases_on_a_point_that_is_no_longer_trusted_leave_their_area(city: City) -> None:
    """Many cases on one point make it a default point, also of the cases that lay there before."""
    random = np.random.default_rng(1)
    here = {"lon": 113.06, "lat": 34.06, "filed_at": NEWEST - timedelta(days=1), "first_closed_at": None}
    here |= {"reworked_at": None, "closed_at": None, "voided_at": None}
    load(city, [some_case(random, number) | here for number in range(10)])
    by_area = question("open", by="area")
    before = is_the_same(city, by_area)
    load(city, [some_case(random, 100 + number) | here for number in range(60)])
    assert len(is_the_same(city, by_area)) != len(before) or is_the_same(city, by_area)[0][0] != before[0][0]


def test_a_moment_before_its_days_is_asked_of_all_cases_and_of_a_past_recording_too(city: City) -> None:
    load(city, some_cases(2, 50))
    recorded = city.kpis.ask(question("open")).recorded_at
    assert recorded is not None
    load(city, some_cases(3, 50))
    early = question("open", as_of=NEWEST - timedelta(days=20))
    past = question("open", recorded_as_of=recorded)
    long = question("open", by="day", start=NEWEST.date() - timedelta(days=20))
    for one in (early, past, long):
        assert UNCLOSED_CASES not in asked(city, one)[0]
    trend = city.kpis._answering.resolve(question("open", by="day", start=NEWEST.date() - timedelta(days=3)))
    assert trend.context.unclosed_days
    assert UNCLOSED_CASES not in (compose_at_moments(trend.metric, trend.context) or UNCLOSED_CASES)


def test_days_later_it_is_made_anew_and_an_earlier_moment_makes_it_longer(city: City) -> None:
    random = np.random.default_rng(4)
    load(city, [some_case(random, number) for number in range(80)])
    is_the_same(city, question("open"))
    table = city._context.store.prepared.unclosed
    first = table.from_at
    week_later = NEWEST + timedelta(days=7)
    load(city, [some_case(random, 100) | {"reported_at": week_later, "due_at": week_later}])
    is_the_same(city, question("open", as_of=week_later))
    assert table.from_at >= first + timedelta(days=6)
    with city._context.store.cursor() as cursor:
        table.bring_up(cursor, city.sources.data_version, first)
    assert table.from_at == first
    is_the_same(city, question("open", as_of=week_later))


def test_where_too_many_cases_are_open_all_are_looked_through(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unclosed_cases, "MOST_CASES", 20)
    random = np.random.default_rng(5)
    load(city, [some_case(random, number) for number in range(10)])
    is_the_same(city, question("open"))
    load(city, [some_case(random, number) for number in range(90)], "two")
    city._context.store.prepared.unclosed.made_from = None
    for _ in range(2):
        is_the_same(city, question("open"))
        load(city, [some_case(random, int(random.integers(0, 90)))])


def test_what_is_prepared_beside_somebody_who_reads_an_older_state_is_compressed_later(city: City) -> None:
    """A job that prepares did nothing more after this on a live city."""
    store, now = city._context.store, city.sources.now().replace(tzinfo=None)
    store.prepare_since(now - timedelta(days=5))
    with store.cursor() as reader:
        reader.execute("BEGIN TRANSACTION")
        [(table,)] = reader.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'prepared' ORDER BY 1 LIMIT 1"
        ).fetchall()
        reader.table(f"prepared.{table}").fetchall()
        with store.cursor() as writer:
            writer.execute("CREATE OR REPLACE TABLE prepared.made_since AS SELECT 1 AS one")
        store.prepare_since(now - timedelta(days=40))
        reader.execute("ROLLBACK")


def test_what_was_interrupted_while_it_was_made_is_made_at_the_next_question(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(city, some_cases(6, 50))
    with monkeypatch.context() as patched:
        patched.setattr(unclosed_cases, "_newest", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            city.kpis.ask(question("open"))
    is_the_same(city, question("open"))
