"""`--crs` of `yiping load` and `yiping open`: a right code, exchanged axes, degrees of metres, codes that are none."""

import csv
import json
import shutil
from pathlib import Path

import pyproj
import pytest
import shapely

from tests.dashboard.cli.conftest import run

WEST, SOUTH, SIDE = 9.1, 48.75, 0.05
BERLIN = ("--zone", "Europe/Berlin")
CITY = ("--city", "town")


@pytest.fixture(scope="module")
def areas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two wards side by side."""
    file = tmp_path_factory.mktemp("areas") / "ward.geojson"
    boxes = [shapely.box(WEST + n * SIDE, SOUTH, WEST + (n + 1) * SIDE, SOUTH + SIDE) for n in (0, 1)]
    features = [
        {"type": "Feature", "properties": {"name": f"Ward {n}"}, "geometry": shapely.geometry.mapping(box)}
        for n, box in enumerate(boxes, 1)
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


@pytest.fixture(scope="module")
def made_town(tmp_path_factory: pytest.TempPathFactory, areas: Path) -> Path:
    home = tmp_path_factory.mktemp("made")
    made = run(home, "init", "town", "--areas", str(areas), *BERLIN)
    assert made.exit_code == 0, made.output
    return home


@pytest.fixture
def home(made_town: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_town, tmp_path, dirs_exist_ok=True))


def cases(folder: Path, names: tuple[str, str], *, exchanged: bool = False) -> Path:
    """Twelve cases, five of them in the first ward, in metres of EPSG:25832; exchanged: the northing first."""
    to_metres = pyproj.Transformer.from_crs(4326, 25832, always_xy=True)
    file = folder / "meldungen.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("case_id", "open_dt", *names))
        for n in range(12):
            x, y = to_metres.transform(
                WEST + 0.004 + n * 0.0075 + (0.01 if n >= 4 else 0), SOUTH + 0.01 + n % 5 * 0.006
            )
            rows.writerow((n, f"2024-03-{n + 1:02} 10:00", *((y, x) if exchanged else (x, y))))
    return file


def of_wards(home: Path, city: str) -> list[int]:
    rows = json.loads(run(home, "kpi", "reported", "--by", "area", "--city", city, "--json").stdout)["rows"]
    return [row["n"] for row in rows if row["name"].startswith("Ward")]


@pytest.mark.parametrize("exchanged", [False, True])
@pytest.mark.parametrize("code", ["EPSG:25832", "25832"])
def test_a_code_places_eastings_and_northings_in_either_order(home: Path, code: str, exchanged: bool) -> None:
    done = run(home, "load", str(cases(home, ("x_coord", "y_coord"), exchanged=exchanged)), "--crs", code, *CITY)
    assert done.exit_code == 0, done.output
    said = "northing, easting" if exchanged else "easting, northing"
    assert f"read as {said} in EPSG:25832 (ETRS89 / UTM zone 32N)" in done.stdout + done.stderr
    assert sum(of_wards(home, "town")) == 12
    assert min(of_wards(home, "town")) == 5
    assert 'crs = "EPSG:25832"' in (home / "town" / "city.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["EPSG:4258", "WGS-84"])
def test_metres_are_in_no_system_of_degrees(home: Path, code: str) -> None:
    done = run(home, "load", str(cases(home, ("lon", "lat"))), "--crs", code, *CITY)
    assert done.exit_code == 1
    assert "EPSG:25832" in done.stderr
    assert of_wards(home, "town") in ([], [0, 0])


def test_a_code_of_somewhere_else_is_refused_with_those_that_fit(home: Path) -> None:
    done = run(home, "load", str(cases(home, ("lon", "lat"))), "--crs", "EPSG:2263", *CITY)
    assert done.exit_code == 1
    assert "not in EPSG:2263" in done.stderr
    assert "EPSG:25832" in done.stderr


@pytest.mark.parametrize("code", ["EPSG:99999", "MARS-1", "EPSG:5773"])
def test_a_code_that_is_none_is_a_wrong_option(home: Path, areas: Path, code: str) -> None:
    """EPSG:5773 is a system of heights."""
    file = cases(home, ("lon", "lat"))
    opened = run(home, "open", str(file), "--areas", str(areas), *BERLIN, "--build-only", "--crs", code)
    for done in (run(home, "load", str(file), "--crs", code, *CITY), opened):
        assert done.exit_code == 2, done.output
        assert code in done.stderr
        assert "EPSG:25832" in done.stderr
    assert not (home / "meldungen").exists()


@pytest.mark.parametrize("with_areas", [False, True])
def test_open_places_them_with_areas_and_without(home: Path, areas: Path, with_areas: bool) -> None:
    given = ("--areas", str(areas)) if with_areas else ()
    file = cases(home, ("x_coord", "y_coord"), exchanged=True)
    done = run(home, "open", str(file), *given, *BERLIN, "--build-only", "--crs", "EPSG:25832")
    assert done.exit_code == 0, done.output
    assert "northing, easting" in done.stdout + done.stderr
    placed = json.loads(run(home, "kpi", "reported", "--city", "meldungen", "--json").stdout)
    assert placed["n"] == 12
    if with_areas:
        assert min(of_wards(home, "meldungen")) == 5
    else:
        assert "the box of its points" in done.stderr


@pytest.mark.parametrize("with_areas", [False, True])
@pytest.mark.parametrize("code", ["EPSG:4258", "EPSG:2263"])
def test_open_with_a_wrong_code_leaves_no_city_and_says_so(
    home: Path, areas: Path, code: str, with_areas: bool
) -> None:
    given = ("--areas", str(areas)) if with_areas else ()
    done = run(home, "open", str(cases(home, ("lon", "lat"))), *given, *BERLIN, "--build-only", "--crs", code)
    assert done.exit_code == 1, done.output
    assert f"not in {code}" in done.stderr
    assert "--crs" in done.stderr
    assert not (home / "meldungen" / "city.toml").exists()
