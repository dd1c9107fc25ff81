"""The same two cases in every format and encoding."""

import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from openpyxl.worksheet.worksheet import Worksheet

from geodata.city.profile import SourceProfile
from queries.conversion.mapping_suggestion import suggest_mapping
from queries.conversion.review.column_review import review_columns
from queries.errors import FileRefused, MappingRefused
from queries.loading.load import source_name
from queries.reading.chunk import Limits
from tests.queries.loading.conftest import SmallCity, open_small_city

CHINESE = "工单编号,上报时间,所属区县,问题描述,来电人,联系电话,来源,满意度,是否解决,退单次数\n"
ROWS = "202407010001,2024年7月1日 10:30,East Side,井盖“松动”,张三,13800000000,12345热线,非常满意,是,2\n"


@pytest.mark.parametrize(
    "header",
    [
        "unique_key,created_date,complaint_type,descriptor,agency,borough,open_data_channel_type",
        "Unique Key,Created Date,Complaint Type,Descriptor,Agency,Borough,Open Data Channel Type",
        "Unique Key,Created Date,Problem (formerly Complaint Type),Problem Detail (formerly Descriptor),"
        "Agency,Borough,Open Data Channel Type",
    ],
)
def test_every_header_generation_of_new_york_is_known(city: SmallCity, header: str) -> None:
    summary = city.load_text(header + "\n1,01/31/2011 02:15:00 PM,Street Condition,Pothole,DOT,East Side,PHONE\n")
    assert (summary.loaded, summary.unrecognised) == (1, ())
    facts = city.case("1", "category1, category2, department, reported_hour, placed_by")
    assert facts == ("Street Condition", "Pothole", "DOT", 14, "area")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_chinese_file_in_each_encoding(city: SmallCity, encoding: str, delimiter: str) -> None:
    summary = city.load_text((CHINESE + ROWS).replace(",", delimiter).encode(encoding))
    assert (summary.loaded, summary.unrecognised) == (1, ())
    assert summary.withheld == ("来电人", "联系电话")
    columns = "text, channel, satisfaction, resolved, declined_count, placed_by, area_id, reported_hour"
    assert city.case("202407010001", columns) == ("井盖“松动”", "hotline_12345", 5, True, 2, "area", 3, 10)


