import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard.display.classes import class_words
from dashboard.display.kpi_choice import ANALYST, chosen
from dashboard.map.cell_values import reference_moment, shown
from dashboard.screens.drawings import digest_of
from dashboard.screens.panel_registry import ANALYST_CARDS, PANELS, WALL_CARDS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_as_of
from dashboard.view.stamps import BrowserStamp, parse_stamp
from queries.calendar.clock import Clock
from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.little.cases import NASTY, NOON
from tests.cities.little.history import history
from tests.dashboard.screens.conftest import found, texts

EVERY_LEVEL = ["", "?area=4101", "?area=410101", "?area=41010101", "?area=4101010101", "?area=410101010101"]


@pytest.mark.parametrize("key", PANELS)
def test_every_panel_draws_at_every_level_and_says_where_it_belongs(city: City, key: str) -> None:
    """Every second level, the next panel at the others."""
    for search in EVERY_LEVEL[[*PANELS].index(key) % 2 :: 2]:
        drawn = draw_panel(PANELS[key], city, "/", search, None)
        assert getattr(drawn, "data-area") == (search.removeprefix("?area=") or "41")
        assert getattr(drawn, "data-search") == search
        assert getattr(drawn, "aria-label"), search


@pytest.mark.parametrize("key", PANELS)
def test_every_panel_draws_for_a_city_that_can_answer_nothing(empty_city: City, key: str) -> None:
    assert not any(empty_city.kpis.answerable(kpi, scope=WHOLE_CITY) for kpi in empty_city.kpis.dictionary)
    assert draw_panel(PANELS[key], empty_city, "/", "", None) is not None


@pytest.mark.parametrize("kpi", Dictionary.read())
def test_every_kpi_can_be_chosen(city: City, kpi: str) -> None:
    """In one language and theme or the other, the next KPI in the others."""
    search = ("", "&lang=en&theme=light")[[*city.kpis.dictionary].index(kpi) % 2]
    for key in ("map", "trend", "ranking", "category", "hours", "controls", "card-0"):
        draw_panel(PANELS[key], city, "/", f"?kpi={kpi}{search}", None)


@pytest.mark.parametrize("search", EVERY_LEVEL)
def test_map_and_not_placed_make_the_number_on_the_card(city: City, search: str) -> None:
    card = draw_panel(PANELS["card-0"], city, "/", search, None)
    line = found(draw_panel(PANELS["map"], city, "/", search, None), "reconciled")[0]
    placed, not_placed = int(getattr(line, "data-placed")), int(getattr(line, "data-not-placed"))
    assert placed + not_placed == int(getattr(card, "data-value"))
    assert line.children == f"地图 {placed:,} + 未落格 {not_placed:,} = {placed + not_placed:,}"


def test_a_card_shows_value_change_and_n(city: City) -> None:
    shown = " ".join(texts(draw_panel(PANELS["card-4"], city, "/", "", None)))
    assert "按期结案率" in shown
    assert "个百分点" in shown
    assert "较昨日 12:00" in shown
    assert "n = " in shown


@pytest.mark.parametrize(
    ("search", "name", "wrong"),
    [
        ("?kpi=handling_time&denominator=median", "办理时长中位数", "平均"),
        ("?kpi=handling_time&denominator=median&lang=en", "Median handling time", "mean"),
        ("?kpi=overdue_open&denominator=open", "超期未结（÷ 在办）", "超期未结 "),
    ],
)
def test_an_alternative_of_a_kpi_is_called_what_it_is(city: City, search: str, name: str, wrong: str) -> None:
    for key in ("trend", "ranking", "category", "channel", "map", "card-3" if "overdue" in search else "card-5"):
        said = " ".join(texts(draw_panel(PANELS[key], city, "/", search, None)))
        assert name in said, key
        assert wrong not in said, key


