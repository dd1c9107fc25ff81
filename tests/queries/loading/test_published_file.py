"""A file as a city publishes it: whole, twice, and in shuffled pieces it ends in the same tables, on a DuckLake too."""

import csv
import io
import random
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from geodata.founding.new_city import create_city
from queries.city_context import CityContext
from queries.errors import QueryError
from queries.loading.summary import LoadSummary
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from queries.store.store import Store
from tests.queries.loading.conftest import SmallCity, open_small_city

SMALL = Path(__file__).with_name("data") / "requests_2011.csv"
SHARED = Path(__file__).parents[4] / "shared" / "data"
BOSTON = SHARED / "boston_311_service_requests_2011.zip"
NEIGHBOURHOODS = SHARED / "boston_neighborhoods.geojson"
MONTHS = {7: 9854, 8: 11547, 9: 10427, 10: 9999, 11: 8087, 12: 8337}

FINGERPRINT = """
SELECT count(*), sum(hash(held)) FROM (SELECT * EXCLUDE (batch, line, recorded_at) FROM city.events) held
UNION ALL
SELECT count(*), sum(hash(held))
FROM (SELECT * EXCLUDE (batch, line, recorded_at, superseded_at) FROM city.event_history) held
"""

needs_boston = pytest.mark.skipif(not BOSTON.exists(), reason=f"{BOSTON.name} is not in ../shared/data")


def pieces_of(text: str, folder: Path, count: int) -> list[Path]:
    header, *rows = csv.reader(io.StringIO(text))
    random.Random(1).shuffle(rows)  # noqa: S311
    paths = []
    for number in range(count):
        path = folder / f"piece_{number}.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([header, *rows[number::count]])
        paths.append(path)
    return paths


def held(city: SmallCity) -> list[tuple[object, ...]]:
    """Versions of cases and default points; of many cases only how many and the sum of the hashes of all columns."""
    points = city.rows("SELECT * FROM city.default_points")
    return points + (city.versions() if city.count() < 10_000 else city.rows(FINGERPRINT))


def whole_twice_and_in_pieces(first: SmallCity, second: SmallCity, path: Path, text: str) -> LoadSummary:
    summary = first.load(path)
    before, version = held(first), first.store.data_version
    again = first.load(path)
    assert (again.read, again.loaded, again.duplicate) == (summary.read, 0, summary.read)
    assert first.store.data_version == version
    assert held(first) == before
    parts = [second.load(piece) for piece in pieces_of(text, second.folder, 20)]
    assert sum(part.loaded for part in parts) == summary.loaded
    assert held(second) == before
    return summary


@pytest.fixture
def two_cities(tmp_path: Path) -> tuple[SmallCity, SmallCity]:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    return open_small_city(tmp_path / "a"), open_small_city(tmp_path / "b")


def test_the_small_file_whole_twice_and_in_twenty_pieces(two_cities: tuple[SmallCity, SmallCity]) -> None:
    summary = whole_twice_and_in_pieces(*two_cities, SMALL, SMALL.read_text("utf-8"))
    assert (summary.read, summary.loaded, summary.refused) == (800, 800, 0)
    assert summary.unrecognised == ("closure_reason", "queue")
    for city in two_cities:
        city.store.close()


def test_the_small_file_agrees_with_pandas(city: SmallCity) -> None:
    summary = city.load(SMALL)
    frame = pd.read_csv(SMALL, dtype=str)
    local = pd.to_datetime(frame["open_dt"])
    by_day = city.rows("SELECT reported_day::VARCHAR, count(*) FROM city.events GROUP BY ALL ORDER BY ALL")
    assert by_day == sorted(Counter(local.dt.strftime("%Y-%m-%d")).items())
    by_hour = city.rows("SELECT reported_hour, count(*) FROM city.events GROUP BY ALL ORDER BY ALL")
    assert by_hour == sorted(Counter(local.dt.hour.tolist()).items())
    [(default,)] = city.rows("SELECT count(*) FROM city.events WHERE point_status = 'default'")
    assert default == ((frame["latitude"] == "10.2500") & (frame["longitude"] == "1.2500")).sum()
    assert summary.default_points == ((1.25, 10.25, default),)
    assert city.rows("SELECT count(*) FROM city.events WHERE status = 'filed'") == [(frame["closed_dt"].isna().sum(),)]
    channels: dict[str, int] = dict(city.rows("SELECT channel, count(*) FROM city.events GROUP BY ALL"))
    assert channels["hotline"] == (frame["source"] == "Constituent Call").sum()
    assert channels["Maximo Integration"] == summary.unknown_words["channel"]["Maximo Integration"]
    assert set(city.rows("SELECT source_id FROM city.events")) == {(number,) for number in frame["case_enquiry_id"]}


def test_the_same_file_on_a_ducklake(tmp_path: Path, city: SmallCity) -> None:
    pytest.importorskip("duckdb_extension_ducklake")
    lake = SmallCity(tmp_path, _lake(tmp_path, city))
    city.load(SMALL)
    assert lake.load(SMALL).loaded == 800
    assert lake.load(SMALL).duplicate == 800
    assert held(lake) == held(city)
    lake.load_text("case_enquiry_id,open_dt,closed_dt\n101000300000,2011-07-01,2020-01-01\n", "later.csv")
    assert lake.rows("SELECT count(*) FROM city.event_history") == [(1,)]
    assert reconcile(lake.store) == ()
    version = lake.store.data_version
    lake.store.close()
    lake.context = _lake(tmp_path, city)
    assert lake.store.data_version == version
    rebuild(lake.context)
    assert lake.rows("SELECT count(*) FROM city.events") == [(800,)]
    lake.store.close()


def _lake(folder: Path, city: SmallCity) -> CityContext:
    """The city with a store of its own, on a DuckLake."""
    store = Store.open(folder / "lake_city", location=f"ducklake:{folder / 'catalogue.ducklake'}")
    return CityContext(city.profile, city.tree, store, city.context.clock)


def test_a_ducklake_without_its_extension_says_what_to_install(
    tmp_path: Path, city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("queries.store.attaching.find_spec", lambda name: None)
    with pytest.raises(QueryError, match="duckdb-extension-ducklake"):
        _lake(tmp_path, city)


def _boston(folder: Path) -> SmallCity:
    create_city(folder / "city", "boston", [(None, NEIGHBOURHOODS)], "America/New_York")
    return SmallCity(folder, CityContext.open(folder / "city"))


@needs_boston
@pytest.mark.shared
@pytest.mark.soak
def test_boston_whole_twice_and_in_twenty_shuffled_pieces(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = _boston(tmp_path / "a"), _boston(tmp_path / "b")
    with zipfile.ZipFile(BOSTON) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8")
    summary = whole_twice_and_in_pieces(first, second, BOSTON, text)
    assert (summary.read, summary.loaded, summary.refused) == (58_251, 58_251, 0)
    assert summary.default_points == ((-71.0587, 42.3594, 4_775),)
    months = first.rows("SELECT month(reported_day), count(*) FROM city.events GROUP BY ALL ORDER BY ALL")
    assert dict(months) == MONTHS
    assert first.rows("SELECT count(*) FROM city.events WHERE closed_at IS NULL AND status = 'filed'") == [(3_681,)]
    by_placing: dict[str, int] = dict(first.rows("SELECT placed_by, count(*) FROM city.events GROUP BY ALL"))
    assert sum(by_placing.values()) == 58_251
    assert by_placing["point"] > 53_000
    first.store.close()
    second.store.close()
