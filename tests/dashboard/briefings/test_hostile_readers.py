"""What a distrustful reader finds: titles that are not true, sums that count twice, pages that are not the newest."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from flask import Flask
from pypdf import PdfReader

from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles.visitor import Visitor
from dashboard.briefings.briefing_files import briefing_file, document_of, sheet_of
from dashboard.briefings.city_briefings import OWN_BRIEFINGS
from dashboard.briefings.composing.again import composed_again
from dashboard.briefings.composing.composing import composed
from dashboard.briefings.held_briefings import HeldBriefings
from dashboard.errors import BadParameter
from dashboard.screens.screen_registry import REGISTRY
from dashboard.view.question_parameters import question
from queries.calendar.clock import Clock
from queries.city import City
from queries.values import LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.little.cases import CASES, NOON, case_table
from tests.dashboard.briefings.conftest import WEEKLY

NOISE = LineOfBusiness("噪声", "Noise", ("噪声扰民",))


@contextmanager
def asked_by(visitor: Visitor) -> Iterator[None]:
    with Flask(__name__).app_context():
        set_request_visitor(visitor)
        yield


def table(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    [found] = [one for one in document["tables"] if one["key"] == key]
    return dict(found)


def test_a_whole_city_has_no_report_of_a_district(city: City) -> None:
    with pytest.raises(BadParameter, match="area: this briefing is of one 区县"):
        composed(city, REGISTRY, {"briefing": "district"})


def test_a_city_without_a_case_says_that_none_can_be_filled(tmp_path: Path) -> None:
    with build_city(tmp_path, cases=(), clock=NOON) as empty, pytest.raises(BadParameter, match="load cases first"):
        composed(empty, REGISTRY, WEEKLY)


def test_a_case_that_meets_several_rules_is_left_to_do_once(city: City) -> None:
    loops = table(composed(city, REGISTRY, {"briefing": "monthly"}).as_json(), "loops")
    assert "纪检监察监督" in [row[0]["text"] for row in loops["rows"]]
    for name, pending, *_ in loops["rows"]:
        assert city.kpis.ask(question(pending["of"], city)).value == pending["value"], name["text"]


def test_of_a_count_that_is_known_a_part_without_cases_has_none(weekly: Mapping[str, Any]) -> None:
    shown = table(weekly, "category")
    counts = [at for at, column in enumerate(shown["columns"]) if column["unit"] == "case"]
    texts = {row[at]["text"] for row in shown["rows"] for at in counts}
    assert "0件" in texts
    assert "—" not in texts


def test_of_an_open_period_no_title_names_a_comparison(city: City) -> None:
    changes = table(composed(city, REGISTRY, {**WEEKLY, "period": "all"}).as_json(), "changes")
    assert changes["title"] == "上报数的变化构成"


def test_who_may_see_some_lines_of_business_is_not_told_that_there_is_no_alarm(city: City) -> None:
    visitor = Visitor("li", "10.0.0.9", frozenset({"list_cases"}), Scope(lines_of_business=(NOISE,)))
    with asked_by(visitor):
        made = composed(city, REGISTRY, {"briefing": "daily"}).as_json()
    assert "没有未处理完" not in table(made, "alarms")["note"]
    asked = question(made["figures"][0]["of"], city)
    assert 0 < made["figures"][0]["value"] < (city.kpis.ask(asked).value or 0)


def test_pages_are_those_of_the_present_file_and_of_what_the_asker_may(city: City) -> None:
    held = HeldBriefings(city, REGISTRY)
    given = {"briefing": "thursday", "as_of": NOON.isoformat()}
    own = city.ground.folder / OWN_BRIEFINGS
    assert held.document(given)["title"] == "三跨会商材料"
    try:
        own.write_text('[thursday]\nzh = "周四材料"\n', encoding="utf-8")
        assert held.document(given)["title"] == "周四材料"
    finally:
        own.unlink()
    with asked_by(Visitor("li", "10.0.0.9")):
        assert "没有打开案件的权限" in table(held.document(given), "agenda")["note"]
    with asked_by(Visitor("li", "10.0.0.9", frozenset({"command"}))):
        assert "没有打开案件的权限" not in table(held.document(given), "agenda")["note"]


def test_pages_of_data_that_have_ended_follow_what_is_loaded_later(tmp_path: Path) -> None:
    """The clock of such a city stands, so that a later correction has the same address."""
    with build_city(tmp_path, "little", clock=Clock("data")) as city:
        held, given = HeldBriefings(city, REGISTRY), {"briefing": "daily", "period": "7d"}
        before = held.document(given)["figures"][0]["value"]
        assert held.document(given)["figures"][0]["value"] == before
        city.acts.load_table(case_table().slice(CASES - 10), "other")
        assert held.document(given)["figures"][0]["value"] == before + 10


def test_of_reports_that_have_ended_the_last_days_with_reports_are_told(tmp_path: Path) -> None:
    """A case closed long after the last report does not make a daily report of a day of which nothing is known."""
    made = case_table()
    closings = [(NOON + timedelta(days=90)).replace(tzinfo=None), *[None] * (CASES - 1)]
    cases = made.append_column("closed_at", pa.array(closings, pa.timestamp("us")))
    clock = Clock("data", wall=lambda: NOON + timedelta(days=100))
    with build_city(tmp_path, "little", cases=cases, clock=clock) as city:
        last_day = composed(city, REGISTRY, {"briefing": "daily"}).as_json()
        week = composed(city, REGISTRY, {"briefing": "weekly"}).as_json()
        before = composed(city, REGISTRY, {"briefing": "daily", "as_of": "2026-11-20T12:00:00+08:00"}).as_json()
    assert (last_day["stamp"]["period"], week["stamp"]["period"]) == ("2026-11-20", "2026-11-09 – 2026-11-15")
    assert last_day["figures"][0]["value"] > 0
    assert before["stamp"]["period"] == "2026-11-19"


def test_of_what_nobody_knew_yet_nothing_is_judged_and_the_reason_is_said_once(city: City) -> None:
    made = composed(city, REGISTRY, {"briefing": "thursday", "recorded_as_of": "2015-01-01"}).as_json()
    assert {one["value"] for one in made["figures"]} == {None}
    [said] = made["caveats"]
    assert all(one["name"] in said["text"] for one in made["figures"])
    text = "".join(page.extract_text() for page in PdfReader(_pdf(city)).pages)
    assert "没有可判断的数据" in text
    assert "没有明显突出的区域" not in text


def _pdf(city: City) -> io.BytesIO:
    given = {"briefing": "supervision", "recorded_as_of": "2015-01-01"}
    return io.BytesIO(briefing_file(composed(city, REGISTRY, given).as_json(), "pdf", sheet_of("pdf", "a4", 1, "")))


def test_a_file_of_another_city_or_of_other_rules_is_told_apart(city: City) -> None:
    made = composed(city, REGISTRY, {"briefing": "thursday"}).as_json()
    assert composed_again(city, REGISTRY, made)["others"] == []
    stamp = {**made["stamp"], "city": "别的城", "rules": ["cross v0"]}
    others = composed_again(city, REGISTRY, {**made, "stamp": stamp})["others"]
    assert [(one["what"], one["was"]) for one in others] == [("city", "别的城"), ("rules", "cross v0")]


@pytest.mark.parametrize("title", ["yiping", "History", "\u00a0=1+1", "＝cmd|' /C calc'!A0", "@SUM(1)"])
def test_a_title_of_a_city_neither_breaks_the_workbook_nor_is_a_formula(
    tmp_path: Path, weekly: Mapping[str, Any], title: str
) -> None:
    file = tmp_path / "own.xlsx"
    file.write_bytes(briefing_file({**weekly, "title": title}, "xlsx", sheet_of("xlsx", "a4", 1, "")))
    assert document_of(file)["title"] == title
    book = openpyxl.load_workbook(file)
    assert [cell.data_type for row in book.worksheets[0] for cell in row].count("f") == 0
