"""The history of a stock: each day says what the KPI itself says as of its end, whatever the times of the cases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest

from queries.as_of_state.state_tables import bases
from queries.city import City
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.question import Question
from queries.kpis.stocks.stock_trend import compose_stocks
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.random_cities import START, random_city

DAYS = [date(2024, 6, 1) + timedelta(days=number) for number in range(14)]
END = datetime(2024, 6, 14, 11, 30, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
OF_STOCKS = [
    (key, name)
    for key, metric in Dictionary.read().items()
    if metric.table == "events" and bases()[metric.basis].is_state
    for name in (None, *metric.denominators)
]


def odd_times(table: pa.Table, *, seed: int) -> pa.Table:
    """The cases with times of suspension, resumption and crossing in any order, and a third of all times at the end of
    a day, or one microsecond beside it, so that several times of a case coincide."""
    random = np.random.default_rng(seed)
    midnights = [START.astimezone(UTC).replace(tzinfo=None) + timedelta(days=number) for number in range(14)]

    def odd() -> datetime:
        return midnights[random.integers(0, 14)] - int(random.integers(0, 3)) * MICROSECOND

    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    for name in ("suspended_at", "resumed_at", "cross_at"):
        columns[name] = [odd() if random.random() < 0.5 else None for _ in range(table.num_rows)]
    for name in ("filed_at", "first_closed_at", "reworked_at", "closed_at", "due_at", "voided_at"):
        columns[name] = [time and (odd() if random.random() < 0.3 else time) for time in columns[name]]
    return pa.table({name: pa.array(values, pa.timestamp("us")) if name.endswith("_at") else pa.array(values)
                     for name, values in columns.items()})  # fmt: skip


@pytest.fixture(scope="module", params=["timed", "untimed"])
def city(request: pytest.FixtureRequest) -> Iterator[City]:
    """A random city; untimed: with cases called closed or voided without a time of it."""
    table = odd_times(random_city(31, 300).table, seed=32)
    if request.param == "untimed":
        table = table.append_column("status", pa.array(["closed", "voided", "filed"] * 100))
    with TemporaryDirectory() as folder:
        opened = build_city(Path(folder) / "city", cases=(table,), source="random")
        yield opened
        opened.close()


@pytest.mark.parametrize(("key", "denominator"), OF_STOCKS)
@pytest.mark.parametrize("area", ["C", "W"])
def test_each_day_of_a_stock_is_the_state_at_its_end(city: City, key: str, denominator: str | None, area: str) -> None:
    question = Question(key, area, DAYS[0], DAYS[-1], END, denominator=denominator, scope=WHOLE_CITY)
    trend = city.kpis.ask(replace(question, by="day")).rows
    assert [row.code for row in trend] == [day.isoformat() for day in DAYS]
    ends = [min(START + timedelta(days=number + 1) - MICROSECOND, END) for number in range(len(DAYS))]
    single = [city.kpis.ask(replace(question, as_of=end)) for end in ends]
    told = [(row.value, row.n, row.numerator, row.denominator) for row in trend]
    assert told == [(one.value, one.n, one.numerator, one.denominator) for one in single]
    assert any(row.n for row in trend)


def stock(**changes: object) -> Metric:
    return replace(Dictionary.read()["overdue_open"], **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("key", "denominator"), OF_STOCKS)
def test_every_stock_of_the_dictionary_is_told_from_spans(key: str, denominator: str | None) -> None:
    metric = Dictionary.read()[key].with_denominator(denominator)
    assert compose_stocks([metric], "city.events", [], untimed=False)


@pytest.mark.parametrize(
    "population",
    [
        "open AND (suspended OR due_at < as_of)",
        "open AND filed_at < reported_at + as_of",
        "open AND status = 'rework'",
        "open AND NOT declined",
    ],
)
def test_a_condition_of_which_no_spans_are_known_is_not_told_from_them(population: str) -> None:
    assert compose_stocks([stock(population=population)], "city.events", [], untimed=False) is None
    assert compose_stocks(
        [stock(population="open AND category1 = 'noise' AND crossing")], "city.events", [], untimed=False
    )