def test_personal_data_is_kept_only_as_a_keyed_hash(city: SmallCity) -> None:
    city.load_text(CHINESE + ROWS + ROWS.replace("0001,", "0002,"))
    references = city.rows("SELECT DISTINCT person_ref FROM city.events")
    assert len(references) == 1
    everything = str(city.rows("SELECT * FROM city.events"))
    assert "张三" not in everything
    assert "13800000000" not in everything
    key = city.store.folder / "person.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert all(path.stat().st_mode & 0o077 == 0 for path in (city.store.folder / "landing").iterdir())


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_packed_files(city: SmallCity, kind: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("__MACOSX/._cases.csv", "rubbish")
        archive.writestr("cases.csv", CHINESE + ROWS)
    content = gzip.compress((CHINESE + ROWS).encode()) if kind == "gz" else packed.getvalue()
    assert city.load_text(content, f"cases.csv.{kind}").loaded == 1


def test_json_lines_keep_long_numbers_exact_and_refuse_what_is_no_object(city: SmallCity) -> None:
    lines = [
        json.dumps({"unique_key": 12345678901234567890, "created_date": "2024-07-01T10:30:00Z", "a/b~c": "East Side"}),
        "",
        "[1, 2]",
        '{"unique_key": ',
        json.dumps({"unique_key": "x" * 400, "created_date": "2024-07-01"}),
        json.dumps({"unique_key": "2", "created_date": "07/31/2024 02:15:00 PM", "a/b~c": None}),
    ]
    summary = city.load_text(
        "\n".join(lines), "cases.jsonl", mapping={"area_name": "a/b~c"}, limits=Limits(line_bytes=200, piece_bytes=150)
    )
    assert (summary.read, summary.loaded, summary.refused) == (5, 2, 3)
    assert city.case("12345678901234567890", "placed_by, area_id") == ("area", 3)
    assert city.rows("SELECT line FROM city.quarantine ORDER BY line") == [(3,), (4,), (5,)]
    assert city.case("2", "reported_hour, line") == (14, 6)


def _workbook(folder: Path, *rows: Sequence[str | float | datetime | None]) -> Path:
    workbook = openpyxl.Workbook()
    assert isinstance(workbook.active, Worksheet)
    workbook.active.append([])
    sheet = workbook.create_sheet("cases")
    sheet.append([])
    for row in rows:
        sheet.append(row)
    path = folder / "cases.xlsx"
    workbook.save(path)
    return path


def test_excel_with_numbers_dates_and_serial_days(city: SmallCity, tmp_path: Path) -> None:
    header = ["工单编号", "上报时间", "办结时间", "是否解决", None, "上报时间"]
    path = _workbook(
        tmp_path,
        header,
        [101000295613, datetime.fromisoformat("2024-07-01 10:30"), 45475.5, True, None, None],
        [],
        ["A-2", "2024/7/2 8:00", None, None, 1.5, None],
    )
    summary = city.load(path)
    assert (summary.loaded, summary.refused) == (2, 0)
    assert summary.unrecognised == ("column 5", "上报时间 (6)")
    assert city.case("101000295613", "reported_hour, closed_hour, resolved, line") == (10, 12, True, 3)
    assert city.case("A-2", "reported_hour, line") == (8, 5)


def test_an_empty_or_inflated_workbook_is_refused(city: SmallCity, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no sheet of it has a filled cell"):
        city.load(_workbook(tmp_path))
    path = _workbook(tmp_path, ["id", "open_dt"], ["1", "2024-07-01"])
    with pytest.raises(FileRefused, match="no ordinary workbook"):
        city.load(path, limits=Limits(unpacked_bytes=100))


def test_parquet_keeps_types_and_reads_local_times_in_the_zone_of_the_source(tmp_path: Path) -> None:
    city = open_small_city(tmp_path, other=SourceProfile(zone="Asia/Shanghai"))
    table = pa.table(
        {
            "id": [1.0, 2.0],
            "open_dt": pa.array(
                [datetime.fromisoformat("2024-07-01 08:00"), datetime.fromisoformat("2024-07-02")], pa.timestamp("s")
            ),
            "lat": [10.5, None],
            "lon": [0.5, None],
            "status": pa.array(["open", None]).dictionary_encode(),
            "title": pa.nulls(2),
        }
    )
    path = tmp_path / "cases.parquet"
    pq.write_table(table, path)
    assert city.load(path, source=None).source == "other"
    assert city.case("1", "epoch_us(reported_at), status") == (1_719_792_000_000_000, "filed")
    city.store.close()


def test_structures_lists_and_bytes_of_parquet_are_read(city: SmallCity, tmp_path: Path) -> None:
    """Values within structures by their paths, a list as its text, a geometry as its digits; personal data within is
    withheld, and what nobody needs stays out of landing/."""
    path = tmp_path / "nested.parquet"
    where = [{"lat": 10.5, "lon": 0.5, "phone": "13800000000"}, None]
    table = {
        "id": pa.array([b"A-1", b"A-2"], pa.binary()),
        "open_dt": ["2024-07-01", "2024-07-02"],
        "status": [{"name": "Closed", "changes": [1, 2]}, {"name": "Open", "changes": []}],
        "location": where,
        "tags": [["a", "b"], None],
        "notes": pa.array([[("phone", "13800000000")], []], pa.map_(pa.string(), pa.string())),
    }
    pq.write_table(pa.table(table), path)
    found = {column.name: column for column in review_columns(path).columns}
    assert found["status.name"].examples == (("Closed", "closed"), ("Open", "open"))
    assert found["tags"].examples == (('["a","b"]', None),)
    assert "13800000000" not in suggest_mapping(path)
    summary = city.load(path)
    assert (summary.loaded, summary.refused) == (2, 0)
    assert [line for line in summary.warnings if "'tags', 'notes' is a list" in line]
    assert city.case("A-1", "status, area_id") == ("closed", 2)
    [kept] = [name for name in city.landing() if name.endswith(".parquet")]
    assert "13800000000" not in str(pq.read_table(city.folder / "city" / "landing" / kept).to_pylist())


def test_points_of_geoparquet_are_read(city: SmallCity, tmp_path: Path) -> None:
    path = tmp_path / "points.parquet"
    geometry = [shapely.to_wkb(shapely.Point(0.5, 10.5)), None]
    pq.write_table(pa.table({"id": ["1", "2"], "open_dt": ["2024-07-01"] * 2, "geometry": geometry}), path)
    city.load(path)
    assert city.case("1", "area_id, lon") == (2, 0.5)


def test_a_parquet_file_damaged_inside_is_refused(city: SmallCity, tmp_path: Path) -> None:
    path = tmp_path / "damaged.parquet"
    pq.write_table(pa.table({"id": ["1"] * 5_000, "open_dt": ["2024-07-01"] * 5_000}), path)
    content = bytearray(path.read_bytes())
    content[4:60] = b"\xff" * 56
    path.write_bytes(content)
    with pytest.raises(FileRefused, match="the file is damaged"):
        city.load(path)


def test_day_first_is_told_by_the_file_or_by_the_mapping_or_guessed_with_a_warning(city: SmallCity) -> None:
    header = "id,open_dt\n"
    city.load_text(header + "1,03/04/2024\n2,31/01/2024\n", "a.csv")
    assert str(city.case("1", "reported_day")[0]) == "2024-04-03"
    city.load_text(header + "3,03/04/2024\n", "b.csv", mapping={"day_first": True})
    assert str(city.case("3", "reported_day")[0]) == "2024-04-03"
    guessed = city.load_text(header + "4,03/04/2024\n", "c.csv")
    assert str(city.case("4", "reported_day")[0]) == "2024-03-04"
    assert any("month first" in warning for warning in guessed.warnings)


def test_a_mapping_file_overrides_names_and_adds_words(city: SmallCity, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'source_id = "Nr"\nreported_at = "Wann"\ntitle = ""\n[words.status]\n"erledigt" = "closed"\n', encoding="utf-8"
    )
    summary = city.load_text("Nr,Wann,status,title\n1,2024-07-01,Erledigt,x\n", mapping=mapping)
    assert (summary.loaded, summary.unrecognised) == (1, ("title",))
    assert city.case("1", "status, title, flags") == ("closed", None, "closed_without_time")


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({"colour": "Nr"}, "'colour', which is no canonical column"),
        ({"title": "Titel"}, "title is in 'Titel'; the file has id, open_dt"),
        ({"words": {"status": "x"}}, "words must be tables"),
        ({"title": 5}, "title must name a column of the file, or a list of columns"),
        ({"title": ["id", 5]}, "title must name a column of the file, or a list of columns"),
        ({"day_first": "yes"}, "day_first must be true or false"),
    ],
)
def test_a_mapping_that_names_nothing_is_refused(city: SmallCity, mapping: dict[str, object], sentence: str) -> None:
    with pytest.raises(MappingRefused) as refusal:
        city.load_text("id,open_dt\n1,2024-07-01\n", mapping=mapping)
    assert sentence in str(refusal.value)


