"""What a briefing says: every number of it is asked again here, over the questions that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest

from dashboard.briefings.composing.again import composed_again, numbers_of
from dashboard.briefings.composing.area_map import map_shown
from dashboard.briefings.composing.briefing_scene import briefing_scene
from dashboard.briefings.composing.composing import composed
from dashboard.briefings.composing.kpi_figures import kpis_found
from dashboard.commands.normal_answers import with_normal
from dashboard.errors import BadParameter, NotFound
from dashboard.screens.scenes import scene_at
from dashboard.screens.screen_registry import REGISTRY
from dashboard.view.question_parameters import question
from geodata.errors import UnknownArea
from queries.city import City
from queries.kpis.normal.band import Band
from queries.recurring_kinds.kind import KindCases
from queries.values import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.cities.steerable_clock import SteerableClock
from tests.dashboard.briefings.conftest import WEEKLY
from tests.queries.recurring_kinds.kind_acts import judge

Said = Mapping[str, Any]


def answered(city: City, number: Said, of: str = "of") -> float | int | None:
    """The value of a number by its question; of a part of a breakdown that of its row."""
    asked = {name: text for name, text in number[of].items() if name != "normal"}
    answer = city.kpis.ask(question(asked, city))
    if not number["row"]:
        return answer.value
    return next((row.value for row in answer.rows if row.code == number["row"]), None)


def places(document: Said) -> list[Said]:
    return [document, *document["areas"]]


def tables(document: Said) -> Iterator[Said]:
    for place in places(document):
        yield from place["tables"]


def test_every_figure_is_the_answer_to_its_question(city: City, weekly: Said) -> None:
    figures = [one for place in places(weekly) for one in place["figures"]]
    assert len(figures) >= 12
    for one in figures:
        assert city.kpis.ask(question(one["of"], city)).value == one["value"], one["name"]
        if one["before_of"] and one["before"] is not None:
            assert city.kpis.ask(question(one["before_of"], city)).value == one["before"], one["name"]


def test_every_number_in_a_sentence_is_computed_again(city: City, weekly: Said) -> None:
    sentences = [one for place in places(weekly) for one in place["sentences"]]
    quoted = [(one, number) for one in sentences for number in one["numbers"]]
    assert quoted
    for one, number in quoted:
        assert number["text"] in one["text"]
        if number["part_of"] == "band":
            asked = question({name: text for name, text in number["of"].items() if name != "normal"}, city)
            answer = city.kpis.ask(asked)
            band = with_normal(city, asked, answer, answer.as_json())["normal"]
            assert number["value"] == band["low"], one["text"]
        elif number["part_of"] == "value":
            before = (answered(city, number, "minus") or 0) if number["minus"] else 0
            assert number["value"] == pytest.approx((answered(city, number) or 0) - before), one["text"]


def test_every_cell_is_the_answer_to_its_question_and_areas_add_up(city: City, weekly: Said) -> None:
    cells = [cell for table in tables(weekly) for row in table["rows"] for cell in row if cell["of"]]
    assert len(cells) > 50
    for cell in cells:
        assert (answered(city, cell) or 0) == cell["value"], cell
    [areas] = [table for table in weekly["tables"] if table["key"] == "areas"]
    reported = [row[1]["value"] or 0 for row in areas["rows"]]
    assert areas["columns"][1]["unit"] == "case"
    assert sum(reported[:-1]) == reported[-1] > 0


def test_map_and_trend_are_answers_too(city: City, weekly: Said) -> None:
    for drawn, parts in ((weekly["map"], "areas"), (weekly["trend"], "days")):
        rows = {row.code: row.value for row in city.kpis.ask(question(drawn["of"], city)).rows}
        if parts == "areas":
            assert {one["code"]: one["value"] for one in drawn["areas"]}.items() <= rows.items()
        else:
            assert dict(zip(drawn["days"], drawn["values"], strict=True)) == rows
        assert drawn["drawing"].startswith("<svg ")


def test_the_changes_add_up_to_the_whole(weekly: Said) -> None:
    [changes] = [table for table in weekly["tables"] if table["key"] == "changes"]
    first = weekly["figures"][0]
    assert sum(row[3]["value"] for row in changes["rows"]) == first["value"] - first["before"]


def test_a_district_that_stands_out_has_a_page(weekly: Said) -> None:
    assert weekly["areas"]
    assert weekly["watched"]
    assert [area["code"] for area in weekly["areas"]] == [one["area"] for one in weekly["watched"]]
    assert all(area["name"] in weekly["headline"] for area in weekly["areas"][:2])


def test_the_same_in_english(city: City, weekly: Said) -> None:
    english = composed(city, REGISTRY, {**WEEKLY, "lang": "en"}).as_json()
    assert [value for _, value in numbers_of(english)] == [value for _, value in numbers_of(weekly)]
    assert english["title"] == "Weekly report"
    assert (english["stamp"]["place"], weekly["stamp"]["place"]) == ("Little City", city.tree.root.name)
    chinese = [text for text in (english["headline"], *(one["text"] for one in english["sentences"])) if "高于" in text]
    assert not chinese


def test_every_briefing_can_be_composed(city: City) -> None:
    for key in ("daily", "monthly", "thursday", "supervision"):
        made = composed(city, REGISTRY, {"briefing": key}).as_json()
        assert made["figures"], key
        assert made["tables"], key


def test_what_is_not_understood_is_refused(city: City) -> None:
    with pytest.raises(BadParameter, match="none of daily"):
        composed(city, REGISTRY, {"briefing": "yearly"})
    with pytest.raises(BadParameter, match="period"):
        composed(city, REGISTRY, {"briefing": "weekly", "from": "2026-01-01"})
    with pytest.raises(UnknownArea):
        composed(city, REGISTRY, {"briefing": "weekly", "area": "nowhere"})
    with pytest.raises(BadParameter, match="not understood"):
        composed(city, REGISTRY, {"briefing": "weekly", "period": "soon"})


def test_an_altered_document_is_refused_in_a_sentence(city: City, weekly: dict[str, Any]) -> None:
    every: tuple[dict[str, Any], ...] = (
        {"stamp": {}},
        {"figures": [1]},
        {"tables": [{"rows": 3}]},
        {"stamp": {"asked": 5, "made_by": ""}},
    )
    for altered in every:
        with pytest.raises(NotFound, match="altered"):
            composed_again(city, REGISTRY, {**weekly, **altered})


def test_it_says_the_same_after_corrections_and_which_cases_changed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    clock = SteerableClock(NOON)
    folder = tmp_path_factory.mktemp("again")
    with build_city(folder, "little", cases=history(), clock=clock) as opened:
        made = composed(opened, REGISTRY, {"briefing": "weekly", "period": "yesterday"}).as_json()
        same = composed_again(opened, REGISTRY, made)
        assert (same["different"], same["since"]) == ([], [])
        assert same["numbers"] > 100
        clock.moment += timedelta(hours=1)
        yesterday = (NOON - timedelta(days=1)).isoformat()
        deliver(opened, "events", {"source_id": "late-1", "reported_at": yesterday, "title": "arrived later"})
        again = composed_again(opened, REGISTRY, made)
        assert again["different"] == []
        reported = next(one for one in again["since"] if one["kpi"] == "reported")
        assert reported["is"] == reported["was"] + 1
        assert (reported["changed"], reported["cases"][0]["id"]) == (1, "late-1")


def test_an_area_of_nothing_bad_has_the_lowest_shade_and_one_of_few_cases_none(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share of 0 % is known: it was hatched like areas of which nothing is."""
    scene = briefing_scene(city, scene_at(city, "/briefing", "?period=30d", None), stocks_at_end=True)
    answer = city.kpis.ask(question({"key": "closed_on_time", "by": "area"}, city))
    values = [(0.0, 50), (0.5, 50), (0.9, 1), *[(0.7, 50)] * len(answer.rows)]
    rows = [replace(row, value=value, n=n) for row, (value, n) in zip(answer.rows, values, strict=False)]
    made = replace(answer, status="ok", is_unripe=False, rows=tuple(replace(row, is_unripe=False) for row in rows))
    monkeypatch.setattr(city.kpis, "ask", lambda _: made)
    shown = map_shown(city, scene, ("closed_on_time", None))
    assert shown
    shades = {one.code: one.shade for one in shown.areas}
    none, half, few = (shades[row.code] for row in rows[:3])
    assert few is None
    assert none is not None
    assert half is not None
    assert none <= half


