"""The page of spots: what it says of each, that it is found once an hour, and that a spot lists its cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from dash import html

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from queries.city import City
from queries.governance.hourly_spots import HourlySpots, full_hour
from queries.governance.spots import SpotAnswer, SpotsWanted
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.screens.conftest import found, texts

PAGE, MOMENT = "/spots", "?as_of=2024-06-10T18:20:00%2B08:00"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("tiny")) as city:
        yield city


def drawn(city: City, panel: str, more: str = "") -> html.Section:
    return draw_panel(PANELS[panel], city, PAGE, MOMENT + more, None)


def test_a_spot_stands_with_how_long_how_often_and_who_and_opens_its_cases(tiny: City) -> None:
    shown = drawn(tiny, "spots", "&lang=en")
    said = texts(shown)
    assert "Spots where the same comes back · as of 2024-06-10 18:00 · looked for once an hour" in said
    [row] = found(shown, "spots")[0].children
    assert getattr(row, "data-spot") == "tiny/K1"
    assert {"parking", "3 cases · 1 reported after a closing", "1 open", "2024-06-01 to 2024-06-07"} <= set(texts(row))
    [opened] = [link for link in anchors(row) if "spot=" in link.href]
    scene = scene_at(tiny, PAGE, f"?{urlsplit(opened.href).query}", None)
    assert (scene.view.spot, scene.notices) == ("tiny/K1", ())
    cases = drawn(tiny, "spot", "&spot=tiny/K1&lang=en")
    numbers = [link.children for link in anchors(cases)]
    assert numbers == ["K15", "K2", "K1"]
    assert "parking · All cases of the spot · 3" in texts(cases)


def test_the_address_orders_narrows_and_is_told_when_wrong(tiny: City) -> None:
    assert "此处没有反复点位。" in texts(drawn(tiny, "spots", "&area=W"))
    assert "该案件附近没有同类案件，或不在所选范围内。" in texts(drawn(tiny, "spot", "&spot=tiny/K5"))
    scene = scene_at(tiny, PAGE, f"{MOMENT}&spots=tallest&spot=K1", None)
    assert [notice.key for notice in scene.notices] == ["notice_spots", "notice_spot"]


def test_a_wall_lists_the_longest_with_where_they_are_and_how_many_are_open(tiny: City) -> None:
    panel = PANELS["repeat_spots"]
    shown = texts(draw_panel(panel, tiny, "/wall", f"{MOMENT}&scene=kinds&period=2024-06-10..2024-06-10&lang=en", None))
    assert shown[:2] == [
        "Repeat spots · longest first",
        "As of 2024-06-10 18:00: 1 spots with 3 cases, 1 of them open.",
    ]
    assert {"parking", "3 · 1 open", "5 days"} <= set(shown)
    nothing = texts(draw_panel(panel, tiny, "/wall", f"{MOMENT}&area=W&lang=en", None))
    assert "There is no such spot here." in nothing


def test_what_was_found_stays_until_the_hour_is_over() -> None:
    asked: list[Question] = []

    def find(question: Question, _wanted: SpotsWanted) -> SpotAnswer:
        asked.append(question)
        return SpotAnswer(SpotsWanted().rule, "longest", None)  # type: ignore[arg-type]

    spots, question = HourlySpots(find), Question("spot_cases", "C", scope=WHOLE_CITY)
    moments = [AS_OF, AS_OF + timedelta(minutes=59), AS_OF + timedelta(minutes=66)]
    answers = [spots.of(question, SpotsWanted(), moment, "2024") for moment in moments]
    assert answers[0] is answers[1] is not answers[2]
    late = AS_OF + timedelta(minutes=121)
    assert spots.of(question, SpotsWanted(), late, "2024") is answers[2], "until the job of the hour has found its own"
    found = spots.found(question, SpotsWanted(), late, "2024")
    assert found is spots.of(question, SpotsWanted(), late, "2024") is not answers[2]
    assert [one.as_of for one in asked] == [full_hour(AS_OF) + timedelta(hours=hours) for hours in range(3)]
    spots.of(question, SpotsWanted(), AS_OF, "2025")
    spots.of(question, SpotsWanted(order="most"), AS_OF, "2024")
    assert len(asked) == 5
    assert spots.of(replace(question, value_only=True), SpotsWanted(), AS_OF, "2024") is answers[0]


def anchors(part: html.Section) -> list[html.A]:
    """The links in a drawing."""
    if isinstance(part, html.A):
        return [part]
    children = getattr(part, "children", None)
    inside = children if isinstance(children, list) else [children] if children is not None else []
    return [link for child in inside if not isinstance(child, str) for link in anchors(child)]
