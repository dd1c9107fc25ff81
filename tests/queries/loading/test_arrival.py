"""Any order, any split, any repetition of the same versions ends in the same tables; what has none is ordered by its
arrival. Every row is accounted for."""

from collections.abc import Iterator
from itertools import count, pairwise

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.errors import FileRefused
from queries.reading.chunk import Limits
from tests.queries.loading.conftest import VERSIONS, SmallCity, open_small_city

CURRENT = """
SELECT source_id, strftime(timezone('America/New_York', timezone('UTC', reported_at)), '%Y-%m-%d %H:%M:%S'),
  coalesce(strftime(timezone('America/New_York', timezone('UTC', closed_at)), '%Y-%m-%d'), ''), title
FROM city.events WHERE source = '{}'
"""
HEADER = "id,open_dt,closed_dt,version,title,lon,lat,neighborhood\n"
POINTS = ("0.5,10.5", "1.5,10.5", "1.25,10.25", ",", "0,0")


def case_row(*, number: int, hour: int, closed: str, version: str, title: str, where: str) -> str:
    return f"{number},2011-07-01 {hour:02}:00:00,{closed},{version},{title},{where}\n"


case_rows = st.builds(
    case_row,
    number=st.integers(1, 6),
    hour=st.integers(0, 3),
    closed=st.sampled_from(["", "2011-07-02"]),
    version=st.sampled_from(["1", "2.0", "1764000000000000001"]),
    title=st.sampled_from(["a", "b"]),
    where=st.builds(
        "{},{}".format, st.sampled_from(POINTS), st.sampled_from(["", "West Side", "Old Harbour", "Nowhere"])
    ),
)
broken_rows = st.sampled_from(["1,2\n", ",2011-07-01,,,x,,,\n", "3,never,,,x,,,\n", '4,"2011-07-01,,,x,,,\n'])


@pytest.fixture(scope="module")
def many_sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCity]:
    """One city for all examples, each of which has sources of its own."""
    opened = open_small_city(tmp_path_factory.mktemp("many_sources"))
    yield opened
    opened.store.close()


NUMBERS = count()


def load_all(city: SmallCity, files: list[list[str]], **options: object) -> str:
    """The files, one after the other, as deliveries of a new source, which is named."""
    source = f"source_{next(NUMBERS)}"
    for number, rows in enumerate(files):
        text = HEADER + "".join(rows)
        summary = city.load_text(text, f"{source}_{number}.csv", source=source, **options)
        assert summary.read == summary.loaded + summary.superseded + summary.duplicate + summary.refused == len(rows)
    held = city.rows("SELECT (SELECT count(*) FROM city.events) + (SELECT count(*) FROM city.event_history)")
    assert held == city.rows("SELECT coalesce(sum(loaded + superseded), 0) FROM city.batches")
    return source


def versions_of(city: SmallCity, source: str) -> list[tuple[object, ...]]:
    return city.rows(f"SELECT * EXCLUDE (source) FROM ({VERSIONS}) WHERE source = '{source}'")  # noqa: S608


@settings(max_examples=12)
@given(st.lists(st.one_of(case_rows, case_rows, broken_rows), max_size=40), st.data())
def test_any_split_order_and_repetition_ends_in_the_same_tables(
    many_sources: SmallCity, rows: list[str], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations([*rows, *rows[:5]]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))
    pieces = [shuffled[first:last] for first, last in pairwise([0, *cuts, len(shuffled)])]
    at_once = load_all(many_sources, [rows])
    in_pieces = load_all(many_sources, pieces, limits=Limits(piece_bytes=200))
    assert versions_of(many_sources, in_pieces) == versions_of(many_sources, at_once)


unversioned_rows = st.builds(
    case_row,
    number=st.integers(1, 4),
    hour=st.integers(0, 3),
    closed=st.sampled_from(["", "2011-07-02"]),
    version=st.just(""),
    title=st.sampled_from(["a", "b"]),
    where=st.just(",,"),
)


@settings(max_examples=12)
@given(st.lists(st.lists(unversioned_rows, max_size=6), min_size=1, max_size=5), st.data())
def test_without_versions_the_last_delivery_of_a_case_counts_whatever_the_order_of_its_rows(
    many_sources: SmallCity, files: list[list[str]], data: st.DataObject
) -> None:
    shuffled = [data.draw(st.permutations(rows)) for rows in files]
    newest: dict[str, tuple[str, ...]] = {}
    for rows in files:
        of_file: dict[str, set[tuple[str, ...]]] = {}
        for number, opened, closed, _, title, *_ in (row.strip().split(",") for row in rows):
            of_file.setdefault(number, set()).add((max(opened, closed), opened, closed, title))
        for number, said in of_file.items():
            latest = [one for one in said if one[0] == max(said)[0]]
            newest[number] = latest[0][1:] if len(latest) == 1 else ()
    as_they_came = current(many_sources, load_all(many_sources, files))
    shuffled_rows = current(many_sources, load_all(many_sources, shuffled, limits=Limits(piece_bytes=200)))
    assert as_they_came == shuffled_rows
    for number, wanted in newest.items():
        assert not wanted or as_they_came[number] == wanted


