"""The layouts that cities publish load by themselves, or with the mapping that `yiping columns` writes for them."""

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from queries.conversion.mapping_suggestion import suggest_mapping
from queries.errors import FileRefused
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
    try:
        summary = city.load(file, mapping=mapping)
    except FileRefused:
        if not layout.get("note", "").startswith("has no case number"):
            raise
        return
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