def test_agenda_and_supervision_are_asked_once_for_sentence_and_table(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    agenda, stages = Mock(wraps=city.governance.agenda), Mock(wraps=city.governance.stages)
    monkeypatch.setattr(city.governance, "agenda", agenda)
    monkeypatch.setattr(city.governance, "stages", stages)
    for key in ("thursday", "supervision"):
        composed(city, REGISTRY, {"briefing": key})
    assert (agenda.call_count, stages.call_count) == (1, 1)


def test_what_no_data_say_is_not_none(city: City) -> None:
    """Years before the data: no case stood for a meeting, said the pack, as if that were known."""
    before = "2020-01-06T08:00:00+08:00"
    for key in ("thursday", "supervision"):
        made = composed(city, REGISTRY, {"briefing": key, "as_of": before, "lang": "en"}).as_json()
        assert "not known" in made["headline"], made["headline"]
        [table] = [one for one in made["tables"] if one["key"] in ("agenda", "supervision")]
        assert (table["rows"], " 0" in table["note"]) == ((), False), table["note"]
    weekly = composed(city, REGISTRY, {**WEEKLY, "as_of": before}).as_json()
    assert "agenda" not in [one["key"] for one in weekly["tables"]], "a meeting of which nobody knows a case"


SOON = "2026-10-10T09:00:00+08:00"
"""Three weeks after the first case of the city."""


def test_what_a_note_says_at_length_is_not_said_in_each_figure(city: City) -> None:
    """Soon after the data begin stocks may be too low, which filled two figures of five with the same five lines."""
    made = composed(city, REGISTRY, {**WEEKLY, "as_of": SOON, "lang": "en"}).as_json()
    stocks = [one for one in made["figures"] if one["kpi"] in ("open", "overdue_open")]
    assert [one["change"] for one in stocks] == ["not compared (see Note)"] * 2
    notes = " ".join(one["text"] for one in made["caveats"] if "May be too low" in one["text"])
    assert all(one["name"] in notes for one in stocks), notes


def test_stocks_of_a_week_that_is_over_are_those_of_its_end(city: City) -> None:
    """They stood beside the numbers of the week as of whenever the report was made."""
    at = {"as_of": "2026-11-19T09:00:00+08:00", "lang": "en"}
    made = composed(city, REGISTRY, {"briefing": "weekly", **at}).as_json()
    figures = {one["kpi"]: one for one in made["figures"]}
    for key in ("open", "overdue_open"):
        one = figures[key]
        assert one["of"]["as_of"] == "2026-11-15T23:59:59.999999+08:00"
        assert one["before_of"]["as_of"] == "2026-11-08T23:59:59.999999+08:00"
        assert one["value"] == city.kpis.ask(question(one["of"], city)).value
        assert one["basis"] == "as of 2026-11-15"
        assert "as_of=2026-11-15" in one["address"]
    assert figures["reported"]["of"]["as_of"] == at["as_of"]
    [overdue] = [one for one in made["tables"] if one["key"] == "overdue"]
    assert "As of 2026-11-15 23:59" in overdue["note"]
    supervision = composed(city, REGISTRY, {"briefing": "supervision", **at}).as_json()
    assert supervision["figures"][0]["of"]["as_of"] == at["as_of"]


def test_a_headline_says_nothing_else_than_its_page(city: City, weekly: Said) -> None:
    english = composed(city, REGISTRY, {**WEEKLY, "lang": "en"}).as_json()
    for made, normal in ((weekly, "未见异常"), (english, "worse than normal")):
        for place in places(made):
            worse = [one for one in place["figures"] if one["mark"] in ("worse", "outside")]
            assert (normal in place["headline"]) <= (not worse), place["headline"]
            assert all(one["name"] in place["headline"] for one in worse[:3]), place["headline"]
    for area, watched in zip(weekly["areas"], weekly["watched"], strict=True):
        assert area["headline"].startswith(watched["reason"])


def test_days_are_said_as_people_say_them(city: City) -> None:
    said = {
        "2026-11-09..2026-11-15": ("11月9日至15日", "9–15 November"),
        "2026-10-28..2026-11-03": ("10月28日至11月3日", "28 October to 3 November"),
        "2026-11-10..2026-11-10": ("11月10日", "10 November"),
        "2026-10-01..2026-10-31": ("10月", "October"),
        "2025-12-29..2026-01-04": ("2025年12月29日至2026年1月4日", "29 December 2025 to 4 January 2026"),
        "2025-02-03..2025-02-09": ("2025年2月3日至9日", "3–9 February 2025"),
    }
    for period, expected in said.items():
        for language, days in zip(("zh-CN", "en"), expected, strict=True):
            made = composed(city, REGISTRY, {"briefing": "daily", "period": period, "lang": language})
            assert made.headline.startswith(days), made.headline


def test_kinds_that_were_confirmed_in_the_period_are_told_and_counted_again(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    clock = SteerableClock(NOON)
    with build_city(tmp_path_factory.mktemp("kinds"), "little", cases=history(), clock=clock) as opened:
        root = opened.tree.root.code
        noise, trees = (KindCases(root, (("category1", one),)) for one in ("噪声扰民", "园林绿化"))
        day = timedelta(days=1)
        judge(opened, noise, name="夜间施工", happened_at=NOON - day)
        judge(opened, trees, name="行道树", happened_at=NOON - 9 * day)
        clock.moment += timedelta(minutes=1)
        judge(opened, trees, name="行道树枯死", happened_at=NOON - day)
        clock.moment += timedelta(minutes=1)
        made = composed(opened, REGISTRY, {"briefing": "weekly", "period": "7d"}).as_json()
        [said] = [one for one in made["sentences"] if "一类事" in one["text"]]
        assert "夜间施工" in said["text"]
        assert f"kind={noise.key}" in said["address"]
        known = datetime.fromisoformat(said["numbers"][0]["of"]["recorded_as_of"])
        found = opened.recurring_kinds.one(noise.key, clock.moment, known, scope=WHOLE_CITY)
        assert found
        assert [one["value"] for one in said["numbers"]] == [found.count.n, found.count.open, found.count.again]
        assert found.count.n > 0
        assert composed_again(opened, REGISTRY, made)["different"] == []


def test_nothing_is_outside_of_a_band_that_it_reads_as_the_end_of(city: City) -> None:
    """3.98 days, above normal (3.33–3.98 days)."""
    scene = briefing_scene(city, scene_at(city, "/briefing", "?period=7d&lang=en", None), stocks_at_end=True)
    [found] = kpis_found(city, scene, [("reported", None)])
    assert found.normal
    assert found.normal.earlier
    for high, place in ((100.4, "inside"), (99.4, "above")):
        value = replace(found.value, value=100.49, is_unripe=False, is_incomplete=False, n=100)
        normal = replace(found.normal, band=Band(90.0, 95.0, high), least_n=0)
        assert replace(found, value=value, normal=normal).place == place
