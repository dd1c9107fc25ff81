import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard.display.kpi_choice import ANALYST, chosen
from dashboard.map.cell_values import reference_moment, shown
from dashboard.map.legend import class_words
from dashboard.screens.drawings import digest_of
from dashboard.screens.panel_registry import ANALYST_CARDS, PANELS, WALL_CARDS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_as_of
from dashboard.view.stamps import BrowserStamp, parse_stamp
from queries.kpis.dictionary import STANDARD_DICTIONARY, Dictionary
from queries.scope import WHOLE_CITY
from tests.dashboard.screens.conftest import found, texts
from tests.dashboard.screens.fake_city import NASTY, NOON, FakeCity

EVERY_LEVEL = ["", "?area=4101", "?area=410101", "?area=41010101", "?area=4101010101", "?area=410101010101"]


@pytest.mark.parametrize("search", EVERY_LEVEL)
@pytest.mark.parametrize("key", PANELS)
def test_every_panel_draws_at_every_level_and_says_where_it_belongs(city: FakeCity, key: str, search: str):
    drawn = draw_panel(PANELS[key], city, "/", search, None)
    assert getattr(drawn, "data-area") == (search.removeprefix("?area=") or "41")
    assert getattr(drawn, "data-search") == search
    assert getattr(drawn, "aria-label")


@pytest.mark.parametrize("key", PANELS)
def test_every_panel_draws_for_a_city_that_can_answer_nothing(key: str):
    city = FakeCity(unanswerable=frozenset(FakeCity().dictionary))
    assert draw_panel(PANELS[key], city, "/", "", None) is not None


@pytest.mark.parametrize("kpi", FakeCity().dictionary)
@pytest.mark.parametrize("search", ["", "&lang=en&theme=light"])
def test_every_kpi_can_be_chosen(city: FakeCity, kpi: str, search: str):
    for key in ("map", "trend", "ranking", "category", "hours", "controls", "card-0"):
        draw_panel(PANELS[key], city, "/", f"?kpi={kpi}{search}", None)


@pytest.mark.parametrize("search", EVERY_LEVEL)
def test_map_and_not_placed_make_the_number_on_the_card(city: FakeCity, search: str):
    card = draw_panel(PANELS["card-0"], city, "/", search, None)
    line = found(draw_panel(PANELS["map"], city, "/", search, None), "reconciled")[0]
    placed, not_placed = int(getattr(line, "data-placed")), int(getattr(line, "data-not-placed"))
    assert placed + not_placed == int(getattr(card, "data-value"))
    assert line.children == f"地图 {placed:,} + 未落格 {not_placed:,} = {placed + not_placed:,}"


def test_a_card_shows_value_change_and_n(city: FakeCity):
    shown = " ".join(texts(draw_panel(PANELS["card-4"], city, "/", "", None)))
    assert "按期结案率" in shown
    assert "个百分点" in shown
    assert "较昨日 12:00" in shown
    assert "n = " in shown


def test_a_card_without_data_says_so_and_shows_no_zero():
    city = FakeCity(unanswerable=frozenset(ANALYST.at_once[1:]))
    shown = texts(draw_panel(PANELS["card-1"], city, "/", "", None))
    assert "数据源未提供此项数据" in shown
    assert not any(text.startswith("0") for text in shown)


def test_cards_that_can_be_answered_come_first():
    city = FakeCity(unanswerable=frozenset({"open", "satisfaction", "first_dispatch"}))
    keys = chosen(city, WHOLE_CITY, ANALYST.ripe, len(ANALYST_CARDS))
    assert keys[:2] == ("reported", "overdue_open")
    assert not set(keys) & city.unanswerable


def test_a_running_day_shows_only_kpis_that_are_ripe_by_then(city: FakeCity):
    cards = [PANELS[key] for key in (*ANALYST_CARDS, *WALL_CARDS["dispatch"], *WALL_CARDS["assess"])]
    today = {text for card in cards for text in texts(draw_panel(card, city, "/", "?period=today", None))}
    month = {text for card in cards for text in texts(draw_panel(card, city, "/", "?period=30d", None))}
    assert {"办结率", "首派准确率"} <= month - today
    assert {"按期结案率", "签收及时率"} <= today


