"""Matters of which several cases tell: counted once, listed with their channels, named and refuted by people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from urllib.parse import urlsplit

import pytest
from dash import html

from dashboard.display.loop_scene import shown_loop
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from queries.acts.act import Act, new_key
from queries.acts.acts_about_cases import subject_of
from queries.city import City
from queries.governance.matters import MATTER_LOOP, MATTER_ORDERS, MattersWanted
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, CASES, case, local, table_of
from tests.dashboard.screens.conftest import found, texts

PAGE, MOMENT = "/matters", "?as_of=2024-06-10T18:00:00%2B08:00"
LAMPS = (
    case(source_id="L1", at="W1", channel="app", category1="road", category3="lamp", matter_id="m2", reported="3 8:00",
         accepted="3 8:10", filed="3 8:20", first_closed="4 8:00", closed="4 8:00"),
    case(source_id="L2", at="W2", channel="hotline_12345", category1="road", category3="lamp", matter_id="m2",
         reported="3 9:00", accepted="3 9:10", filed="3 9:20"),
    case(source_id="L3", at="W1", channel="app", category1="road", category3="lamp", matter_id="m2", reported="5 8:00",
         accepted="5 8:10", filed="5 8:20"),
    case(source_id="L4", at="W1", channel="app", category1="road", category3="lamp", matter_id="m2", status="voided",
         reported="5 9:00", voided="5 9:30", void_reason="duplicate"),
    case(source_id="L5", at="W1", channel="iot", category1="road", category3="lamp", matter_id="m2",
         reported="10 19:00"),
)  # fmt: skip
QUESTION = Question(MATTER_LOOP, "C", as_of=AS_OF, scope=WHOLE_CITY)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("tiny"), cases=table_of((*CASES, *LAMPS)), clock=AS_OF) as city:
        yield city


def listed(city: City, question: Question = QUESTION, order: str = "most") -> dict[str, tuple[int, int, int]]:
    answer = city.governance.matters(question, MattersWanted(order=order))
    return {one.number: (one.n, one.open, one.again) for one in answer.matters}


def drawn(city: City, more: str = "") -> html.Section:
    return draw_panel(PANELS["matters"], city, PAGE, MOMENT + more, None)


def test_a_matter_is_counted_once_over_all_channels_and_each_case_as_a_case(tiny: City) -> None:
    answer = tiny.governance.matters(QUESTION)
    # L4 is merged, and L5 is not yet reported
    assert listed(tiny) == {"m2": (3, 2, 1), "m1": (2, 0, 0)}
    assert (answer.all_matters, answer.all_cases, answer.all_ways, answer.whole.n) == (2, 5, 1, 5)
    lamps = answer.matters[0]
    assert (lamps.source_id, lamps.channels, lamps.areas) == ("L1", (("app", 2), ("hotline_12345", 1)), 2)
    counts = {key: tiny.kpis.ask(replace(QUESTION, metric=key)).n for key in ("reported", "matters", "merged")}
    # K1 to K15 and L1 to L4; m1 and m2 once each; K10 and L4
    assert counts == {"reported": 19, "matters": 13, "merged": 2}
    loop = tiny.governance.loops[MATTER_LOOP]
    assert [one.n for one in tiny.governance.stages(loop, QUESTION).stages] == [3, 1, 1]


def test_moment_order_and_scope_decide_which_matters_are_listed(tiny: City) -> None:
    assert listed(tiny, replace(QUESTION, as_of=local("3 10:00"))) == {"m2": (2, 2, 0), "m1": (2, 1, 0)}
    assert {order: next(iter(listed(tiny, order=order))) for order in MATTER_ORDERS} == {
        "most": "m2", "ways": "m2", "again": "m2", "longest": "m2", "open": "m2",
    }  # fmt: skip
    assert listed(
        tiny, replace(QUESTION, scope=Scope(lines_of_business=(LineOfBusiness("街", "s", ("street",)),)))
    ) == {"m1": (2, 0, 0)}
    assert listed(tiny, replace(QUESTION, scope=Scope(closed_lines=(LineOfBusiness("路", "r", ("road",)),)))) == {
        "m1": (2, 0, 0)
    }


def test_the_page_says_it_and_each_name_goes_to_as_many_cases(tiny: City) -> None:
    said = texts(drawn(tiny, "&lang=en"))
    assert any("19 cases reported, 2 merged; those not voided are 13 matters." in one for one in said)
    assert {"lamp", "3 cases · 1 reported after a closing", "2 open"} <= set(said)
    rows = found(drawn(tiny), "spots")[0].children
    for row, n in zip(rows, (4, 2), strict=True):  # with the one that was merged
        name = row.children[0].children[0]
        scene = scene_at(tiny, "/", f"?{urlsplit(name.href).query}", None)
        assert not scene.notices
        assert tiny.kpis.ask(scene.question("reported")).n == n
    assert "此处没有一事多报。" in texts(drawn(tiny, "&area=E2"))
    wrong = scene_at(tiny, PAGE, f"{MOMENT}&matters=oldest", None)
    assert [notice.key for notice in wrong.notices] == ["notice_matters"]


def test_people_name_a_matter_or_refute_it_and_the_form_is_about_its_loop(tiny: City) -> None:
    mark = Act(
        "case_mark", subject_of("case_mark", MATTER_LOOP, "tiny", "L1"), "saved", "local", "test",
        AS_OF.astimezone(UTC), source="tiny", source_id="L1", loop=MATTER_LOOP, state="confirmed", text="中原路信号灯",
    )  # fmt: skip
    tiny.acts.deliver([mark])
    assert "中原路信号灯" in texts(draw_panel(PANELS["matters"], tiny, PAGE, "", None))
    tiny.acts.deliver([replace(mark, act=new_key(), state="refuted", text="")])
    assert "lamp · 已认定不是一事" in texts(draw_panel(PANELS["matters"], tiny, PAGE, "", None))
    loops = tiny.governance.loops
    assert shown_loop(loops, scene_at(tiny, PAGE, f"{MOMENT}&loop=rework", None)).key == MATTER_LOOP
    assert shown_loop(loops, scene_at(tiny, "/loops", f"{MOMENT}&loop=rework", None)).key == "rework"
