"""The page of the governance loops: each figure is the number of the cases that its link lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dash import html

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.view.number_shown import question_of
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.screens.conftest import found, texts

PAGE, MOMENT = "/loops", "?as_of=2024-06-10T18:00:00%2B08:00"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("tiny"), clock=SteerableClock(AS_OF)) as city:
        yield city


def drawn(city: City, panel: str, more: str = "") -> html.Section:
    return draw_panel(PANELS[panel], city, PAGE, MOMENT + more, None)


def counted(city: City, address: str) -> int:
    scene = scene_at(city, PAGE, f"?{urlsplit(address).query}", None)
    assert scene.view.listed, address
    assert not scene.notices, address
    return city.kpis.ask(question_of(scene.view.listed, scene)).n


def test_every_figure_of_the_strips_lists_as_many_cases(tiny: City) -> None:
    shown = drawn(tiny, "loops")
    assert len(found(shown, "empty")) == 2, "call-backs in rounds and alarms of devices, of which no source tells"
    assert len(found(shown, "stages")) == len(tiny.governance.loops) - 2
    for link in [*found(shown, "stage-n"), *found(shown, "loop-total")]:
        [text] = texts(link)
        digits = int("".join(sign for sign in text if sign.isdigit()))
        if digits:
            assert counted(tiny, link.href) == digits, link.href
    assert {"超时限 1", "最久 1天9小时", "触及任一情形 5 件", "合计 2 件"} <= set(texts(shown))


def test_the_loop_of_the_address_is_opened_with_its_kpis_and_who_holds_its_cases(tiny: City) -> None:
    shown = texts(drawn(tiny, "loop", "&loop=rework&lang=en"))
    assert {"Sent back and redone", "being redone", "120 hours", "2024-06-08 11:00", "50.0", "n = 2"} <= set(shown)
    assert shown[shown.index("police") :] == ["police", "1", "·", "1", "·"]
    assert "三跨协同" in texts(drawn(tiny, "loop"))


def test_an_address_narrows_to_a_period_and_an_unknown_loop_is_said(tiny: City) -> None:
    of_a_day = drawn(tiny, "loops", "&period=2024-06-05..2024-06-05")
    assert "合计 1 件" in texts(of_a_day)
    scene = scene_at(tiny, PAGE, f"{MOMENT}&loop=rewrok", None)
    assert [notice.key for notice in scene.notices] == ["notice_loop"]


def test_a_case_of_supervision_says_which_rules_it_meets_since_when_and_when_it_is_handed_over(tiny: City) -> None:
    shown = texts(drawn(tiny, "loop_cases", "&loop=supervision"))
    assert "超期未办结，命中于 2024-06-06 09:20 · 2024-06-09 09:20 起自动移交" in shown
    assert "逾时未签收，命中于 2024-06-04 10:40 · 仅人工移交" in shown


def test_a_loop_that_no_source_knows_says_so(tmp_path: Path) -> None:
    with build_city(tmp_path / "six", "six_cases") as city:
        shown = draw_panel(PANELS["loops"], city, PAGE, "", None)
        assert len(found(shown, "stages")) < len(city.governance.loops)
        assert found(shown, "empty")
