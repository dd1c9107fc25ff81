"""Times as sources write them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest

from queries.calendar.zones import MISSING, Zone, instant, zone_named
from queries.conversion.times import Times, begin_reading
from queries.conversion.writings.date_orders import ColumnOrders
from tests.queries.loading.conftest import SmallCity

TEN = datetime(2024, 3, 5, 2, 0, tzinfo=UTC)  # ten o'clock in Shanghai


def read_times(
    column: pa.ChunkedArray, zone: Zone, cursor: duckdb.DuckDBPyConnection, day_first: bool = False
) -> Times:
    return begin_reading(column, cursor).finish(zone, cursor, latest=2026, orders=ColumnOrders(day_first))


@pytest.fixture
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05 10:00:00",
        " 2024-03-05T10:00:00+08:00 ",
        "2024-03-05T10:00",
        "2024/3/5 10:00",
        "2024年3月5日10:00:00",
        "2024年03月05日 10时00分00秒",
        "2024.03.05 10:00:00",
        "2024-03-05 10",
        "20240305100000",
        "202403051000",
        "2024-03-05T10:00:00+08:00",
        "2024-03-05T10:00:00+0800",
        "2024-03-05T02:00:00.000Z",
        "2024-03-05 02:00:00 UTC",
        "2024-03-04 21:00:00 America/New_York",
        "03/05/2024 10:00:00 AM",
        "03/05/2024 10:00",
        "1709604000",
        "1709604000000",
        "45356.4166666667",
    ],
)
def test_one_moment_in_many_writings(cursor: duckdb.DuckDBPyConnection, text: str) -> None:
    read = read_times(pa.chunked_array([[text, None]]), zone_named("Asia/Shanghai"), cursor)
    assert instant(read.instants[0]) == TEN
    assert read.instants[1] == MISSING
    assert not read.bad.any()


@pytest.mark.parametrize(
    "text", ["2024-03-05", "2024/3/5", "2024年3月5日", "20240305", "45356", "2024.3.5", "05/03/2024"]
)
def test_a_date_is_the_midnight_of_its_zone(cursor: duckdb.DuckDBPyConnection, text: str) -> None:
    read = read_times(pa.chunked_array([[text]]), zone_named("Asia/Shanghai"), cursor, day_first=True)
    assert instant(read.instants[0]) == datetime(2024, 3, 4, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["soon", "2024-02-30", "infinity", "epoch", "1066-10-14", "2345-01-01", "13/13/2024", "7"]
)
def test_what_is_no_time_is_said_to_be_none(cursor: duckdb.DuckDBPyConnection, text: str) -> None:
    read = read_times(pa.chunked_array([[text, "2024-03-05"]]), zone_named("UTC"), cursor)
    assert read.bad.tolist() == [True, False]
    assert read.instants[0] == MISSING


def test_typed_columns_are_taken_as_they_are(cursor: duckdb.DuckDBPyConnection) -> None:
    zone = zone_named("Asia/Shanghai")
    for column, expected in (
        (pa.chunked_array([[datetime.fromisoformat("2024-03-05 10:00")]]), TEN),
        (pa.chunked_array([[TEN]], pa.timestamp("ms", "Asia/Shanghai")), TEN),
        (pa.chunked_array([[date(2024, 3, 5)]]), datetime(2024, 3, 4, 16, tzinfo=UTC)),
    ):
        assert instant(read_times(column, zone, cursor).instants[0]) == expected


def test_repeated_and_skipped_hours_are_counted(cursor: duckdb.DuckDBPyConnection) -> None:
    texts = ["2011-11-06 01:30:00", "2011-11-06 01:30:00-05:00", "2011-03-13 02:30:00"]
    read = read_times(pa.chunked_array([texts]), zone_named("America/New_York"), cursor)
    assert [instant(moment).hour for moment in read.instants] == [5, 6, 7]
    assert (read.ambiguous, read.skipped) == (1, 1)


def test_a_limit_that_is_a_bare_day_lasts_until_its_end(city: SmallCity) -> None:
    rows = "1,2024-03-01 09:00,2024-03-02\n2,2024-03-01 09:00,2024/3/2\n3,2024-03-01 09:00,2024年3月2日\n"
    timed = "4,2024-03-01 09:00,2024-03-02 00:00:00\n5,2024-03-01 09:00,\n"
    city.load_text("工单编号,上报时间,办理期限\n" + rows + timed)
    due = city.rows("SELECT due_at - reported_at FROM city.events ORDER BY source_id")
    until_the_end = timedelta(hours=39) - timedelta(microseconds=1)
    assert due == [(until_the_end,)] * 3 + [(timedelta(hours=15),), (None,)]
