"""The page of sources, the lines to partners and what is out in the field."""

import json
from datetime import timedelta

import pytest

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from tests.dashboard.screens.conftest import found, texts
from tests.dashboard.screens.fake_city import NOON, FakeCity

PAGE = "/sources"
SEEN = NOON.replace(tzinfo=None)


def test_a_source_says_what_how_often_how_far_and_what_was_refused(city: FakeCity):
    city.last_load = NOON - timedelta(minutes=1)
    drawn = draw_panel(PANELS["sources"], city, PAGE, "", None)
    shown = texts(drawn)
    assert {"演示事件", "demo", "事件", "1分钟", "11:59:00", "1,200"} <= set(shown)
    assert found(drawn, "download")[0].href == "/api/v1/sources/demo/refused.csv"


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_header_brings_the_words_for_every_status(city: FakeCity, lang: str):
    drawn = draw_panel(PANELS["header"], city, PAGE, f"?lang={lang}", None)
    body = json.loads(getattr(found(drawn, "sources")[0], "data-freshness"))
    assert set(body["words"]) >= {"fresh", "late", "broken", "empty", "static", "silent", "several"}
    assert "{source}" in body["words"]["silent"]
    assert body["titles"] == {"demo": "Demo events" if lang == "en" else "演示事件"}


def test_partners_stand_by_kind_the_broken_first(city: FakeCity):
    city.reports["partners"] = [
        ("d1", "department", "市城管局", "up", 3.0, None, SEEN),
        ("d2", "department", "市交警支队", "down", 720.0, None, SEEN - timedelta(minutes=12)),
        ("s1", "system", None, None, None, None, None),
    ]
    shown = texts(draw_panel(PANELS["partners"], city, PAGE, "", None))
    assert shown.index("市交警支队") < shown.index("市城管局")
    assert {"部门 2", "重点专属网格 0", "联接系统 1", "连通 1 · 中断 1", "12.0分钟", "11:48:00", "s1"} <= set(shown)


def test_fleets_are_counted_by_kind_and_state(city: FakeCity):
    city.reports |= {
        "units": [("grid_worker", "idle", 40), ("grid_worker", "silent", 2), ("drone", "off", 1)],
        "devices": [("camera", "online", 1000), ("camera", "offline", 5)],
        "rosters": [("grid_worker", 221_000)],
    }
    shown = texts(draw_panel(PANELS["fleets"], city, PAGE, "", None))
    assert "人员车辆 43（在册 221,000 人）" in shown
    assert {"网格员", "空闲 40 · 失联 2", "设备 1,005", "在线 1,000 · 离线 5"} <= set(shown)


def test_without_reports_the_page_says_so(city: FakeCity):
    for key, said in (("partners", "此刻没有联接单位的数据。"), ("fleets", "此刻没有人员、车辆或设备的数据。")):
        assert said in texts(draw_panel(PANELS[key], city, PAGE, "", None))