def test_an_unreadable_mapping_file_is_refused(city: SmallCity, tmp_path: Path) -> None:
    with pytest.raises(MappingRefused, match=r"There is no mapping file nowhere.toml"):
        city.load_text("id,open_dt\n1,2024-07-01\n", mapping=tmp_path / "nowhere.toml")
    (tmp_path / "mapping.toml").write_text("source_id = ")
    with pytest.raises(MappingRefused, match=r"mapping.toml cannot be read"):
        city.load_text("id,open_dt\n", mapping=tmp_path / "mapping.toml")


def test_the_suggested_mapping_loads_the_file(city: SmallCity, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(CHINESE + ROWS, encoding="gb18030")
    text = suggest_mapping(tmp_path / "cases.csv")
    assert 'source_id = "工单编号"' in text
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    assert city.load(tmp_path / "cases.csv", mapping=tmp_path / "mapping.toml").loaded == 1
    (tmp_path / "strange.csv").write_text("a,b\n1,2\n")
    assert "# reported_at" in suggest_mapping(tmp_path / "strange.csv")
    with pytest.raises(FileRefused):
        suggest_mapping(tmp_path / "nowhere.csv")


def test_without_a_name_the_source_is_the_only_one_declared_or_the_city(city: SmallCity) -> None:
    profile = city.profile.model_copy(update={"sources": {}})
    assert source_name(profile) == profile.name
    hotline = SourceProfile(cadence_s=60)
    assert source_name(profile.model_copy(update={"sources": {"hotline": hotline}})) == "hotline"
    with pytest.raises(MappingRefused, match="hotline, patrol"):
        source_name(profile.model_copy(update={"sources": {"hotline": hotline, "patrol": hotline}}))


def test_an_export_loaded_again_under_another_name_meets_its_own_cases(city: SmallCity, tmp_path: Path) -> None:
    for name, loaded, duplicate in (("july.csv", 1, 0), ("again.csv", 0, 1)):
        (tmp_path / name).write_text(CHINESE + ROWS, encoding="gb18030")
        summary = city.load(tmp_path / name, source=None)
        assert (summary.loaded, summary.duplicate) == (loaded, duplicate)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"SQLite format 3\0" + bytes(80), "SQLite"), (b"%PDF-1.7\n1 0 obj", "PDF"), (b"ARROW1\0\0", "Arrow/Feather"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7-Zip"), (b"\xfd7zXZ\0" + bytes(40), "xz"), (b"BZh91AY&SY", "bzip2"),
        (b"\x28\xb5\x2f\xfd" + bytes(40), "Zstandard"),
    ],
)  # fmt: skip
def test_files_of_other_programs_are_called_by_their_name(city: SmallCity, start: bytes, said: str) -> None:
    for name in ("export.csv", "export"):
        with pytest.raises(FileRefused, match=f"{said}, which is not read; (save its table|unpack it)"):
            city.load_text(start, name)


