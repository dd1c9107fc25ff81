"""Columns of personal data leave a delivered file before it is kept: no file of a city's folder holds them in clear."""

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.city.profile import SourceProfile
from queries.conversion.naming import known_names
from queries.errors import FileRefused, MappingRefused
from queries.intake.reception import Reception
from queries.landing.folder import FILE, Landed, accept_file, all_landed, complete_file, unfinished_file
from queries.privacy.personal_columns import is_withheld
from queries.recovery.rebuild import rebuild
from tests.cities.stored_bytes import found_in
from tests.queries.loading.conftest import LANDED, SmallCity, open_small_city
from tests.queries.loading.files.workbooks import workbook

HEADER = ("工单编号", "上报时间", "姓名", "联系电话", "诉求人住址", "邮箱", "诉求内容", "备注")
PEOPLE = ("测验甲贰", "13912345670", "槐树胡同九号院", "jia@canary.example")
ROWS = (
    ("Z1", "2024-03-01 08:00", *PEOPLE, "路灯不亮", "甲"),
    ("Z2", "bad", *PEOPLE, "井盖松动", "乙"),
    ("Z3", "2024-03-02 08:00", *("",) * 4, "噪声", "丙"),
)
SHIFTED = ("Z4", "2024-03-01 09:00", *PEOPLE, "一格太多", "丁", "戊")
CANARIES = PEOPLE


def csv_of(*rows: tuple[str, ...], encoding: str = "utf-8") -> bytes:
    return "".join(",".join(row) + "\n" for row in (HEADER, *rows)).encode(encoding)


def objects_of(*rows: tuple[str, ...]) -> list[dict[str, object]]:
    return [dict(zip(HEADER, row, strict=True)) for row in rows]


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", content)
        archive.writestr("readme.txt", f"from {PEOPLE[0]}")
    return packed.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(objects_of(*ROWS)), out)
    return out.getvalue()


def xml() -> bytes:
    rows = "".join(
        "<request>" + "".join(f"<{name}>{value}</{name}>" for name, value in row.items()) + "</request>"
        for row in objects_of(*ROWS)
    )
    return f"<requests>{rows}</requests>".encode()


def nested() -> bytes:
    rows = [
        {"id": row[0], "reported_at": row[1], "extra": {"姓名": row[2], "more": [{"phone": row[3]}]}, "text": row[6]}
        for row in ROWS
    ]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


FORMS: dict[str, Callable[[], bytes]] = {
    "broken.csv": lambda: csv_of(*ROWS, SHIFTED),
    "gb.csv": lambda: csv_of(*ROWS, encoding="gb18030"),
    "packed.csv.gz": lambda: gzip.compress(csv_of(*ROWS)),
    "packed.zip": lambda: zipped(csv_of(*ROWS)),
    "book.xlsx": lambda: workbook((HEADER, *ROWS)),
    "lines.json": lambda: "\n".join(json.dumps(row, ensure_ascii=False) for row in objects_of(*ROWS)).encode(),
    "array.json": lambda: json.dumps(objects_of(*ROWS), ensure_ascii=False).encode(),
    "wrapped.json": lambda: json.dumps({"by": PEOPLE[0], "rows": objects_of(*ROWS)}, ensure_ascii=False).encode(),
    "nested.json": nested,
    "columns.parquet": parquet,
    "requests.xml": xml,
}


def state(city: SmallCity) -> list[tuple[object, ...]]:
    refused = city.rows("SELECT source, file, line, reason, raw FROM city.quarantine ORDER BY ALL")
    return [*city.versions(), *refused]


@pytest.mark.parametrize("name", FORMS)
def test_nothing_personal_lies_in_the_folder_after_load_repetition_and_rebuild(city: SmallCity, name: str) -> None:
    content = FORMS[name]()
    summary = city.load_text(content, name)
    refused = 2 if name == "broken.csv" else 1
    assert (summary.read, summary.loaded, summary.refused) == (2 + refused, 2, refused)
    assert found_in(city.folder / "city" / "landing", CANARIES) == []
    before = state(city)
    again = city.load_text(content, name, recorded_at=LANDED + timedelta(hours=1))
    assert (again.loaded, again.superseded, again.duplicate) == (0, 0, 2)
    assert state(city) == before
    assert len(rebuild(city.context)) == 1
    assert state(city) == before
    city.store.close()
    assert found_in(city.folder / "city", CANARIES) == []


