"""Boundary files: every format, every mistake in them, and the columns that are recognised."""

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.coordinates.measuring import overlaps
from geodata.errors import BoundariesRefused
from geodata.founding.boundary_columns import recognised_columns, slug, words_of
from geodata.founding.boundary_files import read_boundaries

WARDS = geopandas.GeoDataFrame(
    {"ward_id": [3, 7], "name": ["北区", "南区"]},
    geometry=[shapely.box(113.6, 34.75, 113.7, 34.8), shapely.box(113.6, 34.7, 113.7, 34.75)],
    crs=4326,
)


def written(folder: Path, kind: str, frame: Any = WARDS) -> Path:
    file = folder / f"wards{kind}"
    if kind == ".parquet":
        frame.to_parquet(file)
    elif kind == ".zip":
        frame.to_file(folder / "wards.shp", encoding="UTF-8")
        with zipfile.ZipFile(file, "w") as archive:
            for part in folder.glob("wards.*"):
                if part.suffix != ".zip":
                    archive.write(part, part.name)
    else:
        frame.to_file(file)
    return file


@pytest.mark.parametrize("kind", [".geojson", ".shp", ".zip", ".parquet"])
def test_every_format_reads_the_same(tmp_path: Path, kind: str) -> None:
    read = read_boundaries(written(tmp_path, kind))
    assert read.code == ["3", "7"]
    assert read.name == ["北区", "南区"]
    assert shapely.equals(read.outline, WARDS.geometry.to_numpy()).all()
    assert (read.columns.code, read.columns.name, read.columns.parent) == ("ward_id", "name", None)
    assert read.repaired == read.dropped == ()


def test_a_projected_file_comes_back_in_degrees(tmp_path: Path) -> None:
    read = read_boundaries(written(tmp_path, ".parquet", WARDS.to_crs(32650)))
    assert shapely.hausdorff_distance(read.outline, WARDS.geometry.to_numpy()).max() < 1e-9


def test_declared_gcj02_is_shifted_back(tmp_path: Path) -> None:
    moved = read_boundaries(written(tmp_path, ".geojson"), "GCJ-02").outline
    shift = shapely.get_x(shapely.centroid(WARDS.geometry.to_numpy())) - shapely.get_x(shapely.centroid(moved))
    assert (shift > 0.004).all()


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_a_shapefile_that_hides_its_encoding_is_still_read(tmp_path: Path, encoding: str) -> None:
    WARDS.to_file(tmp_path / "wards.shp", encoding=encoding)
    (tmp_path / "wards.cpg").unlink()
    assert read_boundaries(tmp_path / "wards.shp").name == ["北区", "南区"]


def test_broken_outlines_are_mended_and_told_lines_are_left_out_and_told(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    with_tail = shapely.GeometryCollection([shapely.box(2, 0, 3, 1), shapely.LineString([(3, 0), (4, 0)])])
    line = shapely.LineString([(0, 0), (1, 1)])
    frame = geopandas.GeoDataFrame(
        {"name": ["bow", "tail", "line", "none"]}, geometry=[bow_tie, with_tail, line, None], crs=4326
    )
    read = read_boundaries(written(tmp_path, ".geojson", frame))
    assert read.label == ("bow", "tail")
    assert shapely.is_valid(read.outline).all()
    assert len(read.repaired) == 1
    assert read.repaired[0].startswith("bow: Self-intersection")
    assert read.dropped == ("line: no surface", "none: no surface")


def test_a_file_that_is_no_boundary_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text("{", encoding="utf-8")
    (tmp_path / "a.parquet").write_bytes(b"")
    (tmp_path / "a.zip").write_bytes(b"PK")
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    lines = geopandas.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (1, 1)])], crs=4326)
    lines.to_file(tmp_path / "lines.geojson")
    for name, words in [
        ("a.geojson", "cannot be read"),
        ("a.parquet", "cannot be read"),
        ("a.zip", "cannot be read"),
        ("a.csv", "give boundaries as"),
        ("gone.geojson", "no file"),
        ("lines.geojson", "holds no areas"),
    ]:
        with pytest.raises(BoundariesRefused, match=words):
            read_boundaries(tmp_path / name)


def test_a_file_without_attributes_still_names_its_rows(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shapely.box(0, 0, 1, 1)))}
    ]
    file = tmp_path / "bare.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert read_boundaries(file).label == ("row 1",)


@pytest.mark.parametrize(
    ("columns", "code", "name", "parent"),
    [
        ({"adcode": ["1", "2"], "name": ["a", "b"], "parent": ["x", "x"]}, "adcode", "name", "parent"),
        ({"OBJECTID": [1, 2], "GEOID": ["10", "20"], "NAME": ["a", "a"]}, "GEOID", "NAME", None),
        ({"OBJECTID": [1, 2], "BoroName": ["a", "b"]}, "OBJECTID", "BoroName", None),
        ({"code": ["1", "1"], "nbhd_id": [4.0, 5.0]}, "nbhd_id", None, None),
        ({"区划代码": ["41", "42"], "名称": ["甲", "乙"], "上级代码": ["4", "4"]}, "区划代码", "名称", "上级代码"),
        ({"shape_area": [1.5, 2.5]}, None, None, None),
        ({"code": [None, "1"], "name": [None, None]}, None, None, None),
    ],
)
def test_columns_are_recognised(columns: dict[str, list[Any]], code: str, name: str, parent: str) -> None:
    found = recognised_columns(pd.DataFrame(columns))
    assert (found.code, found.name, found.parent) == (code, name, parent)


def test_values_read_as_people_write_them() -> None:
    assert words_of(pd.Series([3.0, np.nan, 2.5])) == ["3", None, "2.5"]
    assert words_of(pd.Series(["  a ", "", None], dtype=object)) == ["a", None, None]
    assert slug("South Boston / Waterfront") == "south-boston-waterfront"
    assert slug("经八路街道") == "经八路街道"
    assert slug("!!!") == "area"


def test_overlaps_over_a_square_metre_are_found() -> None:
    metre = 1 / 111_200
    shapes = np.array([shapely.box(0, 0, 1, 1), shapely.box(1 - metre, 0, 2, metre * 3), shapely.box(1, 0.5, 2, 1)])
    ((first, second, shared),) = overlaps(shapes)
    assert (first, second) == (0, 1)
    assert shared == pytest.approx(3, rel=0.02)
    assert overlaps(np.array([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)])) == []
