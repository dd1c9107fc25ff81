"""CSV in any dialect and workbooks: the header is found below titles and over two rows, totals are refused."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from queries.conversion.mapping_suggestion import suggest_mapping
from queries.errors import FileRefused, MappingRefused
from queries.loading.summary import LoadSummary
from tests.queries.loading.conftest import SmallCity

TITLED = (
    "二〇二四年三月工单明细表,,,\n导出时间：2024-04-01,,,\n工单编号,上报时间,办结时间,问题描述\n"
    "1,2024-03-01 08:00,2024-03-02 08:00,井盖\n2,2024-03-01 09:00,,路灯\n合计,2,,\n"
)


def adds_up(summary: LoadSummary) -> bool:
    return summary.read == summary.loaded + summary.superseded + summary.duplicate + summary.refused


def test_titles_stand_above_the_header_and_totals_below(city: SmallCity) -> None:
    summary = city.load_text(TITLED)
    assert (summary.loaded, summary.refused) == (2, 1)
    assert adds_up(summary)
    assert summary.reasons == {"a row of totals, not a case": 1}
    assert city.rows("SELECT source_id, line, text FROM city.events ORDER BY 1") == [("1", 4, "井盖"), ("2", 5, "路灯")]
    assert city.rows("SELECT line, raw FROM city.quarantine") == [(6, "合计,2")]
    [said] = [warning for warning in summary.warnings if "names of the columns" in warning]
    assert said == "The names of the columns were read from line 3; what stands above it was left out."


@pytest.mark.parametrize(
    "text",
    [
        '"case_id";"open_dt";"note, a, b, c, d"\n1;2024-03-01 08:00;x\n',
        "sep=;\ncase_id;open_dt\n1;2024-03-01 08:00\n",
        '"sep=|"\r\ncase_id|open_dt\r\n1|2024-03-01 08:00\r\n',
        "case_id,open_dt\r1,2024-03-01 08:00",
        "case_id,open_dt\r\r1,2024-03-01 08:00\r",
        "\ufeffcase_id\topen_dt\n1\t2024-03-01 08:00\n",
        "March, April, May\n\ncase_id;open_dt\n1;2024-03-01 08:00\n",
        "Requests of March\nall districts\ncase_id|open_dt|a,b\n1|2024-03-01 08:00|\n",
        '"a title\nof two lines"\ncase_id,open_dt\n1,2024-03-01 08:00\n',
        "case_id,,\n,open_dt,\n1,2024-03-01 08:00,\n",
        "case,open,closed\nid,dt,dt\n1,2024-03-01 08:00,\n",
        "case_id,times,,text\n,open_dt,closed_dt,\n1,2024-03-01 08:00,,x\n",
        "'case_id';'open_dt';'note'\n'1';'2024-03-01 08:00';'it''s; two'\n",
        "\n" * 15 + "title\n" * 15 + "case_id,open_dt\n1,2024-03-01 08:00\n",
    ],
)
def test_csv_of_every_dialect_is_read(city: SmallCity, text: str) -> None:
    summary = city.load_text(text)
    assert (summary.loaded, summary.refused) == (1, 0)
    assert city.case("1", "reported_hour") == (8,)


@pytest.mark.parametrize("total", ["Total", "TOTAL:", "Grand total", "合计：", "小计", "共 2 条", "Summe", "Total 2"])
def test_rows_of_totals_are_refused_whatever_they_hold(city: SmallCity, total: str) -> None:
    summary = city.load_text(f"no,id,open_dt\n1,A,2024-03-01\n2,B,2024-03-02\n{total},2,2024-03-02\n")
    assert (summary.loaded, summary.reasons) == (2, {"a row of totals, not a case": 1})


def test_a_row_that_only_begins_like_a_total_is_a_case(city: SmallCity) -> None:
    assert city.load_text("subject,id,open_dt\nTotally broken,A,2024-03-01\n总计划,B,2024-03-02\n").loaded == 2


def test_the_header_row_and_the_delimiter_can_be_named(city: SmallCity, tmp_path: Path) -> None:
    text = "Nr^Wann\nx^y\nNr^Wann\n1^2024-03-01\n"
    mapping = {"source_id": "Nr", "reported_at": "Wann"}
    named = city.load_text(text, mapping=mapping, form={"delimiter": "^", "header_row": 3})
    assert (named.read, named.loaded) == (1, 1)
    assert city.case("1", "line") == (4,)
    assert 'delimiter = "^"' in suggest_mapping(tmp_path / "cases.csv", {"delimiter": "^"})
    with pytest.raises(FileRefused, match="there is no line 99"):
        city.load_text(text, form={"header_row": 99})
    for wrong in ({"delimiter": ";;"}, {"header_row": 0}, {"header_row": True}, {"sheet": 1.5}):
        with pytest.raises(MappingRefused):
            city.load_text(text, form=wrong)


def test_a_mapping_finds_its_own_header(city: SmallCity) -> None:
    mapping = {"source_id": "Nr", "reported_at": "Wann"}
    assert city.load_text("Bericht\nNr;Wann\n1;2024-03-01\n", mapping=mapping).loaded == 1


def _workbook(folder: Path, **sheets: Sequence[Sequence[str | datetime | None]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "cases.xlsx"
    workbook.save(path)
    return path


HOUR = datetime(2024, 3, 5, 14, 30)  # noqa: DTZ001
HEADER = ["工单编号", "上报时间", "办结时间", "问题描述"]


def test_a_workbook_has_titles_two_rows_of_names_and_totals_too(city: SmallCity, tmp_path: Path) -> None:
    rows: list[Sequence[str | datetime | None]] = [["G1", HOUR, None, "x"], [], ["合计", "1件"]]
    titled = city.load(_workbook(tmp_path, Sheet1=[["某区2024年3月工单明细表"], [], HEADER, *rows]))
    assert (titled.loaded, titled.reasons) == (1, {"a row of totals, not a case": 1})
    assert city.case("G1", "reported_hour, line, text") == (14, 4, "x")
    assert any("were read from row 3" in warning for warning in titled.warnings)
    two: list[Sequence[str | datetime | None]] = [
        ["工单编号", "时间", None, "问题描述"],
        [None, "上报时间", "办结时间", None],
        ["G2", HOUR, HOUR, "y"],
    ]
    joined = city.load(_workbook(tmp_path, Sheet1=two))
    assert joined.loaded == 1
    assert city.case("G2", "line, closed_hour, text") == (3, 14, "y")
    assert any("rows 1 and 2 together" in warning for warning in joined.warnings)


def test_the_sheet_with_the_cases_is_found_or_named(city: SmallCity, tmp_path: Path) -> None:
    path = _workbook(
        tmp_path, 说明=[["数据说明", "x"]], first=[HEADER, ["G1", HOUR]], second=[HEADER, ["G2", HOUR], ["G3", HOUR]]
    )
    found = city.load(path)
    assert found.loaded == 1
    assert "Of its sheets, first was read; others are 说明, second (--sheet names another)." in found.warnings
    assert city.load(path, form={"sheet": "second"}).loaded == 2
    assert city.load(path, form={"sheet": "2"}).duplicate == 1
    assert city.load(path, form={"sheet": 3, "header_row": 1}).duplicate == 2
    with pytest.raises(FileRefused, match="has no sheet fourth; its sheets are 说明, first, second"):
        city.load(path, form={"sheet": "fourth"})
    with pytest.raises(FileRefused, match="there is no row 9"):
        city.load(path, form={"header_row": 9})


def test_names_above_the_row_that_gives_number_and_time_count_too(city: SmallCity) -> None:
    """As of cells that were merged over two rows."""
    joined = city.load_text("Meldung;;Meldeweg;Kategorie\nNummer;Eingangsdatum;;\nA;2024-03-01;Telefon;Müll\n")
    assert joined.unrecognised == ()
    assert city.case("A", "channel, category1") == ("hotline", "Müll")
    assert any("lines 1 and 2 together" in warning for warning in joined.warnings)
    titled = city.load_text("Stand;;2024;\nNummer;Eingangsdatum;;Kategorie\nB;2024-03-01;x;Müll\n")
    assert any("were read from line 2" in warning for warning in titled.warnings)


def test_a_sheet_of_cases_without_numbers_is_found_behind_others(city: SmallCity, tmp_path: Path) -> None:
    header = ["Request Type", "Opened", "Status", "Source"]
    rows: list[Sequence[str | datetime | None]] = [header, ["Pothole", HOUR, "Open", "Phone"]]
    path = _workbook(tmp_path, About=[["About", "x"]], Requests=rows, End=[["x"]])
    assert city.load(path).loaded == 1


FIXED = """CASENUMBER  OPENED ON         KIND
A-1         2024-03-05 14:30  lamp, dark
A-22        2024-03-06 09:00  road
"""


def test_text_of_fixed_width_is_refused_with_what_to_do_and_blanks_elsewhere_are_not(city: SmallCity) -> None:
    with pytest.raises(FileRefused, match=r"fixed width: a column begins at character 13 .* save it as CSV"):
        city.load_text(FIXED, "cases.txt")
    rows = "id,open_dt,title\n1,2024-03-05,a  b\n2,2024-03-05,c  d\n3,2024-03-05,e  f\n"
    assert city.load_text(rows).loaded == 3
    with pytest.raises(FileRefused, match="no column gives"):
        city.load_text("num  ,what   \n1    ,a  b   \n22   ,c  d   \n")
