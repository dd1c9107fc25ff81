"""The page of sources, the lines to partners and what is out in the field."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.cities.steerable_clock import SteerableClock
from tests.dashboard.screens.conftest import found, texts

PAGE = "/sources"
AT_NOON = NOON.isoformat()


def test_a_source_says_what_how_often_how_far_and_what_was_refused(tmp_path: Path) -> None:
    clock = SteerableClock(NOON - timedelta(minutes=1))
    with build_city(tmp_path, "little", cases=history(clock.moment, days=15), clock=clock) as city:
        deliver(city, "events", {"title": "no number"})
        clock.advance(minutes=1)
        drawn = draw_panel(PANELS["sources"], city, PAGE, "", None)
        shown = texts(drawn)
        assert {"演示事件", "hand", "事件", "1分钟", "11:59:00", "1,200"} <= set(shown)
        addresses = [link.href for link in found(drawn, "download")]
        assert addresses == [f"/api/v1/sources/hand/{name}.csv" for name in ("deliveries", "refused")]


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_header_brings_the_words_for_every_status(city: City, lang: str) -> None:
    drawn = draw_panel(PANELS["header"], city, PAGE, f"?lang={lang}", None)
    body = json.loads(getattr(found(drawn, "sources")[0], "data-freshness"))
    assert set(body["words"]) >= {"fresh", "late", "broken", "empty", "static", "silent", "several"}
    assert "{source}" in body["words"]["silent"]
    assert body["titles"] == {"hand": "Demo events" if lang == "en" else "演示事件"}


def test_partners_stand_by_kind_the_broken_first(tmp_path: Path) -> None:
    seen = (NOON - timedelta(minutes=12)).isoformat()
    partners: list[dict[str, Any]] = [
        {"partner": "d1", "kind": "department", "name": "市城管局", "link": "up", "lag_s": 3, "seen_at": AT_NOON},
        {"partner": "d2", "kind": "department", "name": "市交警支队", "link": "down", "lag_s": 720, "seen_at": seen},
        {"partner": "s1", "kind": "system"},
    ]
    with build_city(tmp_path, "little", cases=(), reports={"partners": partners}, clock=NOON) as city:
        shown = texts(draw_panel(PANELS["partners"], city, PAGE, "", None))
    assert shown.index("市交警支队") < shown.index("市城管局")
    assert {"部门 2", "重点专属网格 0", "联接系统 1", "连通 1 · 中断 1", "12.0分钟", "11:48:00", "s1"} <= set(shown)


def test_fleets_are_counted_by_kind_and_state(tmp_path: Path) -> None:
    long_ago = (NOON - timedelta(hours=2)).isoformat()
    idle: dict[str, Any] = {"kind": "grid_worker", "duty": "on", "status": "idle"}
    units = [idle | {"unit": f"w{n}", "seen_at": AT_NOON if n < 40 else long_ago} for n in range(42)]
    units.append({"unit": "d1", "kind": "drone", "duty": "off", "seen_at": AT_NOON})
    units.append({"kind": "grid_worker", "people": 221_000, "reported_at": AT_NOON})
    devices = [
        {"device": f"c{n}", "kind": "camera", "status": "online" if n < 1000 else "offline", "heartbeat_at": AT_NOON}
        for n in range(1005)
    ]
    with build_city(tmp_path, "little", cases=(), reports={"units": units, "devices": devices}, clock=NOON) as city:
        shown = texts(draw_panel(PANELS["fleets"], city, PAGE, "", None))
    assert "人员车辆 43（在册 221,000 人）" in shown
    assert {"网格员", "空闲 40 · 失联 2", "设备 1,005", "在线 1,000 · 离线 5"} <= set(shown)


def test_without_reports_the_page_says_so(city: City) -> None:
    for key, said in (("partners", "此刻没有联接单位的数据。"), ("fleets", "此刻没有人员、车辆或设备的数据。")):
        assert said in texts(draw_panel(PANELS[key], city, PAGE, "", None))
