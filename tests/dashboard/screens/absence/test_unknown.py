"""What is not known is never 0 on a screen: panels, cards and the map say why there is no number."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from dash.development.base_component import Component

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.cities.living_city import LivingCity
from tests.dashboard.screens.conftest import found, texts

MIDNIGHT = datetime(2026, 11, 19, 15, 59, tzinfo=UTC)


def shown(city: City, panel: str, search: str) -> list[str]:
    return texts(draw_panel(PANELS[panel], city, "/", search, None))


@pytest.mark.parametrize("panel", ["card-0", "trend", "ranking", "map", "category", "hours"])
def test_a_period_before_the_data_begin_is_no_data_with_the_reason(city: City, panel: str) -> None:
    search = "?period=2020-01-01..2020-01-31"
    assert any("无数据：本市数据自 2026-" in text for text in shown(city, panel, search))
    assert any("No data: the data begin on 2026-" in text for text in shown(city, panel, f"{search}&lang=en"))
    assert "无案件" not in shown(city, panel, search)


def test_the_maps_legend_and_colours_say_no_data(city: City) -> None:
    drawn = draw_panel(PANELS["map"], city, "/", "?period=2020-01-01..2020-01-31&lang=en", None)
    painted = json.loads(getattr(drawn, "data-map"))["cells"]["painted"]
    assert painted["status"] == "no_data"
    assert painted["legend"][0][1].startswith("No data: the data begin on")


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Data up to the end of yesterday."""
    with build_city(
        tmp_path_factory.mktemp("ended"), "little", cases=history(MIDNIGHT), clock=NOON, recorded_at=MIDNIGHT
    ) as opened:
        yield opened


def test_a_day_after_the_data_end_is_not_zero_and_the_last_known_day_stands_there(ended: City) -> None:
    card = shown(ended, "card-0", "?period=today")
    assert "—" in card
    assert any(text.startswith("尚无数据 · 11-19：") for text in card)
    chart = found(draw_panel(PANELS["trend"], ended, "/wall", "?period=today&lang=en&kpi=reported", None), "chart")[0]
    drawing = json.loads(getattr(chart, "data-chart"))
    assert drawing["values"][-1] is None
    assert drawing["values"][-2] > 0
    assert drawing["texts"][-1] == "2026-11-20  no data of then"


BEFORE_MIDNIGHT = MIDNIGHT - timedelta(minutes=9)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivingCity]:
    """Its source was heard last before midnight, with a case whose clock was ahead; now it is noon of the next day."""
    cases = history(BEFORE_MIDNIGHT, days=20)
    living = LivingCity.open(tmp_path_factory.mktemp("broken"), at=BEFORE_MIDNIGHT, cases=cases)
    living.deliver(reported_at=(MIDNIGHT + timedelta(minutes=20)).isoformat())
    living.clock.moment = NOON
    yield living
    living.city.close()


@pytest.mark.parametrize("path", ["/wall", "/"])
def test_today_is_not_known_of_a_source_that_broke_before_midnight(broken: LivingCity, path: str) -> None:
    for key in ("card-0", "card-1"):
        card = texts(draw_panel(PANELS[key], broken.city, path, "?lang=en", None))
        assert "—" in card
        assert any(text.startswith("no data yet · 11-19: ") for text in card)
        assert not [text for text in card if "%" in text]
    [legend] = [
        text for text in texts(draw_panel(PANELS["map"], broken.city, path, "?kpi=reported", None)) if "无数据" in text
    ]
    assert legend == "无数据：本市数据截至 2026-11-19。"


def assert_not_compared(card: Component, because: str) -> None:
    assert not found(card, "change-figure")
    [told] = found(card, "change-against")
    assert str(told.children).startswith(because)


@pytest.mark.parametrize(
    ("kpi", "period", "because"),
    [("closed_on_time", "today", "以下来源无此时段的数据，未计入：hand"), ("reported", "7d", "2026-11-19 之后无数据")],
)
def test_numbers_with_unknown_days_are_compared_with_nothing(
    broken: LivingCity, kpi: str, period: str, because: str
) -> None:
    cards = [draw_panel(PANELS[f"card-{place}"], broken.city, "/wall", f"?period={period}", None) for place in range(8)]
    [card] = [card for card in cards if getattr(card, "data-metric") == kpi]
    assert getattr(card, "data-status") == "ok"
    assert found(card, "card-remark")
    assert_not_compared(card, because)


