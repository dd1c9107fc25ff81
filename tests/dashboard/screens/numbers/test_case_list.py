"""The list of the cases behind a figure: its panel, its pages in words, as JSON and as a workbook."""

import io
import json
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest

from dashboard.cases.csv_list import neutral
from dashboard.cases.list_pages import Mark, read_mark, write_mark
from dashboard.cases.list_rows import COLUMNS, table_page
from dashboard.cases.payloads import CaseTablePage
from dashboard.cases.xlsx_list import MOST_ROWS, refuse_too_many
from dashboard.commands.city_commands import CityCommands
from dashboard.errors import BadParameter
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.settings import Settings
from dashboard.view.number_shown import question_of
from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.values import PlaceInList
from tests.dashboard.screens.conftest import found, texts

SEARCH = "?period=7d&list="
EVENTS = [key for key, metric in Dictionary.read().items() if metric.table == "events"]


def page(city: City, search: str, **given: str) -> CaseTablePage:
    return table_page(city, scene_at(city, "/", search, None), given)


@pytest.mark.parametrize("kpi", Dictionary.read())
def test_every_kpi_lists_its_cases_or_says_that_it_counts_none(city: City, kpi: str) -> None:
    drawn = draw_panel(PANELS["list"], city, "/", f"{SEARCH}{kpi}", None)
    if kpi not in EVENTS:
        assert "此指标统计的不是案件，没有案件清单。" in texts(drawn)
        return
    settings = json.loads(getattr(found(drawn, "case-table")[0], "data-case-table"))
    assert [column["key"] for column in settings["columns"]] == list(COLUMNS)
    number = scene_at(city, "/", f"{SEARCH}{kpi}", None).view.listed
    assert number
    asked = question_of(number, scene_at(city, "/", f"{SEARCH}{kpi}", None))
    assert page(city, f"{SEARCH}{kpi}")["n"] == city.kpis.ask(asked).n


def test_the_list_is_the_same_while_the_moment_of_the_screen_moves_on(city: City) -> None:
    drawn = [draw_panel(PANELS["list"], city, "/", f"{SEARCH}open{rest}", None) for rest in ("", "&case=hand/H1")]
    lists = [json.loads(getattr(found(one, "case-table")[0], "data-case-table"))["listed"] for one in drawn]
    assert lists[0] == lists[1]
    other = draw_panel(PANELS["list"], city, "/", f"{SEARCH}open;area=4101", None)
    assert json.loads(getattr(found(other, "case-table")[0], "data-case-table"))["listed"] != lists[0]


def test_pages_lead_through_all_cases_and_back(city: City) -> None:
    first = page(city, f"{SEARCH}reported", sort="overdue")
    second = page(city, f"{SEARCH}reported", sort="overdue", cursor=first["next"] or "")
    back = page(city, f"{SEARCH}reported", sort="overdue", cursor=second["previous"] or "")
    last = page(city, f"{SEARCH}reported", sort="overdue", cursor=first["last"] or "")
    assert first["previous"] is None
    assert back["rows"] == first["rows"]
    assert not {row["id"] for row in first["rows"]} & {row["id"] for row in second["rows"]}
    assert second["said"].startswith("第 101–200 件，共")
    assert last["next"] is None
    assert len(last["rows"]) == 100


def test_the_words_of_channels_and_statuses_are_found(city: City) -> None:
    listed = page(city, f"{SEARCH}reported", q="市民应用")
    assert listed["rows"]
    assert {row["cells"]["channel"] for row in listed["rows"]} == {"市民应用"}


def test_words_must_all_be_found_and_columns_are_filtered_apart(city: City) -> None:
    both = page(city, f"{SEARCH}reported", q="噪声　水务")
    apart = page(city, f"{SEARCH}reported", within="category=噪声;department=水务")
    assert both["rows"] == apart["rows"] != []
    assert both["said"] == apart["said"]
    assert page(city, f"{SEARCH}reported", within="department=噪声")["n"] == 0
    closed = page(city, f"{SEARCH}reported", within="status=结案;number=C")
    assert closed["rows"]
    assert all("结案" in row["cells"]["status"] for row in closed["rows"])
    for wrong in ("colour=red", "department"):
        with pytest.raises(BadParameter, match="none of"):
            page(city, f"{SEARCH}reported", within=wrong)
    with pytest.raises(BadParameter, match="at most 8"):
        page(city, f"{SEARCH}reported", q="a b c d e f g h i")


def test_pages_of_the_api_hold_the_same_cases(city: City) -> None:
    listed = page(city, f"{SEARCH}open;area=4101")
    given = dict(parse_qsl(urlsplit(listed["csv"]).query)) | {"format": "json"}
    answers = CityCommands(city, Settings())
    api = answers.case_page(given)
    assert (api["n"], [case["source_id"] for case in api["cases"]]) == (
        listed["n"],
        [row["id"] for row in listed["rows"]],
    )
    assert api["n"] == "".join(answers.cases(given)).count("\n") - 1
    more = answers.case_page({**given, "limit": "7", "cursor": api["next"] or ""})
    assert len(more["cases"]) <= 7


def test_a_workbook_holds_the_cases_with_times_of_the_city_and_texts_that_are_no_formulas(city: City) -> None:
    given = {"key": "open", "area": "4101"}
    answers = CityCommands(city, Settings())
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answers.cases_as_workbook(given))))
    rows = list(book.active.iter_rows(values_only=True)) if book.active else []
    assert len(rows) == 1 + city.kpis.case_count(scene_question(city, "open;area=4101"))
    heading = [str(name) for name in rows[0]]
    departments = {row[heading.index("department")] for row in rows[1:]}
    assert "'=cmd()" in departments
    assert "=cmd()" not in departments
    assert isinstance(rows[1][heading.index("reported_at")], datetime)
    cells = [cell for line in book.active.iter_rows() for cell in line] if book.active else []
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def scene_question(city: City, number: str) -> Question:
    scene = scene_at(city, "/", f"?period=all&list={number}", None)
    assert scene.view.listed
    return question_of(scene.view.listed, scene)


@pytest.mark.parametrize("start", ["\u00a0", "\u3000", "\u200b", " \u00a0\ufeff"])
@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_no_blank_hides_a_formula(start: str, sign: str) -> None:
    assert neutral(f"{start}{sign}1") == f"'{start}{sign}1"


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    refuse_too_many(MOST_ROWS)
    with pytest.raises(BadParameter, match="csv"):
        refuse_too_many(MOST_ROWS + 1)


def test_a_mark_is_read_as_it_was_written_and_nothing_else_is_one() -> None:
    mark = Mark(PlaceInList("来源", "a/b;c", datetime(2026, 11, 1, 8, 0, 0, 123456)), True, 300)  # noqa: DTZ001
    assert read_mark(write_mark(mark)) == mark
    for wrong in ("x", "W10", "bnVsbA", "W1sxXSx0cnVlLDFd", "é", write_mark(mark)[:-3]):
        with pytest.raises(BadParameter):
            read_mark(wrong)
