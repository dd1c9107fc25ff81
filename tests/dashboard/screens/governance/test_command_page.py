"""The command screen: the roll-call with its figures by hand, the missing to press, and the calls before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from dash import html

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.screens.conftest import found, texts
from tests.queries.roll_calls.test_roll_calls import KEY, answer, called_and_answered

PAGE = "/command"


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock) as opened:
        yield opened


def drawn(city: City, panel: str, search: str = "?lang=en") -> html.Section:
    return draw_panel(PANELS[panel], city, PAGE, search, None)


def test_a_call_that_runs(city: City, clock: SteerableClock) -> None:
    assert "No roll-call yet" in " ".join(texts(drawn(city, "roll_call")))
    called_and_answered(city, clock)
    clock.moment = AS_OF + timedelta(minutes=20, seconds=5)
    shown = drawn(city, "roll_call")
    [clock_shown] = found(shown, "call-clock")
    assert texts(clock_shown) == ["20:05"]
    assert datetime.fromisoformat(getattr(clock_shown, "data-call-clock")) == AS_OF
    [levels] = found(shown, "call-levels")
    assert [texts(level) for level in levels.children] == [
        ["district", "2", " / 2", "within 1 min 1 / 2", "within 10 min 2 / 2", "P50 0:40 · P95 0:58 · n = 2"],
        ["street", "3", " / 4", "within 1 min 0 / 4", "within 10 min 2 / 4", "P50 3:20 · P95 10:50 · n = 3"],
    ]
    [chip] = [one.children for one in found(shown, "call-chips")[0].children]
    assert (texts(chip), chip.className, getattr(chip, "data-centre")) == (["W2 side"], "late", "W2")
    assert "W1 side · 11 min 40 s · by its own account" in texts(found(shown, "call-answers"))


def test_the_clock_stands_where_all_have_answered_and_of_a_look_back(city: City, clock: SteerableClock) -> None:
    called_and_answered(city, clock)
    clock.moment = AS_OF + timedelta(seconds=800)
    answer(city, "W2", "in_its_name")
    clock.advance(hours=1)
    [stopped] = found(drawn(city, "roll_call"), "call-clock")
    assert (texts(stopped), hasattr(stopped, "data-call-clock")) == (["13:20"], False)
    back = (AS_OF + timedelta(seconds=90)).isoformat().replace("+", "%2B")
    [past] = found(drawn(city, "roll_call", f"?lang=en&as_of={back}"), "call-clock")
    assert (texts(past), hasattr(past, "data-call-clock")) == (["1:30"], False)


def test_the_calls_before_open_by_their_address(city: City, clock: SteerableClock) -> None:
    called_and_answered(city, clock)
    rows = found(drawn(city, "roll_calls"), "calls-table")[0].children[1].children
    assert [texts(row)[2:] for row in rows] == [
        ["C side · district", "2 / 2", "1 within 1 min", "0:40", "0:58"],
        ["C side · street", "3 / 4", "2 within 10 min", "3:20", "10:50"],
    ]
    assert scene_at(city, PAGE, f"?call={KEY}", None).view.call == KEY
    assert [notice.key for notice in scene_at(city, PAGE, "?call=a/b", None).notices] == ["notice_call"]


def test_who_is_on_duty_stands_on_the_page_and_beside_who_is_missing(city: City, clock: SteerableClock) -> None:
    assert "no duty roster" in " ".join(texts(drawn(city, "duty")))
    (city.ground.folder / "duty.csv").write_text(
        "area,from,until,name,telephone\nE,2024-06-10 08:00,2024-06-10 20:00,Chen,0371-60000001\n"
        "W2,2024-06-10 08:00,2024-06-10 20:00,Zhao,\nE,2024-06-10 08:00,,Li,\n",
        encoding="utf-8",
    )
    shown = texts(drawn(city, "duty"))
    assert {"E side", "Chen", "•••"} <= set(shown)
    assert "W2 side" not in shown, "not right below"
    assert "Nobody is on duty at 1 centres: W side" in shown
    assert "line 4: nothing is given for until; fill it in" in shown
    called_and_answered(city, clock)
    clock.moment = AS_OF + timedelta(minutes=20)
    [chip] = [one.children for one in found(drawn(city, "roll_call"), "call-chips")[0].children]
    assert texts(chip) == ["W2 side · Zhao"]


def test_the_form_knows_the_levels_and_the_area(city: City) -> None:
    form = json.loads(getattr(drawn(city, "roll_call_form", "?area=E&lang=en").children[1], "data-roll-call-form"))
    assert (form["area"], [level["key"] for level in form["levels"]]) == ("E", ["district", "street"])
