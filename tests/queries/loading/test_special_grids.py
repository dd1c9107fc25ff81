"""Cases belong to special grids by their trusted point, or when their whole area lies inside."""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import islice, permutations
from pathlib import Path

import pytest
import shapely

from geodata.areas.special_grids import SPECIAL_GRIDS_FILE, SpecialGrids, write_special_grids
from queries.recovery.rebuild import rebuild
from tests.queries.loading.conftest import SmallCity, open_small_city

HEADER = "id,open_dt,closed_dt,lon,lat,neighborhood\n"
VERSIONED = f"version,{HEADER}"
MEMBERS = "SELECT source_id, special_grid FROM city.event_special_grids ORDER BY ALL"
QUARTER = shapely.box(-0.1, 9.9, 1.1, 11.1)  # holds the whole West Side and the edge of the East Side
STATION = shapely.box(1.2, 10.2, 1.3, 10.3)  # within the East Side


def with_special_grids(folder: Path) -> SmallCity:
    city = open_small_city(folder)
    kind = ["quarter", "station"]
    write_special_grids(city.store.folder, SpecialGrids.of(kind, kind, kind, "given", [QUARTER, STATION]))
    return city


@pytest.fixture
def city(tmp_path: Path) -> Iterator[SmallCity]:
    opened = with_special_grids(tmp_path)
    yield opened
    opened.store.close()


def test_points_belong_by_outline_and_areas_only_if_wholly_inside(city: SmallCity) -> None:
    summary = city.load_text(
        HEADER + "west point,2011-07-01,,0.5,10.5,\n"
        "edge point,2011-07-01,,1.05,10.5,East Side\n"
        "station point,2011-07-01,,1.25,10.25,\n"
        "east point,2011-07-01,,1.5,10.5,West Side\n"
        "west name,2011-07-01,,,,West Side\n"
        "east name,2011-07-01,,,,East Side\n"
        "no place,2011-07-01,,,,\n"
        "far outside,2011-07-01,,50,50,\n"
        "zero,2011-07-01,,0,0,West Side\n"
    )
    assert city.rows(MEMBERS) == [
        ("edge point", "quarter"),
        ("station point", "station"),
        ("west name", "quarter"),
        ("west point", "quarter"),
        ("zero", "quarter"),
    ]
    assert city.count() == summary.loaded == 9


def test_a_newer_version_moves_the_membership_and_an_older_one_does_not(city: SmallCity) -> None:
    city.load_text(VERSIONED + "1,1,2011-07-01,,1.25,10.25,\n2,2,2011-07-01,,0.5,10.5,\n", "a.csv")
    city.load_text(VERSIONED + "2,1,2011-07-01,2011-07-02,0.5,10.5,\n1,2,2011-06-01,,1.25,10.25,\n", "b.csv")
    assert city.rows(MEMBERS) == [("1", "quarter"), ("2", "quarter")]
    city.load_text(VERSIONED + "3,1,2011-07-01,2011-07-03,1.5,10.5,\n", "c.csv")
    assert city.rows(MEMBERS) == [("2", "quarter")]


def test_a_default_point_places_no_case_in_a_special_grid_until_it_is_trusted(city: SmallCity) -> None:
    shared = "".join(f"{n},2011-07-01,,1.25,10.25,\n" for n in range(20)) + "20,2011-07-01,,1.25,10.25,West Side\n"
    city.load_text(HEADER + shared, "shared.csv")
    assert city.rows(MEMBERS) == [("20", "quarter")]
    spread = "".join(f"{n},2011-07-01,,{1.5 + n / 100_000:.5f},10.5,\n" for n in range(100, 2_300))
    city.load_text(HEADER + spread, "spread.csv")
    assert city.rows("SELECT special_grid, count(*) FROM city.event_special_grids GROUP BY ALL") == [("station", 21)]


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.soak)])
def test_any_order_and_a_rebuild_end_in_the_same_memberships(every: int) -> None:
    """Each fifth of the orders, which begin with every piece; all of them in `make soak`."""
    pieces = (
        "".join(f"2,{n},2011-07-01,,1.25,10.25,\n" for n in range(25)),
        "".join(f"2,{n},2011-07-01,,{0.9 + n / 10_000:.4f},10.5,\n" for n in range(100, 2_600)),
        "".join(f"3,{n},2011-07-01,2011-07-09,0.5,10.5,\n" for n in range(20, 30)),
        "".join(f"1,{n},2011-06-01,,0.5,10.5,\n" for n in range(0, 10)) + "3,999,2011-07-02,,,,West Side\n",
    )
    ends = []
    for order in islice(permutations(range(len(pieces))), 0, None, every):
        with tempfile.TemporaryDirectory() as folder:
            city = with_special_grids(Path(folder))
            for number in order:
                city.load_text(VERSIONED + pieces[number], f"{number}.csv")
            ends.append(city.rows(MEMBERS))
            if order[0] == 2:
                rebuild(city.context)
                ends.append(city.rows(MEMBERS))
            city.store.close()
    assert len(ends[0]) > 1_000
    assert all(end == ends[0] for end in ends)


def test_special_grids_are_read_once_and_a_city_may_have_none(city: SmallCity, tmp_path: Path) -> None:
    city.load_text(HEADER + "1,2011-07-01,,0.5,10.5,\n", "a.csv")
    shutil.move(city.store.folder / SPECIAL_GRIDS_FILE, tmp_path / "away.parquet")
    city.load_text(HEADER + "2,2011-07-01,,0.5,10.5,\n", "b.csv")
    assert city.rows(MEMBERS) == [("1", "quarter"), ("2", "quarter")]
    (tmp_path / "none").mkdir()
    without = open_small_city(tmp_path / "none")
    without.load_text(HEADER + "1,2011-07-01,,0.5,10.5,\n")
    assert without.rows(MEMBERS) == []
    without.store.close()