@pytest.fixture(scope="module")
def reported_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city whose source tells when and where something was reported, and nothing of what became of it."""
    cases = history().select(["source_id", "reported_at", "lon", "lat"])
    with build_city(tmp_path_factory.mktemp("reported"), "little", cases=cases, clock=NOON) as opened:
        yield opened


def test_a_card_without_data_says_so_and_shows_no_zero(reported_only: City) -> None:
    shown = texts(draw_panel(PANELS["card-1"], reported_only, "/", "", None))
    assert "数据源未提供此项数据" in shown
    assert not any(text.startswith("0") for text in shown)


def test_cards_that_can_be_answered_come_first(tmp_path: Path) -> None:
    unknown = ("received_at", "first_declined_at", "declined_count", "satisfaction", "service_satisfaction", "due_at")
    with build_city(tmp_path, "little", cases=history().drop_columns(list(unknown)), clock=NOON) as city:
        keys = chosen(city, WHOLE_CITY, ANALYST.ripe, len(ANALYST_CARDS))
        assert keys[:3] == ("reported", "open", "closing_rate")
        unable = {key for key in ANALYST.ripe if not city.kpis.answerable(key, scope=WHOLE_CITY)}
        assert unable >= {"first_dispatch", "satisfaction", "overdue_open", "closed_on_time"}
        assert not set(keys) & unable


def test_a_running_day_shows_only_kpis_that_are_ripe_by_then(city: City) -> None:
    cards = [PANELS[key] for key in (*ANALYST_CARDS, *WALL_CARDS["dispatch"], *WALL_CARDS["assess"])]
    today = {text for card in cards for text in texts(draw_panel(card, city, "/", "?period=today", None))}
    month = {text for card in cards for text in texts(draw_panel(card, city, "/", "?period=30d", None))}
    assert {"办结率", "首派准确率"} <= month - today
    assert {"按期结案率", "签收及时率"} <= today


def test_few_cases_stand_apart_from_the_ranking(city: City) -> None:
    assert city.profile.minimum_cases == 20
    drawn = draw_panel(PANELS["ranking"], city, "/", "?kpi=satisfaction&period=30d", None)
    ranked, apart = found(drawn, "rows")[0], found(drawn, "apart")[0]
    assert len(rows(ranked)) + len(rows(apart)) == 16
    sizes = [int(text.removeprefix("n = ").replace(",", "")) for text in texts(apart) if text.startswith("n = ")]
    assert sizes
    assert max(sizes) < 20
    assert "样本不足 20 件，不参加排名" in texts(drawn)


def rows(listed: Component) -> list[dict[str, Any]]:
    found_rows: list[dict[str, Any]] = json.loads(getattr(listed, "data-list"))
    return found_rows


def test_text_from_outside_stays_text(city: City) -> None:
    drawn = draw_panel(PANELS["newest"], city, "/", "", None)
    assert NASTY in texts(drawn)


def test_a_drawing_whose_numbers_did_not_change_has_the_same_digest(tmp_path: Path) -> None:
    with build_city(tmp_path, "little", clock=NOON) as city:

        def digest(search: str = "") -> str:
            stamp = f"{city.sources.data_version}.{int(NOON.timestamp()) + seconds}"
            return digest_of(draw_panel(PANELS["card-0"], city, "/", search, stamp), search)

        seconds = 0
        before = digest()
        seconds = 30
        assert digest() == before
        assert digest("?lang=en").split("-")[0] != before.split("-")[0]
        deliver(city, "events", {"source_id": "new", "reported_at": NOON.isoformat()})
        assert digest() != before
        assert digest().split("-")[0] == before.split("-")[0]


def test_notices_name_what_the_address_got_wrong(city: City) -> None:
    shown = texts(draw_panel(PANELS["header"], city, "/", "?area=nowhere&period=never", None))
    assert "地址中的区域「nowhere」不存在，已显示全市。" in shown
    assert "地址中的时段「never」无法识别，已用默认时段。" in shown


@pytest.mark.parametrize("screen", ["/", "/wall", "/sources", "/load", "/dictionary"])
def test_simulated_data_are_labelled_on_every_screen(city: City, screen: str, tmp_path: Path) -> None:
    assert "模拟数据" in texts(draw_panel(PANELS["header"], city, screen, "", None))
    with build_city(tmp_path, "little", profile={"simulated": False}, clock=NOON) as real:
        assert "模拟数据" not in texts(draw_panel(PANELS["header"], real, screen, "", None))


def test_a_city_on_a_data_clock_says_what_it_opened_on(tmp_path: Path) -> None:
    midnight = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)
    with build_city(tmp_path, "little", cases=history(midnight), clock=Clock("data")) as city:
        scene = scene_as_of(city, "/", "", NOON)
        assert (scene.period.start, scene.period.end, scene.opened) == (date(2026, 10, 1), date(2026, 10, 31), True)
        shown = " ".join(texts(draw_panel(PANELS["header"], city, "/", "", None)))
        assert "已打开最后一个有上报的完整月份：2026-10-01 – 2026-10-31" in shown


def test_map_colours_stand_still_within_an_hour_and_are_the_same_for_everybody(city: City) -> None:
    early, late = (scene_as_of(city, "/", "", NOON + timedelta(minutes=minutes)) for minutes in (10, 50))
    assert reference_moment(early) == reference_moment(late)
    assert shown(city, early, 1).breaks == shown(city, late, 1).breaks
    drilled = scene_as_of(city, "/", "?area=4101", NOON)
    assert shown(city, drilled, 1).breaks == shown(city, early, 1).breaks


def test_the_map_is_told_where_up_and_down_lead(city: City) -> None:
    street = json.loads(getattr(draw_panel(PANELS["map"], city, "/", "?area=410101&lang=en", None), "data-map"))
    assert street["up"] == "/?area=4101&lang=en"
    assert street["down"].replace(street["place"], "41010101") == "/?area=41010101&lang=en"
    leaf = json.loads(getattr(draw_panel(PANELS["map"], city, "/", "?area=410101010101", None), "data-map"))
    assert leaf["down"] is None
    assert list(leaf["values"]) == ["410101010101"]


def test_a_stamp_from_the_browser_fixes_the_moment(city: City) -> None:
    stamp = city.sources.stamp()
    assert parse_stamp(f"1.{int(NOON.timestamp()) - 60}", stamp).as_of == NOON - timedelta(seconds=60)
    for nonsense in (None, "", "1", "1.x", "1.99999999999999999999", "1.99999999999", "٣.5", "1.-99999999999"):
        assert parse_stamp(nonsense, stamp) == BrowserStamp(city.sources.data_version, NOON)


def test_the_moment_of_the_address_wins_over_the_stamp(city: City) -> None:
    scene = scene_as_of(city, "/", "?as_of=2026-11-10T12:00", NOON)
    assert scene.now.as_of.isoformat() == "2026-11-10T12:00:00+08:00"
    assert scene.period.start == date(2026, 11, 10)


def test_the_dictionary_page_has_a_row_for_every_kpi(city: City) -> None:
    drawn = draw_panel(PANELS["definitions"], city, "/dictionary", "", None)
    shown = texts(drawn)
    assert all(metric.zh in shown for metric in city.kpis.dictionary.values())
    unable = [key for key in city.kpis.dictionary if not city.kpis.answerable(key, scope=WHOLE_CITY)]
    assert 0 < shown.count("数据源未提供") == len(unable)


def test_a_chosen_denominator_reaches_the_question_of_the_chosen_kpi_only(city: City) -> None:
    scene = scene_as_of(city, "/", "?kpi=closing_rate&denominator=due", NOON)
    assert scene.question("closing_rate").denominator == "due"
    assert scene.question("reported").denominator is None
    assert replace(scene.question("closing_rate"), denominator=None) == replace(
        scene, view=replace(scene.view, denominator=None)
    ).question("closing_rate")


def test_nothing_is_compared_with_a_time_before_the_first_case(tmp_path: Path) -> None:
    with build_city(tmp_path, "little", cases=history(days=10), clock=NOON) as city:
        assert "较昨日 12:00" in texts(draw_panel(PANELS["card-0"], city, "/", "", None))
        shown = texts(draw_panel(PANELS["card-0"], city, "/", "?period=7d", None))
        assert "11-07–11-13 无数据：数据自 2026-11-10 起" in shown


def test_a_card_names_the_days_that_it_compares_with(city: City) -> None:
    shown = texts(draw_panel(PANELS["card-0"], city, "/", "?period=month", None))
    assert "较 10-01–10-20 同刻" in shown
    finished = texts(draw_panel(PANELS["card-0"], city, "/", "?period=2026-11-03..2026-11-04&lang=en", None))
    assert "vs 11-01–11-02" in finished


@pytest.mark.parametrize(
    ("asked", "compared"),
    [
        ("period=7d", "较 11-13 12:00"),
        ("period=2026-11-01..2026-11-07", "较 11-13 12:00"),
        ("period=month", "较 10-20 12:00"),
        ("", "较昨日 12:00"),
    ],
)
def test_a_state_is_compared_with_a_moment_not_with_days(city: City, asked: str, compared: str) -> None:
    cards = [texts(draw_panel(PANELS[f"card-{place}"], city, "/", f"?{asked}", None)) for place in range(8)]
    [shown] = [card for card in cards if "在办" in card]
    assert compared in shown


def test_a_kpi_added_as_one_table_is_on_the_screens(tmp_path: Path) -> None:
    lamps = (
        '[lamp_cases]\nzh = "路灯案件"\nen = "Street lamps"\nkind = "count"\npopulation = "true"\nbasis = "R"\n'
        'unit = "case"\nformula_zh = "路灯"\nformula_en = "lamps"\n'
    )
    with build_city(tmp_path, "little", metrics=lamps, clock=NOON) as city:
        assert "路灯案件" in texts(draw_panel(PANELS["definitions"], city, "/dictionary", "", None))
        assert "路灯案件" in texts(draw_panel(PANELS["controls"], city, "/", "", None))
        for key in ("ranking", "trend", "map"):
            assert "路灯案件" in " ".join(texts(draw_panel(PANELS[key], city, "/", "?kpi=lamp_cases", None))), key


def test_a_kpi_without_cases_yet_says_what_it_was_on_the_last_day_that_had_some(tmp_path: Path) -> None:
    midnight = datetime(2026, 11, 19, 16, tzinfo=UTC)
    with build_city(tmp_path, "little", cases=history(midnight), clock=NOON) as city:
        shown = texts(draw_panel(PANELS["assess-0"], city, "/wall", "", None))
        assert "—" in shown
        assert any(re.fullmatch(r"暂无案件 · 11-19：\d\d\.\d%", text) for text in shown)


def test_a_city_without_any_load_says_so_instead_of_blaming_its_sources(empty_city: City) -> None:
    for key in ("card-0", "ranking", "trend", "map"):
        assert "尚未装入数据" in texts(draw_panel(PANELS[key], empty_city, "/", "", None)), key


@pytest.mark.parametrize(
    ("screen", "search", "title"),
    [
        ("/", "", "小城城市运行 · 一屏"),
        ("/", "?area=4101", "第1区县 · 小城城市运行 · 一屏"),
        ("/wall", "?area=4101", "大屏 · 第1区县 · 小城城市运行 · 一屏"),
        ("/dictionary", "?area=4101", "指标字典 · 小城城市运行 · 一屏"),
    ],
)
def test_a_tab_says_screen_area_and_city(city: City, screen: str, search: str, title: str) -> None:
    assert getattr(draw_panel(PANELS["header"], city, screen, search, None), "data-document-title") == title


def test_classes_of_a_few_cases_name_the_number_that_they_hold(city: City) -> None:
    scene = scene_as_of(city, "/", "?lang=en", NOON)
    assert [class_words(index, (2, 3, 5), "case", scene) for index in range(4)] == [
        "1 case",
        "2 cases",
        "≥ 3 cases",
        "≥ 5 cases",
    ]
    assert [class_words(index, (0.5, 0.6), "ratio", scene) for index in range(3)] == ["< 50%", "≥ 50%", "≥ 60%"]


def test_the_running_day_is_hollow_in_an_open_period_too(city: City) -> None:
    for search, hollow in [("?period=all", True), ("?period=today", True), ("?period=yesterday", False)]:
        chart = found(draw_panel(PANELS["trend"], city, "/wall", search, None), "chart")[0]
        assert json.loads(getattr(chart, "data-chart"))["partial"] is hollow, search


def test_a_map_without_data_claims_no_zero(reported_only: City) -> None:
    drawn = draw_panel(PANELS["map"], reported_only, "/", "?kpi=satisfaction", None)
    assert "数据源未提供此项数据" in texts(drawn)
    assert found(drawn, "reconciled") == []
    assert not any("n = 0" in text for text in texts(drawn))


def test_a_legend_of_nothing_has_no_colours(city: City) -> None:
    def legend_of(drawn: Component) -> list[list[Any]]:
        classes: list[list[Any]] = json.loads(getattr(found(drawn, "legend-classes")[0], "data-legend"))
        return classes

    assert len(legend_of(draw_panel(PANELS["map"], city, "/", "", None))) > 1
    scene = scene_as_of(city, "/", "", NOON)
    answers = PANELS["map"].ask(city, scene)
    answer = answers.painted.answer
    bare = replace(answers.painted, answer=replace(answer, n=answer.n * 0))
    assert legend_of(PANELS["map"].render(replace(answers, painted=bare), scene)) == [[6, "无案件"]]


@pytest.mark.parametrize("search", EVERY_LEVEL)
def test_the_outlines_are_painted_as_the_cells_under_them(city: City, search: str) -> None:
    scene = scene_as_of(city, "/", search, NOON)
    body = json.loads(getattr(draw_panel(PANELS["map"], city, "/", search, None), "data-map"))
    level = body["cells"]["child"]
    painted = shown(city, scene, level)
    for code, (shade, _) in body["values"].items():
        row = painted.answer.area_id.tolist().index(city.tree.number_of_code[code])
        assert shade == (-1 if painted.shades[row] == 6 else painted.shades[row])


def test_the_level_of_the_map_is_in_the_address(city: City) -> None:
    body = json.loads(getattr(draw_panel(PANELS["map"], city, "/", "?level=street", None), "data-map"))
    assert (body["cells"]["level"], body["cells"]["child"]) == (2, 1)
    assert json.loads(getattr(draw_panel(PANELS["map"], city, "/", "", None), "data-map"))["cells"]["level"] is None
    assert any("层级：街道" in text for text in texts(draw_panel(PANELS["controls"], city, "/", "?level=street", None)))
    assert "没有层级「village」" in " ".join(texts(draw_panel(PANELS["header"], city, "/", "?level=village", None)))


@pytest.mark.parametrize("panel", ["category", "channel", "ranking"])
def test_no_bar_of_a_list_is_longer_than_its_place(city: City, panel: str) -> None:
    lists = found(draw_panel(PANELS[panel], city, "/", "?period=all", None), "rows")
    bars = [
        length
        for one in lists
        for row in json.loads(getattr(one, "data-list"))
        for kind, length in row["cells"]
        if kind == "bar"
    ]
    assert max(bars) == 100
    assert len(bars) > 3