def test_few_cases_stand_apart_from_the_ranking(city: FakeCity):
    city.profile = replace_minimum(city, 20)
    drawn = draw_panel(PANELS["ranking"], city, "/", "?kpi=satisfaction", None)
    ranked, apart = found(drawn, "rows")[0], found(drawn, "apart")[0]
    assert len(rows(ranked)) + len(rows(apart)) == 16
    sizes = [int(text.removeprefix("n = ").replace(",", "")) for text in texts(apart) if text.startswith("n = ")]
    assert sizes
    assert max(sizes) < 20
    assert "样本不足 20 件，不参加排名" in texts(drawn)


def rows(listed: Component) -> list[dict[str, Any]]:
    return json.loads(getattr(listed, "data-list"))


def replace_minimum(city: FakeCity, least: int):
    return city.profile.model_copy(update={"minimum_cases": least})


def test_text_from_outside_stays_text(city: FakeCity):
    drawn = draw_panel(PANELS["newest"], city, "/", "", None)
    assert NASTY in texts(drawn)


def test_a_drawing_whose_numbers_did_not_change_has_the_same_digest(city: FakeCity):
    def digest(search: str = "") -> str:
        return digest_of(draw_panel(PANELS["card-0"], city, "/", search, None), search)

    before = digest()
    city.moment = NOON + timedelta(seconds=30)
    assert digest() == before
    assert digest("?lang=en").split("-")[0] != before.split("-")[0]
    city.version = 2
    assert digest() != before
    assert digest().split("-")[0] == before.split("-")[0]


def test_notices_name_what_the_address_got_wrong(city: FakeCity):
    shown = texts(draw_panel(PANELS["header"], city, "/", "?area=nowhere&period=never", None))
    assert "地址中的区域「nowhere」不存在，已显示全市。" in shown
    assert "地址中的时段「never」无法识别，已用默认时段。" in shown


@pytest.mark.parametrize("screen", ["/", "/wall", "/sources", "/dictionary"])
def test_simulated_data_are_labelled_on_every_screen(city: FakeCity, screen: str):
    assert "模拟数据" in texts(draw_panel(PANELS["header"], city, screen, "", None))
    city.profile = city.profile.model_copy(update={"simulated": False})
    assert "模拟数据" not in texts(draw_panel(PANELS["header"], city, screen, "", None))


def test_a_city_on_a_data_clock_says_what_it_opened_on():
    city = FakeCity(opening=(date(2026, 10, 1), date(2026, 10, 31), "month"))
    scene = scene_as_of(city, "/", "", NOON)
    assert (scene.period.start, scene.period.end, scene.opened) == (date(2026, 10, 1), date(2026, 10, 31), True)
    shown = " ".join(texts(draw_panel(PANELS["header"], city, "/", "", None)))
    assert "已打开最后一个有上报的完整时段：2026-10-01 – 2026-10-31" in shown


def test_map_colours_stand_still_within_an_hour_and_are_the_same_for_everybody(city: FakeCity):
    early, late = (scene_as_of(city, "/", "", NOON + timedelta(minutes=minutes)) for minutes in (10, 50))
    assert reference_moment(early) == reference_moment(late)
    assert shown(city, early, 1).breaks == shown(city, late, 1).breaks
    drilled = scene_as_of(city, "/", "?area=4101", NOON)
    assert shown(city, drilled, 1).breaks == shown(city, early, 1).breaks