def test_numbers_of_other_sources_are_compared_with_nothing(tmp_path: Path) -> None:
    cases = history(BEFORE_MIDNIGHT, days=20)
    with build_city(tmp_path, "little", cases=cases, clock=NOON, recorded_at=BEFORE_MIDNIGHT) as city:
        times = [NOON - timedelta(days=30), NOON - timedelta(hours=1)]
        other = pa.table({"source_id": ["1", "2"], "reported_at": times})
        city.acts.load_table(other, "other", recorded_at=NOON)
        card = draw_panel(PANELS["card-0"], city, "/wall", "?period=today", None)
        assert {"1", "※"} <= set(texts(card))
        assert_not_compared(card, because="以下来源无此时段的数据，未计入：hand")


@pytest.fixture(scope="module")
def status_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    rows = [
        {"source_id": str(number), "reported_at": datetime(2026, 11, 20, number, tzinfo=UTC), "status": word}
        for number, word in enumerate(["closed", "dispatched", "received"])
    ]
    table = pa.Table.from_pylist([row | {"status_raw": row["status"]} for row in rows])
    with build_city(tmp_path_factory.mktemp("status"), "little", cases=(), clock=NOON) as opened:
        opened.acts.load_table(table, "plain")
        yield opened


@pytest.mark.parametrize("panel", ["ranking", "map"])
def test_what_a_status_alone_says_is_open_stands_there_with_its_note(status_only: City, panel: str) -> None:
    drawn = draw_panel(PANELS[panel], status_only, "/", "?kpi=open&lang=en", None)
    assert any("their present status says which are closed" in text for text in texts(drawn))


def test_the_card_of_open_shows_two_and_where_its_note_is(status_only: City) -> None:
    keys = [key for key in PANELS if key.startswith("card-")]
    cards = [draw_panel(PANELS[key], status_only, "/", "?kpi=open&lang=en", None) for key in keys]
    [card] = [card for card in cards if getattr(card, "data-metric", None) == "open"]
    assert getattr(card, "data-value") == "2"
    [mark] = found(card, "card-remark")
    assert "When cases were closed is not known" in mark.title


@pytest.mark.parametrize("path", ["/", "/wall", "/sources"])
def test_an_empty_city_says_so_with_the_way_to_load_a_file(empty_city: City, path: str) -> None:
    drawn = draw_panel(PANELS["header"], empty_city, path, "?lang=en", None)
    [notice] = found(drawn, "nothing-loaded")
    assert texts(notice) == ["This city has no data yet.", "Load a file here"]
    assert [link.href for link in found(notice, "load-link")] == ["/load?lang=en"]


@pytest.mark.parametrize("path", ["/load", "/?as_of=2020-01-01"])
def test_the_way_to_load_a_file_stands_only_where_it_leads_on(city: City, empty_city: City, path: str) -> None:
    path, _, search = path.partition("?")
    for one in (city, empty_city) if path == "/load" else (city,):
        assert not found(draw_panel(PANELS["header"], one, path, f"?{search}", None), "nothing-loaded")


@pytest.mark.parametrize("kpi", ["connect", "linked", "online", "staffed", "roster", "calls"])
def test_a_chosen_kpi_of_reports_has_a_card(city: City, kpi: str) -> None:
    cards = [draw_panel(PANELS[key], city, "/", f"?kpi={kpi}", None) for key in PANELS if key.startswith("card-")]
    assert [getattr(card, "data-metric", None) for card in cards].count(kpi) == 1


def test_of_reports_that_no_source_delivers_it_is_not_said_that_nothing_was_loaded(
    status_only: City, empty_city: City
) -> None:
    for panel in ("map", "ranking", "trend"):
        shown = texts(draw_panel(PANELS[panel], status_only, "/", "?kpi=connect&lang=en", None))
        assert "no data from this source" in shown
    assert "nothing has been loaded yet" in texts(draw_panel(PANELS["card-0"], empty_city, "/", "?lang=en", None))


def test_a_kpi_that_has_a_card_changes_no_other(city: City) -> None:
    def cards(search: str) -> list[str]:
        drawn = (draw_panel(PANELS[key], city, "/", search, None) for key in PANELS if key.startswith("card-"))
        return [getattr(card, "data-metric", "") for card in drawn]

    assert cards("?kpi=open") == cards("")