def test_the_summary_says_what_was_left_out_and_persons_stay_known_by_a_reference(city: SmallCity) -> None:
    summary = city.load_text(csv_of(*ROWS, SHIFTED))
    assert summary.withheld == ("姓名", "联系电话", "诉求人住址", "邮箱")
    assert summary.unrecognised == ("备注",)
    assert city.rows("SELECT source_id, length(person_ref), text FROM city.events ORDER BY 1") == [
        ("Z1", 32, "路灯不亮"),
        ("Z3", None, "噪声"),
    ]
    refused = city.rows("SELECT line, reason, raw FROM city.quarantine ORDER BY line")
    assert [(line, raw) for line, _, raw in refused] == [(3, "Z2,井盖松动,bad,***"), (5, "")]


def test_a_file_without_personal_columns_is_kept_as_it_came(city: SmallCity) -> None:
    content = b"id,open_dt\n1,2024-03-01\nbroken,row,here\n"
    city.load_text(content)
    [landed] = all_landed(city.store.folder)
    assert (landed.kind, landed.read(city.store.folder)) == (FILE, content)
    assert city.rows("SELECT raw FROM city.quarantine") == [("broken,row,here",)]


def test_other_sheets_and_other_files_of_an_archive_are_not_kept(city: SmallCity) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("cases.csv", "id,open_dt\n1,2024-03-01\n")
        archive.writestr("callers.txt", CANARIES[1])
    city.load_text(packed.getvalue(), "both.zip")
    assert found_in(city.folder / "city", CANARIES) == []


def test_a_mapping_declares_more_personal_columns_or_says_what_one_means(tmp_path: Path) -> None:
    city = open_small_city(tmp_path, cases=SourceProfile(mapping={"personal": ["who"]}))
    text = "id,open_dt,who,name,phone\n1,2024-03-01,canary-one,Lamp 7,canary-two\n"
    with city.store:
        assert city.load_text(text, mapping={"title": "phone"}).withheld == ("who",)
        assert city.case("1", "title") == ("canary-two",), "the mapping says that it is the title"
        assert found_in(tmp_path / "city", ["canary-one"]) == []
        with pytest.raises(MappingRefused, match="personal, and the case's title"):
            city.load_text(text, mapping={"title": "who"})
        with pytest.raises(MappingRefused, match="personal must name"):
            city.load_text(text, mapping={"personal": 7})


def test_a_column_that_was_left_out_is_not_silently_empty_under_another_mapping(tmp_path: Path) -> None:
    city = open_small_city(tmp_path)
    city.load_text(csv_of(*ROWS))
    city.store.close()
    with (tmp_path / "city" / "city.toml").open("a", encoding="utf-8") as profile:
        profile.write('\n[sources.cases.mapping]\ntitle = "姓名"\n')
    again = SmallCity(tmp_path, type(city.context).open(tmp_path / "city"))
    with again.store, pytest.raises(MappingRefused, match="'姓名' was not kept"):
        rebuild(again.context)


def test_case_numbers_made_of_the_row_are_the_same_with_and_without_the_kept_file(city: SmallCity) -> None:
    text = "reported_at,phone,text\n2024-03-01 08:00,canary,lamp\n2024-03-01 09:00,canary,noise\n"
    city.load_text(text)
    before = state(city)
    rebuild(city.context)
    assert city.count() == 2
    assert state(city) == before


def test_a_file_of_an_older_program_that_holds_them_is_read_as_before(city: SmallCity) -> None:
    folder = city.store.folder
    unfinished = unfinished_file(folder)
    unfinished.write_bytes(csv_of(*ROWS))
    about = Landed("", "", FILE, "cases", "old.csv", "", LANDED, {})
    accept_file(folder, complete_file(folder, unfinished, about), LANDED)
    rebuild(city.context)
    before = city.versions()
    assert city.load_text(csv_of(*ROWS), recorded_at=LANDED + timedelta(hours=1)).duplicate == 2
    assert city.versions() == before