def test_the_map_is_told_where_up_and_down_lead(city: FakeCity):
    street = json.loads(getattr(draw_panel(PANELS["map"], city, "/", "?area=410101&lang=en", None), "data-map"))
    assert street["up"] == "/?area=4101&lang=en"
    assert street["down"].replace(street["place"], "41010101") == "/?area=41010101&lang=en"
    leaf = json.loads(getattr(draw_panel(PANELS["map"], city, "/", "?area=410101010101", None), "data-map"))
    assert leaf["down"] is None
    assert list(leaf["values"]) == ["410101010101"]


def test_a_stamp_from_the_browser_fixes_the_moment(city: FakeCity):
    assert parse_stamp(f"1.{int(NOON.timestamp()) - 60}", city.stamp()).as_of == NOON - timedelta(seconds=60)
    for nonsense in (None, "", "1", "1.x", "1.99999999999999999999", "1.99999999999", "٣.5", "1.-99999999999"):
        assert parse_stamp(nonsense, city.stamp()) == BrowserStamp(1, NOON)


def test_the_moment_of_the_address_wins_over_the_stamp(city: FakeCity):
    scene = scene_as_of(city, "/", "?as_of=2026-11-10T12:00", NOON)
    assert scene.now.as_of.isoformat() == "2026-11-10T12:00:00+08:00"
    assert scene.period.start == date(2026, 11, 10)


def test_the_dictionary_page_has_a_row_for_every_kpi(city: FakeCity):
    city.unanswerable = frozenset({"satisfaction"})
    drawn = draw_panel(PANELS["definitions"], city, "/dictionary", "", None)
    shown = texts(drawn)
    assert all(metric.zh in shown for metric in city.kpis.dictionary.values())
    assert shown.count("数据源未提供") == 1


def test_a_chosen_denominator_reaches_the_question_of_the_chosen_kpi_only(city: FakeCity):
    scene = scene_as_of(city, "/", "?kpi=closing_rate&denominator=due", NOON)
    assert scene.question("closing_rate").denominator == "due"
    assert scene.question("reported").denominator is None
    assert replace(scene.question("closing_rate"), denominator=None) == replace(
        scene, view=replace(scene.view, denominator=None)
    ).question("closing_rate")


def test_nothing_is_compared_with_a_time_before_the_first_case(city: FakeCity):
    city.first_reported = NOON - timedelta(days=10)
    assert "较昨日 12:00" in texts(draw_panel(PANELS["card-0"], city, "/", "", None))
    shown = texts(draw_panel(PANELS["card-0"], city, "/", "?period=7d", None))
    assert "无可比数据" in shown


def test_a_kpi_added_as_one_table_is_on_the_screens(city: FakeCity, tmp_path: Path):
    table = tmp_path / "metrics.toml"
    table.write_text(
        '[lamp_cases]\nzh = "路灯案件"\nen = "Street lamps"\nkind = "count"\npopulation = "true"\nbasis = "R"\n'
        'unit = "case"\nformula_zh = "路灯"\nformula_en = "lamps"\n',
        encoding="utf-8",
    )
    city.dictionary = Dictionary.read(STANDARD_DICTIONARY, table)
    assert "路灯案件" in texts(draw_panel(PANELS["definitions"], city, "/dictionary", "", None))
    assert "路灯案件" in texts(draw_panel(PANELS["controls"], city, "/", "", None))
    for key in ("ranking", "trend", "map"):
        assert "路灯案件" in " ".join(texts(draw_panel(PANELS[key], city, "/", "?kpi=lamp_cases", None))), key


def test_a_kpi_without_cases_yet_says_what_it_was_on_the_last_day_that_had_some():
    city = FakeCity(quiet=frozenset({"satisfaction"}))
    shown = texts(draw_panel(PANELS["assess-0"], city, "/wall", "", None))
    assert "—" in shown
    assert any(re.fullmatch(r"暂无案件 · 11-19：\d\d\.\d%", text) for text in shown)


def test_a_city_without_any_load_says_so_instead_of_blaming_its_sources():
    city = FakeCity(unanswerable=frozenset(FakeCity().dictionary), is_empty=True)
    for key in ("card-0", "ranking", "trend", "map"):
        assert "尚未装入数据" in texts(draw_panel(PANELS[key], city, "/", "", None)), key