def current(city: SmallCity, source: str) -> dict[str, tuple[object, ...]]:
    return {str(number): tuple(others) for number, *others in city.rows(CURRENT.format(source))}


def test_a_state_repeated_in_one_piece_of_a_file_stands_before_an_older_one_in_the_next(city: SmallCity) -> None:
    closed, filed = ("1,2011-07-01 03:00:00,2011-07-02,,a,,,\n", "1,2011-07-01 01:00:00,,,a,,,\n")
    other = "2,2011-07-01 01:00:00,,,long enough to be a piece of its own,,,\n"
    city.load_text(HEADER + closed, "first.csv")
    city.load_text(HEADER + closed + other * 10 + filed, "second.csv", limits=Limits(piece_bytes=200))
    assert city.case("1", "status") == ("closed",)


def test_an_older_version_that_arrives_late_goes_to_the_history(city: SmallCity) -> None:
    newer = HEADER + "1,2011-07-01 10:00:00,2011-07-02,2,a,0.5,10.5,\n"
    older = HEADER + "1,2011-07-01 10:00:00,,1,a,0.5,10.5,\n"
    assert city.load_text(newer, "b.csv").loaded == 1
    late = city.load_text(older, "a.csv")
    assert (late.loaded, late.superseded) == (0, 1)
    assert city.case("1", "status") == ("closed",)
    again = city.load_text(older, "c.csv")
    assert (again.superseded, again.duplicate) == (0, 1)


def test_a_replaced_version_says_until_when_it_was_current(city: SmallCity) -> None:
    city.load_text(HEADER + "1,2011-07-01 10:00:00,,,a,0.5,10.5,\n", "a.csv")
    city.load_text(HEADER + "1,2011-07-01 10:00:00,2011-07-02,,a,0.5,10.5,\n2,2011-07-01,,,n,,,\n", "b.csv")
    assert city.store.data_version == 2
    assert city.rows("SELECT status, recorded_at <= superseded_at FROM city.event_history") == [("filed", True)]
    assert city.rows("SELECT count(*) FROM city.events") == [(2,)]


def test_the_sources_own_version_and_update_time_decide_before_times_of_the_life_cycle(city: SmallCity) -> None:
    header = "id,open_dt,updated_datetime,title\n"
    city.load_text(header + "1,2011-07-01,2011-07-09,new\n1,2011-07-05,2011-07-08,old\n2,2011-07-05,,only\n")
    assert city.case("1", "title") == ("new",)
    city.load_text(HEADER + "3,2011-07-09,,1,old,,,\n3,2011-07-01,,2,new,,,\n", "b.csv")
    assert city.case("3", "title, version") == ("new", 2)


def test_a_table_loads_as_a_file_does_and_its_naive_times_are_utc(city: SmallCity) -> None:
    table = pa.table(
        {
            "source_id": ["1", "2"],
            "reported_at": pa.array([1_309_500_000_000_000, 1_309_500_000_000_000], pa.timestamp("us")),
            "closed_at": pa.array([None, 1_309_600_000_000_000], pa.timestamp("us", "UTC")),
            "person": ["Ann", None],
            "lon": [0.5, None],
            "lat": [10.5, None],
            "area_code": [None, "A2"],
            "declined_count": pa.array([0, 2], pa.int32()),
            "is_minor": [True, None],
            "satisfaction": pa.array([None, 5], pa.int8()),
        }
    )
    body: list[float] = []
    summary = city.load_table(table, progress=lambda _, share: body.append(share))
    assert (summary.loaded, body[-1]) == (2, 1.0)
    assert city.case("2", "placed_by, area_id, declined_count, satisfaction, status") == ("area", 3, 2, 5, "closed")
    assert city.rows("SELECT DISTINCT epoch_us(reported_at) FROM city.events") == [(1_309_500_000_000_000,)]
    assert city.load_table(table).duplicate == 2
    landed = [path for path in (city.store.folder / "landing").iterdir() if path.suffix == ".parquet"]
    assert b"Ann" not in landed[0].read_bytes()
    assert len(str(city.case("1", "person_ref")[0])) == 32


def test_a_table_with_columns_that_no_case_has_is_refused(city: SmallCity) -> None:
    with pytest.raises(FileRefused, match=r"no case has: colour"):
        city.load_table(pa.table({"source_id": ["1"], "colour": ["red"]}))
    with pytest.raises(FileRefused, match="the time of the report"):
        city.load_table(pa.table({"source_id": ["1"]}))
    assert city.landing() == []


def test_a_piece_is_let_go_once_it_is_applied(city: SmallCity) -> None:
    pieces, rows = 24, 500
    numbers = [str(n) for n in range(pieces * rows)]
    at = pa.array([1_309_500_000_000_000] * len(numbers), pa.timestamp("us"))
    path = city.folder / "cases.parquet"
    pq.write_table(pa.table({"id": numbers, "open_dt": at, "title": [n.zfill(2_000) for n in numbers]}), path)
    held: list[int] = []
    city.load(path, limits=Limits(piece_rows=rows), progress=lambda *_: held.append(pa.total_allocated_bytes()))
    assert city.count() == len(numbers)
    assert max(held[-3:]) < max(held[:6]) + 6 * rows * 2_000
