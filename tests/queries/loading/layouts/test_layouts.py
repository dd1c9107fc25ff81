"""The layouts that cities publish load by themselves, or with the mapping that `yiping columns` writes for them."""

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from queries.conversion.mapping_suggestion import suggest_mapping
from tests.house.tree import ROOT
from tests.queries.loading.conftest import SmallCity

LAYOUTS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("layouts.toml").read_text("utf-8"))["layout"]
DOCUMENT = ROOT / "LAYOUTS.md"


def table() -> str:
    """LAYOUTS.md: which layouts load by themselves, and where their headers were read."""
    lines = [
        "# Layouts of other cities",
        "",
        "Each was loaded with its header and three made-up rows (`tests/queries/loading/layouts/layouts.toml`).",
        "*by itself*: `yiping load FILE`; *with a mapping*: one that `yiping columns FILE --write mapping.toml` wrote.",
        "",
        "| city | file | loads | header read in |",
        "|---|---|---|---|",
    ]
    for layout in LAYOUTS:
        loads = "with a mapping" if layout.get("mapping") else "by itself"
        note = f" ({layout['note']})" if "note" in layout else ""
        lines.append(f"| {layout['city']} | {layout['system']} | {loads}{note} | {layout['header_from']} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_layouts_shows_what_is_tested() -> None:
    if os.environ.get("YIPING_BLESS"):
        DOCUMENT.write_text(table(), encoding="utf-8")
    assert DOCUMENT.read_text("utf-8") == table()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout["city"])
def test_a_published_layout_loads(city: SmallCity, layout: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / layout.get("file", "cases.csv")
    file.write_text(layout["rows"].strip() + "\n", encoding="utf-8")
    mapping = None
    if layout.get("mapping"):
        mapping = tmp_path / "mapping.toml"
        mapping.write_text(suggest_mapping(file), encoding="utf-8")
    summary = city.load(file, mapping=mapping)
    assert (summary.read, summary.loaded, summary.unknown_words) == (3, 3, {})
    first = "category1, channel, reported_hour, area_id"
    [found] = city.rows(f"SELECT {first} FROM city.events ORDER BY line LIMIT 1")  # noqa: S608
    expected = (layout.get("category1"), layout.get("channel"), layout["hour"], {"A1": 2, None: 1}[layout.get("area")])
    assert found == expected
    [(closed,)] = city.rows("SELECT count(*) FILTER (status = 'closed') FROM city.events")
    assert closed == layout["closed"]


def test_a_column_called_zhuangtai_is_the_status(city: SmallCity) -> None:
    summary = city.load_text("工单编号,上报时间,状态\nG1,2024-03-01 08:00,已办结\nG2,2024-03-01 09:00,待处理\n")
    assert (summary.unrecognised, summary.unknown_words) == ((), {})
    assert city.case("G1", "status") == ("closed",)
    assert city.case("G2", "status") == ("reported",)


def test_a_street_is_an_area_only_beside_a_district_or_a_community(city: SmallCity) -> None:
    assert city.load_text("unique_key,created_date,street_name\n1,2024-03-01,East Side\n").unrecognised == (
        "street_name",
    )


def test_one_column_means_one_thing(city: SmallCity) -> None:
    city.load_text("case_id,opened,category,request type\n1,2024-03-01,Graffiti,Pole\n", "two.csv")
    city.load_text("case_id,opened,request type\n2,2024-03-01,Pole\n", "one.csv")
    assert city.case("1", "category1, category2") == ("Graffiti", "Pole")
    assert city.case("2", "category1, category2") == ("Pole", None)


@pytest.mark.parametrize(
    ("header", "flags", "statuses", "kinds"),
    [
        ("是否办结", ("是", "否"), ("closed", "filed"), (None, None)),
        ("归档标志", ("1", "0"), ("closed", "filed"), (None, None)),
        ("is_closed", ("TRUE", "False"), ("closed", "filed"), (None, None)),
        ("是否作废,是否结案", ("1,0", "0,1"), ("voided", "closed"), (None, None)),
        ("是否超期", ("是", "未超期"), ("filed", "filed"), ("late", "normal")),
        ("INTIME_ARCHIVE_NUM,OVERTIME_ARCHIVE_NUM", ("1,-", "-,1.0"), ("closed", "closed"), ("normal", "late")),
        ("案卷状态,是否办结", ("办理中,是", "已结案,否"), ("filed", "closed"), (None, None)),
    ],
)
def test_columns_of_yes_and_no_say_the_status(
    city: SmallCity, header: str, flags: tuple[str, str], statuses: tuple[str, str], kinds: tuple[str, str]
) -> None:
    cells = [header, *flags, "," * header.count(",")]
    first = ["工单编号,上报时间", "G1,2024-03-01 08:00", "G2,2024-03-01 09:00", "G3,2024-03-01 10:00"]
    summary = city.load_text("".join(f"{one},{other}\n" for one, other in zip(first, cells, strict=True)))
    assert (summary.loaded, summary.unknown_words) == (3, {})
    found = [city.case(number, "status, close_type") for number in ("G1", "G2", "G3")]
    assert found == [*zip(statuses, kinds, strict=True), ("filed", None)]


def test_numbers_as_status_are_named_and_not_guessed(city: SmallCity) -> None:
    summary = city.load_text("工单编号,上报时间,案卷状态\nG1,2024-03-01 08:00,0\nG2,2024-03-01 09:00,1\n")
    assert summary.unknown_words == {"status": {"0": 1, "1": 1}}
    assert city.rows("SELECT DISTINCT status FROM city.events") == [("unknown",)]


def test_open_cases_are_known_from_columns_of_yes_and_no_and_a_mapping_names_them(
    city: SmallCity, tmp_path: Path
) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("rec_id,create_time,INTIME_ARCHIVE_NUM,INTIME_TO_ARCHIVE_NUM\n1,2024-03-01,1,-\n2,2024-03-01,-,1\n")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(suggest_mapping(file), encoding="utf-8")
    assert '"1" → closed' in mapping.read_text("utf-8")
    city.load(file, mapping=mapping)
    assert city.rows("SELECT status, status_raw, close_type FROM city.events ORDER BY source_id") == [
        ("closed", "INTIME_ARCHIVE_NUM", "normal"),
        ("filed", "INTIME_TO_ARCHIVE_NUM", None),
    ]