@pytest.mark.parametrize(
    ("screen", "search", "title"),
    [
        ("/", "", "小城城市运行 · 一屏"),
        ("/", "?area=4101", "第1区县 · 小城城市运行 · 一屏"),
        ("/wall", "?area=4101", "大屏 · 第1区县 · 小城城市运行 · 一屏"),
        ("/dictionary", "?area=4101", "指标字典 · 小城城市运行 · 一屏"),
    ],
)
def test_a_tab_says_screen_area_and_city(city: FakeCity, screen: str, search: str, title: str):
    assert getattr(draw_panel(PANELS["header"], city, screen, search, None), "data-document-title") == title


def test_classes_of_a_few_cases_name_the_number_that_they_hold(city: FakeCity):
    scene = scene_as_of(city, "/", "?lang=en", NOON)
    assert [class_words(index, (2, 3, 5), "case", scene) for index in range(4)] == [
        "1 case",
        "2 cases",
        "≥ 3 cases",
        "≥ 5 cases",
    ]
    assert [class_words(index, (0.5, 0.6), "ratio", scene) for index in range(3)] == ["< 50%", "≥ 50%", "≥ 60%"]


def test_the_running_day_is_hollow_in_an_open_period_too(city: FakeCity):
    for search, hollow in [("?period=all", True), ("?period=today", True), ("?period=yesterday", False)]:
        chart = found(draw_panel(PANELS["trend"], city, "/", search, None), "chart")[0]
        assert json.loads(getattr(chart, "data-chart"))["partial"] is hollow, search


def test_a_map_without_data_claims_no_zero():
    city = FakeCity(unanswerable=frozenset({"satisfaction"}))
    drawn = draw_panel(PANELS["map"], city, "/", "?kpi=satisfaction", None)
    assert "数据源未提供此项数据" in texts(drawn)
    assert found(drawn, "reconciled") == []
    assert not any("n = 0" in text for text in texts(drawn))


def test_a_legend_of_nothing_has_no_colours(city: FakeCity):
    def legend_of(drawn: Component) -> list[list[Any]]:
        return json.loads(getattr(found(drawn, "legend-classes")[0], "data-legend"))

    assert len(legend_of(draw_panel(PANELS["map"], city, "/", "", None))) > 1
    scene = scene_as_of(city, "/", "", NOON)
    answers = PANELS["map"].ask(city, scene)
    answer = answers.painted.answer
    bare = replace(answers.painted, answer=replace(answer, n=answer.n * 0))
    assert legend_of(PANELS["map"].render(replace(answers, painted=bare), scene)) == [[6, "无案件"]]


@pytest.mark.parametrize("search", EVERY_LEVEL)
def test_the_outlines_are_painted_as_the_cells_under_them(city: FakeCity, search: str):
    scene = scene_as_of(city, "/", search, NOON)
    body = json.loads(getattr(draw_panel(PANELS["map"], city, "/", search, None), "data-map"))
    level = body["cells"]["child"]
    painted = shown(city, scene, level)
    for code, (shade, _) in body["values"].items():
        row = painted.answer.area_id.tolist().index(city.tree.number_of_code[code])
        assert shade == (-1 if painted.shades[row] == 6 else painted.shades[row])


def test_the_level_of_the_map_is_in_the_address(city: FakeCity):
    body = json.loads(getattr(draw_panel(PANELS["map"], city, "/", "?level=street", None), "data-map"))
    assert (body["cells"]["level"], body["cells"]["child"]) == (2, 1)
    assert json.loads(getattr(draw_panel(PANELS["map"], city, "/", "", None), "data-map"))["cells"]["level"] is None
    assert any("层级：街道" in text for text in texts(draw_panel(PANELS["controls"], city, "/", "?level=street", None)))
    assert "没有层级「village」" in " ".join(texts(draw_panel(PANELS["header"], city, "/", "?level=village", None)))