@pytest.mark.parametrize(("member", "said"), [("content.xml", "OpenDocument"), ("word/document.xml", "Word")])
def test_documents_of_an_office_are_called_by_their_name(city: SmallCity, member: str, said: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("meta.xml", "<x/>")
        archive.writestr(member, "<x/>")
    with pytest.raises(FileRefused, match=f"{said}, which is not read"):
        city.load_text(out.getvalue(), "export.ods")


def test_a_byte_order_mark_below_lines_of_comment_is_no_part_of_a_name(city: SmallCity) -> None:
    text = "# exported by hand\n# rows: 1\n\ufeffid;created;lat;lon;;\n7;01.03.2024 08:15;10,5;0,5;;\n"
    assert city.load_text(text).loaded == 1
    assert city.case("7", "lon, lat") == (0.5, 10.5)


@pytest.mark.parametrize(
    "header",
    ["N° demande|Date de création|Date de clôture|Catégorie", "Folio|Fecha de creación|Fecha de cierre|Categoría"],
)
def test_headers_in_other_languages_are_known(city: SmallCity, header: str) -> None:
    assert city.load_text(f"{header}\n7|2024-03-01 08:00|2024-03-02 09:00|x\n").unrecognised == ()
    assert city.case("7", "closed_at IS NOT NULL, category1") == (True, "x")