@pytest.mark.parametrize("text", ["a,b,姓名\n1,2,{}\n", "{},{},2024-03-01\n7,8,9\n"])
def test_a_file_that_is_refused_leaves_nothing_and_its_reason_says_nothing(city: SmallCity, text: str) -> None:
    with pytest.raises(FileRefused) as refused:
        city.load_text(text.format(*("王小明", "13912345670")))
    assert "王小明" not in str(refused.value)
    assert "13912345670" not in str(refused.value)
    assert city.landing() == []
    assert found_in(city.folder / "city", ("王小明", "13912345670")) == []


def test_a_process_that_dies_while_it_reads_leaves_nothing_in_clear(city: SmallCity) -> None:
    """Whatever is written at any time while the file is taken, is looked at by the killed process's parent."""
    path = city.folder / "cases.csv.gz"
    path.write_bytes(FORMS["packed.csv.gz"]())
    child = os.fork()
    if not child:
        with mock.patch("queries.loading.inputs.received_file.write_rows", side_effect=lambda *_: os._exit(9)):
            city.load(path)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert found_in(city.folder / "city" / "landing", CANARIES) == []


def test_posted_rows_are_treated_like_files(city: SmallCity) -> None:
    reception = Reception(city.context)
    rows = [
        *objects_of(*ROWS),
        {"工单编号": "Z5", "上报时间": "2024-03-01", "extra": {"phone": PEOPLE[1]}},
        ["Z6", *PEOPLE],
        "Z7," + ",".join(PEOPLE),
    ]
    receipt = reception.accept("posted", "events", rows)
    assert (receipt.accepted, len(receipt.refused)) == (3, 3)
    assert found_in(city.folder / "city", CANARIES) == [], "while they wait"
    reception.apply_waiting()
    before = state(city)
    rebuild(city.context)
    assert state(city) == before
    city.store.close()
    assert found_in(city.folder / "city", CANARIES) == []


def test_posted_reports_are_treated_like_files(tmp_path: Path) -> None:
    city = open_small_city(tmp_path, cars=SourceProfile(kind="units"))
    reception = Reception(city.context)
    good = {"unit": "u1", "kind": "fire", "seen_at": "2026-06-01T08:00:00Z", "姓名": PEOPLE[0], "phone": PEOPLE[1]}
    bad = {"unit": "u2", "kind": "none such", "driver": {"name": "u", "mobile": PEOPLE[1]}, "邮箱": PEOPLE[3]}
    receipt = reception.accept("cars", "units", [good, bad, list(PEOPLE)])
    assert (receipt.accepted, len(receipt.refused)) == (1, 2)
    reception.apply_waiting()
    assert city.rows("SELECT count(*) FROM city.quarantine") == [(2,)]
    city.store.close()
    assert found_in(tmp_path / "city", CANARIES) == []


def test_no_name_that_means_something_of_a_case_is_withheld() -> None:
    synonyms = {name: key for key, names in known_names.synonyms().items() if key != "person" for name in names}
    assert [name for name in synonyms if is_withheld(name)] == []


@pytest.mark.parametrize(
    ("name", "personal"),
    [
        ("诉求人联系电话", True), ("Caller Phone", True), ("phone_2", True), ("reporter.name", True),
        ("家庭住址", True),
        ("事发地址", False), ("address", False), ("诉求人类型", False), ("unit_name", False), ("name", False),
        ("contact_method", False), ("市民", False),
    ],
)  # fmt: skip
def test_columns_are_personal_by_what_they_are_called(name: str, personal: bool) -> None:
    assert is_withheld(name) == personal


def test_what_a_row_says_of_its_person_leaves_its_free_texts_too_however_it_comes(city: SmallCity) -> None:
    said = (
        "N1",
        "2024-03-01 08:00",
        *PEOPLE,
        "测验甲贰住槐树胡同九号院；楼上漏水",
        "jia@canary.example 可加 13912345670",
    )
    assert city.load_text(csv_of(said)).loaded == 1
    reception = Reception(city.context)
    assert reception.accept("posted", "events", objects_of(said)).refused == ()
    reception.apply_waiting()
    texts = [("***住***；楼上漏水",)] * 2
    assert city.rows("SELECT text FROM city.events") == texts
    rebuild(city.context)
    assert city.rows("SELECT text FROM city.events") == texts
    assert found_in(city.folder / "city", CANARIES) == []
