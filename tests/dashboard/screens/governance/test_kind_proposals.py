"""Proposals of kinds from titles of the tiny city: masked, by category and area, judged by people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.city import City
from queries.recurring_kinds.proposals import Proposals
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, CASES, case, table_of
from tests.dashboard.screens.conftest import texts
from tests.queries.recurring_kinds.kind_acts import judge

TITLES = [
    *(f"四环线{place}灯杆未移交不亮 联系电话13812345678" for place in ("北段", "南段", "东口", "西口", "桥下")),
    *(f"{place}电缆被盗" for place in ("文化路", "花园路", "农业路", "东风路", "建设路", "工人路")),
    "灯罩破损", "光线过强刺眼", "杆体倾斜", "照明昏暗", "线头老化", "按钮失灵", "时控不准", "灯具锈蚀", "底座松动",
]  # fmt: skip
LAMPS = [
    case(source_id=f"L{n}", area_code="W1", category3="lamp", title=title, reported="6 8:00", filed="6 8:20")
    for n, title in enumerate(TITLES)
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("tiny"), cases=table_of((*CASES, *LAMPS)), clock=AS_OF) as opened:
        yield opened


def found(city: City, area: str = "C", scope: Scope = WHOLE_CITY) -> Proposals:
    return city.recurring_kinds.proposals(city.tree.area(area), scope=scope)


def test_proposals_are_told_by_their_words_and_leave_the_list_when_they_are_judged(city: City) -> None:
    assert found(city).status == "not_yet"
    city.recurring_kinds.look_for_proposals()
    proposals = found(city).proposals
    assert [(one.cases.area, one.cases.where, one.cluster.n, one.cluster.compared) for one in proposals] == [
        ("W", (("category3", "lamp"),), 6, 20), ("W", (("category3", "lamp"),), 5, 20),
    ]  # fmt: skip
    assert not any(sign.isdigit() for one in proposals for word in one.cluster.telling for sign in word.word)
    city.recurring_kinds.look_for_proposals()
    assert found(city).proposals == proposals
    assert city.recurring_kinds.listed(city.tree.root, scope=WHOLE_CITY) == ()
    said = texts(draw_panel(PANELS["kind_proposals"], city, "/kinds", "?lang=en", None))
    assert any("6 of 20 titles" in one for one in said)
    assert found(city, "E").proposals == ()
    noise = LineOfBusiness("噪声", "noise", ("noise",))
    for scope in (Scope(areas=((2, 2),)), Scope(lines_of_business=(noise,)), Scope(closed_lines=(noise,))):
        assert found(city, scope=scope).proposals == (), scope
    judge(city, proposals[0].cases, "rejected")
    assert found(city).proposals == proposals[1:]
    key = judge(city, proposals[1].cases)
    assert found(city).proposals == ()
    kind = city.recurring_kinds.one(key, scope=WHOLE_CITY)
    assert kind is not None
    assert kind.count.n == proposals[1].cluster.matched == 5


def test_a_city_without_titles_has_no_data(tmp_path_factory: pytest.TempPathFactory) -> None:
    with build_city(tmp_path_factory.mktemp("untitled"), clock=AS_OF) as untitled:
        untitled.recurring_kinds.look_for_proposals()
        assert found(untitled).status == "no_data"
        said = texts(draw_panel(PANELS["kind_proposals"], untitled, "/kinds", "?lang=en", None))
        assert any("no data from this source" in one for one in said)
