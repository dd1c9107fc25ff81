"""Formats of boundary files: each reads like GeoJSON; which layer, which file of a zip, which encoding."""

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
import shapely

from geodata.errors import BoundariesRefused
from geodata.founding.attribute_encoding import encoding_named
from geodata.founding.boundary_files import NOTHING_SAID, read_boundaries
from geodata.founding.boundary_formats import ReadingOptions

WEST, EAST = shapely.box(9.0, 48.7, 9.1, 48.8), shapely.box(9.1, 48.7, 9.2, 48.8)
AREAS = geopandas.GeoDataFrame({"Name": ["West", "Ost Mühle"], "kz": ["1", "2"]}, geometry=[WEST, EAST], crs=4326)

KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>"""
PLACEMARK = """<Placemark><name>{}</name><ExtendedData><Data name="Ward_No"><value>{}</value></Data></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"""


def kml(folders: dict[str, list[tuple[str, Any]]]) -> str:
    body = ""
    for folder, areas in folders.items():
        marks = "".join(
            PLACEMARK.format(name, place, " ".join(f"{x},{y},0" for x, y in area.exterior.coords))
            for place, (name, area) in enumerate(areas, 1)
        )
        body += f"<Folder><name>{folder}</name>{marks}</Folder>"
    return KML.format(body)


def topology() -> str:
    """Two squares that share the arc between them, quantised."""
    west: dict[str, Any] = {"type": "Polygon", "arcs": [[0, 1]], "properties": {"Name": "West"}}
    east: dict[str, Any] = {"type": "Polygon", "arcs": [[2, -1]], "properties": {"Name": "Ost Mühle"}}
    return json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [0.001, 0.001], "translate": [9.0, 48.7]},
            "arcs": [
                [[100, 0], [0, 100]],
                [[100, 100], [-100, 0], [0, -100], [100, 0]],
                [[100, 0], [100, 0], [0, 100], [-100, 0]],
            ],
            "objects": {
                "areas": {
                    "type": "GeometryCollection",
                    "geometries": [west, east],
                }
            },
        }
    )


def written(folder: Path, kind: str) -> Path:
    file = folder / f"areas{kind}"
    match kind:
        case ".kml":
            file.write_text(kml({"areas": [("West", WEST), ("Ost Mühle", EAST)]}), encoding="utf-8")
        case ".kmz":
            with zipfile.ZipFile(file, "w") as archive:
                archive.writestr("doc.kml", kml({"areas": [("West", WEST), ("Ost Mühle", EAST)]}))
        case ".topojson" | ".json":
            file.write_text(topology(), encoding="utf-8")
        case _:
            pyogrio.write_dataframe(AREAS, file)
    return file


@pytest.mark.parametrize("kind", [".gpkg", ".fgb", ".kml", ".kmz", ".topojson", ".json"])
def test_every_format_reads_like_geojson(tmp_path: Path, kind: str) -> None:
    read = read_boundaries(written(tmp_path, kind))
    found = dict(zip(read.label, read.outline, strict=True))
    assert found.keys() == {"West", "Ost Mühle"}
    assert shapely.hausdorff_distance(found["West"], WEST) < 1e-9
    assert shapely.hausdorff_distance(found["Ost Mühle"], EAST) < 1e-9
    assert read.dropped == read.repaired == ()


def test_a_projected_geopackage_comes_back_in_degrees(tmp_path: Path) -> None:
    pyogrio.write_dataframe(AREAS.to_crs(25832), tmp_path / "a.gpkg")
    read = read_boundaries(tmp_path / "a.gpkg")
    assert shapely.hausdorff_distance(read.outline[1], EAST) < 1e-9


@pytest.mark.parametrize("kind", [".gpkg", ".kml"])
def test_of_several_layers_one_must_be_said_unless_only_one_holds_areas(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"areas{kind}"
    if kind == ".kml":
        file.write_text(kml({"wards": [("West", WEST)], "blocks": [("A", WEST), ("B", EAST)]}), encoding="utf-8")
    else:
        pyogrio.write_dataframe(AREAS[:1], file, layer="wards")
        pyogrio.write_dataframe(AREAS, file, layer="blocks")
        stops = geopandas.GeoDataFrame({"Name": ["stop"]}, geometry=[shapely.Point(9, 48)], crs=4326)
        pyogrio.write_dataframe(stops, file, layer="stops")
    with pytest.raises(BoundariesRefused, match=r"several layers \(wards, blocks\); say which with --layer"):
        read_boundaries(file)
    assert len(read_boundaries(file, options=ReadingOptions(layer="blocks"))) == 2
    with pytest.raises(
        BoundariesRefused, match="no layer 'streets'; name one of its layers with --layer: wards, blocks"
    ):
        read_boundaries(file, options=ReadingOptions(layer="streets"))
    if kind == ".gpkg":
        pyogrio.write_dataframe(AREAS, tmp_path / "b.gpkg", layer="wards")
        pyogrio.write_dataframe(stops, tmp_path / "b.gpkg", layer="stops")
        assert len(read_boundaries(tmp_path / "b.gpkg")) == 2


def test_a_zip_may_hold_any_format_and_a_readme_in_folders(tmp_path: Path) -> None:
    AREAS.to_file(tmp_path / "wards.shp", encoding="cp1252")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "see the licence")
        archive.writestr("__MACOSX/areas/._wards.shp", "x")
        for part in tmp_path.glob("wards.*"):
            archive.write(part, f"areas/{part.name}")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("doc/readme.txt", "see the licence")
        archive.writestr("doc/areas.topojson", topology())
    for name in ("a.zip", "b.zip"):
        assert list(read_boundaries(tmp_path / name).label) == ["West", "Ost Mühle"]


def test_a_zip_of_several_files_or_of_none_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("wards.geojson", AREAS[:1].to_json())
        archive.writestr("blocks.geojson", AREAS.to_json())
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("readme.txt", "see the licence")
    with pytest.raises(BoundariesRefused, match=r"several boundary files \(wards, blocks\); say which with --layer"):
        read_boundaries(tmp_path / "two.zip")
    assert len(read_boundaries(tmp_path / "two.zip", options=ReadingOptions(layer="blocks"))) == 2
    with pytest.raises(BoundariesRefused, match=r"no boundary file, only readme\.txt"):
        read_boundaries(tmp_path / "none.zip")


def shapefile(folder: Path, words: list[str], encoding: str, driver: int, stated: str | None = None) -> Path:
    frame = geopandas.GeoDataFrame({"name": words}, geometry=[WEST, EAST], crs=4326)
    frame.to_file(folder / "a.shp", encoding=encoding)
    (folder / "a.cpg").unlink()
    if stated is not None:
        (folder / "a.cpg").write_text(stated, encoding="ascii")
    dbf = bytearray((folder / "a.dbf").read_bytes())
    dbf[29] = driver
    (folder / "a.dbf").write_bytes(dbf)
    return folder / "a.shp"


MUEHLE, CHINESE = ["West", "Ost Mühle"], ["经八路街道", "花园路街道"]


@pytest.mark.parametrize(
    ("words", "encoding", "driver", "stated"),
    [
        (MUEHLE, "cp1252", 0x03, None),
        (["Břeclav", "Žďár"], "cp1250", 0xC8, None),
        (["Север", "Юг"], "cp866", 0x65, None),
        (CHINESE, "gb18030", 0x4D, None),
        (["淡水區", "板橋區"], "big5", 0x4F, None),
        (["渋谷区", "港区"], "cp932", 0x13, None),
        (MUEHLE, "UTF-8", 0x57, "UTF-8"),
        (MUEHLE, "cp1252", 0x57, "1252"),
        (CHINESE, "gb18030", 0x57, "936"),
        (["Łódź", "Gdańsk"], "iso8859-2", 0, "88592"),
    ],
)
def test_the_encoding_that_a_shapefile_states_is_honoured(
    tmp_path: Path, words: list[str], encoding: str, driver: int, stated: str | None
) -> None:
    read = read_boundaries(shapefile(tmp_path, words, encoding, driver, stated))
    assert list(read.label) == words
    assert read.notes == ()


@pytest.mark.parametrize(
    ("words", "encoding", "zone"),
    [
        (MUEHLE, "cp1252", "Europe/Berlin"),
        (MUEHLE, "cp1252", None),
        (["Saint-Michel", "Côte-des-Neiges–Notre-Dame-de-Grâce"], "cp1252", "America/Toronto"),
        (["北区", "南区"], "gb18030", None),
        (CHINESE, "gb18030", "Asia/Shanghai"),
        (["淡水區", "板橋區"], "big5", "Asia/Taipei"),
        (["渋谷区", "港区"], "cp932", "Asia/Tokyo"),
    ],
)
@pytest.mark.parametrize("driver", [0, 0x57])
def test_an_encoding_that_nothing_states_is_guessed_and_said_with_an_example(
    tmp_path: Path, words: list[str], encoding: str, zone: str | None, driver: int
) -> None:
    read = read_boundaries(shapefile(tmp_path, words, encoding, driver), options=ReadingOptions(zone=zone))
    assert list(read.label) == words
    (note,) = read.notes
    assert repr(words[1]) in note or repr(words[0]) in note
    assert "--encoding" in note


def test_an_encoding_given_wins_and_one_that_is_none_is_refused(tmp_path: Path) -> None:
    file = shapefile(tmp_path, ["Север", "Юг"], "cp1251", 0x57)
    read = read_boundaries(file, options=ReadingOptions(encoding="windows-1251"))
    assert (list(read.label), read.notes) == (["Север", "Юг"], ())
    with pytest.raises(BoundariesRefused, match="'Klingon' is no encoding"):
        read_boundaries(file, options=ReadingOptions(encoding="Klingon"))


def test_plain_letters_need_no_guess(tmp_path: Path) -> None:
    assert read_boundaries(shapefile(tmp_path, ["West", "Ost"], "ascii", 0x57), options=NOTHING_SAID).notes == ()


@pytest.mark.parametrize(
    ("text", "codec"),
    [("UTF-8", "utf-8"), ("65001", "utf-8"), ("ANSI 1252", "cp1252"), ("88591", "cp1252"), ("OEM 850", "cp850"),
     ("GBK", "gb18030"), ("936", "gb18030"), ("ISO 8859-15\n", "iso8859-15")],
)  # fmt: skip
def test_encodings_as_cpg_files_write_them(text: str, codec: str) -> None:
    assert encoding_named(text) == codec


@pytest.mark.parametrize("kind", [".kml", ".kmz"])
def test_a_kml_gives_its_names_and_its_extended_data(tmp_path: Path, kind: str) -> None:
    """Whichever of its two readers of KML is built into GDAL: one knows the names alone, and identifiers that a program
    numbered are no codes."""
    ring = " ".join(f"{x}, {y}, 0" for x, y in WEST.exterior.coords)
    hole = "9.04,48.74 9.06,48.74 9.06,48.76 9.04,48.76 9.04,48.74"
    text = (
        '<k:kml xmlns:k="http://www.opengis.net/kml/2.2"><k:Document><k:name>all</k:name>'
        '<k:Placemark id="kml_1"><k:name>West &amp; Co</k:name><k:ExtendedData>'
        '<k:Data name="ward_code"><k:value>W1</k:value></k:Data>'
        '<k:SchemaData><k:SimpleData name="parent">P</k:SimpleData></k:SchemaData></k:ExtendedData><k:MultiGeometry>'
        f"<k:Polygon><k:outerBoundaryIs><k:LinearRing><k:coordinates>{ring}</k:coordinates></k:LinearRing>"
        f"</k:outerBoundaryIs><k:innerBoundaryIs><k:LinearRing><k:coordinates>{hole}</k:coordinates></k:LinearRing>"
        "</k:innerBoundaryIs></k:Polygon><k:Point><k:coordinates>9,48</k:coordinates></k:Point></k:MultiGeometry>"
        '</k:Placemark><k:Placemark id="kml_2"><k:name>A point</k:name><k:ExtendedData><k:Data name="ward_code">'
        "<k:value>P1</k:value></k:Data></k:ExtendedData><k:Point><k:coordinates>9,48</k:coordinates></k:Point></k:Placemark>"
        "</k:Document></k:kml>"
    )
    file = tmp_path / f"areas{kind}"
    if kind == ".kmz":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("doc.kml", text)
    else:
        file.write_text(text, encoding="utf-8")
    read = read_boundaries(file)
    assert (read.code, read.name, read.parent) == (["W1"], ["West & Co"], ["P"])
    assert read.outline[0].area == pytest.approx(WEST.area - 0.0004)
    assert read.dropped == ("A point: no surface",)


@pytest.mark.parametrize("text", ["<kml><Placemark>", '<!DOCTYPE k [<!ENTITY a "b">]><kml>&a;</kml>', "none", ""])
def test_a_broken_kml_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.kml").write_text(text)
    with pytest.raises(BoundariesRefused, match="xport it again"):
        read_boundaries(tmp_path / "a.kml")
