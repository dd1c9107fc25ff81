"""Times in the writings of many countries and programs, and the order of day and month of a whole column."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from queries.calendar.zones import MISSING, instant, zone_named
from queries.conversion.writings.date_orders import ColumnOrders
from queries.conversion.writings.written_times import read_written
from queries.errors import FileRefused, MappingRefused
from tests.queries.loading.conftest import SmallCity

HALF_PAST_TWO = datetime(2024, 3, 5, 13, 30, tzinfo=UTC)  # half past two in Berlin
FILE = """T00|2024年3月5日 14:30
T01|2024年3月5日14时30分
T02|2024/3/5 14:30
T03|2024/3/5 下午2:30
T04|2024年3月5日 下午2:30
T05|2024-03-05T14:30:00.000+0000
T06|2024-03-05T14:30:00Z
T07|05.03.2024 14:30
T08|5 March 2024 14:30
T09|Mar 5, 2024 2:30 PM
T10|05-Mar-2024 14:30
T11|3/5/24 14:30
T12|03/05/2024 2:30:00 PM
T13|2024-03-05 02:30:00 PM
T14|2024-03-05 14:30:00+08
T15|45356.604166666664
T16|Tue Mar 05 2024 14:30:00
T17|2024-03-05 14:30:00.123456
T18|20240305143000
T19|1709649000
T20|1709649000000
T21|2024-03-05 14:30:00 CST
T22|2024-03-05 14:30:00 UTC
T23|24-03-05 14:30
"""


WRITINGS = """2024年3月5日 14:30
2024年3月5日14时30分
2024/3/5 下午2:30
2024年3月5日 下午2:30
24年3月5日14点30分
2024年3月5日 星期二 14:30
２０２４年３月５日　１４：３０
2024年3月5日（周二）下午2:30
05.03.2024 14:30
5. März 2024, 14:30 Uhr
5 March 2024 14:30
5th of March, 2024 2:30 pm
Mar 5, 2024 2:30 PM
le 5 mars 2024 à 14h30
5 de marzo de 2024 14:30
05-Mar-2024 14:30
05-MAR-24 02:30:00 PM
05-3月 -24 14:30
3/5/24 14:30
24-03-05 14:30
03/05/2024 2:30:00 p.m.
2024-03-05 02:30:00 PM
2024-03-05 PM 2:30
2024-03-05 14.30.00
14:30 05.03.2024
Tue Mar 05 2024 14:30:00
Tue Mar  5 14:30:00 2024
Tue Mar 05 14:30:00 CET 2024
Tue, 05 Mar 2024 13:30:00 GMT
Tue Mar 05 2024 21:30:00 GMT+0800 (China Standard Time)
05/Mar/2024:14:30:00 +0100
2024-03-05 14:30:00 CET
2024-03-05 08:30:00 EST
2024-03-05 14:30:00 Europe/Berlin
20240305T133000Z
20240305 143000
/Date(1709645400000)/
"""


@pytest.mark.parametrize("text", WRITINGS.splitlines())
def test_one_moment_in_the_writings_of_people_and_programs(text: str) -> None:
    zone = zone_named("Europe/Berlin")
    read = read_written(pa.chunked_array([[text]]), zone, orders=ColumnOrders(), zones={}, latest=2026)
    assert instant(read.instants[0] if read.absolute[0] else zone.to_utc(read.instants).instants[0]) == HALF_PAST_TWO


def test_few_texts_are_read_as_they_are_among_many() -> None:
    """For few texts, patterns that none of them can have are left out."""
    zone = zone_named("Europe/Berlin")
    texts = [*WRITINGS.splitlines(), "March", "12", "5 o'clock", "32.13.2024", "2024", "Date(", "20240305 late"]
    many = read_written(pa.array(texts + ["nonsense"] * 1000), zone, orders=ColumnOrders(), zones={}, latest=2026)
    for text, instant_among_many in zip(texts, many.instants, strict=False):
        alone = read_written(pa.array([text]), zone, orders=ColumnOrders(), zones={}, latest=2026)
        assert alone.instants[0] == instant_among_many, text


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "30 Feb 2024",
        "99/99/2024",
        "2024-03-05 25:00",
        "2024年3月5日 晚上12点",
        "5 Foo 2024",
        "2024-03-05 14:30 XYZ",
    ],
)
def test_what_cannot_be_known_is_no_time(text: str) -> None:
    zone = zone_named("Europe/Berlin")
    read = read_written(pa.chunked_array([[text]]), zone, orders=ColumnOrders(), zones={}, latest=2026)
    assert read.instants[0] == MISSING


def load_times(city: SmallCity, texts: str, **options: Any) -> dict[str, datetime]:
    rows = "".join('{},"{}"\n'.format(*line.split("|")) for line in texts.splitlines())
    city.load_text("case_id,created_date\n" + rows, **options)
    return dict(city.rows("SELECT source_id, reported_at FROM city.events"))


def test_the_writings_of_one_column(city: SmallCity) -> None:
    """The city is in New York, where CST is none of its own clocks: that row is refused, and a mapping can say it."""
    moments = load_times(city, FILE)
    assert set(moments) == {f"T{n:02}" for n in range(24)} - {"T21"}
    own = datetime.fromisoformat("2024-03-05 19:30")
    elsewhere = {"T05": "14:30", "T06": "14:30", "T14": "06:30", "T19": "14:30", "T20": "14:30", "T22": "14:30"}
    for number, moment in moments.items():
        wanted = datetime.fromisoformat(f"2024-03-05 {elsewhere[number]}") if number in elsewhere else own
        assert moment.replace(microsecond=0) == wanted, number
    [(reason,)] = city.rows("SELECT reason FROM city.quarantine")
    assert (
        "'2024-03-05 14:30:00 CST' is in a time zone that several places call so; say which with time_zones" in reason
    )
    again = load_times(city, FILE, name="b.csv", mapping={"time_zones": {"CST": "Asia/Shanghai"}})
    assert again["T21"] == datetime.fromisoformat("2024-03-05 06:30")


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Asia/Shanghai", 6), ("America/Chicago", 20), ("Europe/Berlin", None), ("America/Los_Angeles", None)],
)
def test_a_name_of_several_zones_is_the_own_one_or_refused_never_guessed(zone: str, hour: int | None) -> None:
    """CST is China's, the United States' central and Cuba's: read only where the source's own clocks are called so."""
    text = pa.array(["2024-03-05 14:30:00 CST"])
    read = read_written(text, zone_named(zone), orders=ColumnOrders(), zones={}, latest=2026)
    found = None if read.instants[0] == MISSING else instant(read.instants[0]).hour
    assert (found, bool(read.zone_unclear[0])) == (hour, hour is None)


def test_a_format_of_the_mapping_comes_first(city: SmallCity) -> None:
    formats = {"time_format": ["%Y|%d|%m", "%y/%d/%m %H-%M"]}
    moments = load_times(city, "1|24/05/03 14-30\n2|2024-03-05T14:30", mapping=formats)
    assert set(moments.values()) == {datetime.fromisoformat("2024-03-05 19:30")}
    with pytest.raises(MappingRefused, match="time_format"):
        load_times(city, "1|2024-03-05", mapping={"time_format": "yyyy-MM-dd"})


def test_the_order_of_day_and_month_is_that_of_the_whole_column(city: SmallCity) -> None:
    summary = city.load_text("case_id,open_dt\n1,03/04/2024\n2,13/04/2024\n3,04/04/2024\n")
    months = {moment.month for (moment,) in city.rows("SELECT reported_at FROM city.events")}
    assert months == {4}
    assert [line for line in summary.warnings if "day first" in line and "'13/04/2024' (row 3)" in line]


def test_each_column_has_an_order_of_its_own(city: SmallCity) -> None:
    city.load_text("case_id,open_dt,closed_dt\n1,03/04/2024,04/13/2024\n2,13/04/2024,04/14/2024\n")
    found = city.rows("SELECT reported_at, closed_at FROM city.events ORDER BY source_id")
    assert [(reported.day, closed.day) for reported, closed in found] == [(3, 13), (13, 14)]


def test_a_guess_is_said_with_an_example(city: SmallCity) -> None:
    summary = city.load_text("case_id,open_dt\n1,03/04/2024\n")
    assert [
        line
        for line in summary.warnings
        if "'03/04/2024' (row 2)" in line and "month first" in line and "guess" in line
    ]


def test_a_column_that_mixes_both_orders_is_refused(city: SmallCity) -> None:
    with pytest.raises(FileRefused, match=r"open_dt|reported_at mixes dates .* day_first or time_format"):
        city.load_text("case_id,open_dt\n1,13/04/2024\n2,04/13/2024\n")


def test_short_years_are_read_in_the_order_that_the_column_shows(city: SmallCity) -> None:
    moments = load_times(city, "1|24/03/05\n2|24/03/14\n3|24/04/30\n4|23/12/31")
    assert [(m.year, m.month, m.day) for _, m in sorted(moments.items())] == [
        (2024, 3, 5),
        (2024, 3, 14),
        (2024, 4, 30),
        (2023, 12, 31),
    ]


def test_a_column_without_a_proof_has_the_order_of_the_others(city: SmallCity) -> None:
    summary = city.load_text("case_id,open_dt,closed_dt\n1,03/04/2024,13/04/2024\n")
    assert city.rows("SELECT month(reported_at) FROM city.events") == [(4,)]
    assert [line for line in summary.warnings if "'03/04/2024' (row 2) were read day first" in line]
