"""Kinds that recur in the tiny city: their own counter, a checklist of cures, and what comes back after a cure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from queries.city import City
from queries.door.review.recurring_kinds import KindStanding
from queries.recurring_kinds.cure import Cure, CureStep, progress_of
from queries.recurring_kinds.kind import KindCases
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, CASES, case, local, table_of
from tests.queries.recurring_kinds.kind_acts import LAMPS, cure, judge

LAMP_CASES = (
    case(source_id="L1", at="W1", category3="lamp", title="灯不亮 路口", reported="1 8:00", filed="1 8:20",
         first_closed="2 8:00", closed="2 8:00", matter_id="m2"),
    case(source_id="L2", at="W1", category3="lamp", title="灯常闪", reported="3 8:00", filed="3 8:20", matter_id="m2"),
    case(source_id="L3", at="W2", category3="lamp", title="灯不亮", reported="1 9:00", filed="1 9:20",
         first_closed="5 9:00", closed="5 9:00"),
    case(source_id="L4", at="W1", category3="lamp", title="灯不亮", reported="6 8:00", filed="6 8:20"),
    case(source_id="L5", at="W1", category3="lamp", reported="6 9:00", voided="6 9:30", void_reason="duplicate"),
    case(source_id="L6", at="E1", category3="lamp", title="灯不亮", reported="6 8:00", filed="6 8:20"),
)  # fmt: skip


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", cases=table_of((*CASES, *LAMP_CASES)), clock=clock) as opened:
        yield opened


def standing(city: City, key: str, scope: Scope = WHOLE_CITY) -> KindStanding:
    found = city.recurring_kinds.one(key, scope=scope)
    assert found is not None
    return found


def test_a_kind_has_its_own_counter_by_category_place_programme_and_words(city: City) -> None:
    counts = {}
    for cases in (
        LAMPS,
        KindCases("C", (("category3", "lamp"),)),
        KindCases("W", (("category3", "lamp"), ("matter", "m2"))),
        KindCases("W", (("category3", "lamp"),), ("不亮",)),
    ):
        count = standing(city, judge(city, cases)).count
        counts[cases] = (count.n, count.open, count.again, count.all_places)
    # L5 is void, L6 lies in E; L2 and L4 come after L1 was closed at W1
    assert list(counts.values()) == [(4, 2, 2, 2), (5, 3, 2, 3), (2, 1, 1, 1), (3, 1, 1, 2)]
    places = standing(city, LAMPS.key).count.places
    assert [(city.tree.by_id(one.area_id).code, one.n, one.open, one.again) for one in places] == [
        ("W1", 3, 2, 2), ("W2", 1, 0, 0),
    ]  # fmt: skip
    assert len(city.recurring_kinds.listed(city.tree.area("W1"), scope=WHOLE_CITY)) == 4
    assert [one.kind.cases.area for one in city.recurring_kinds.listed(city.tree.area("E"), scope=WHOLE_CITY)] == ["C"]


def test_the_checklist_counts_pieces_by_state_and_the_cases_after_the_cure(city: City) -> None:
    key = judge(city)
    cure(city, key, "甲路口", "open", "2")
    cure(city, key, "甲路口", "mended", "3", text="张工 13812345678 已修")
    cure(city, key, "乙路口", "mended", "5", area="W2", lon=POINTS["W2"][0], lat=POINTS["W2"][1])
    cure(city, key, "路灯", "mended", "5", sort="device", n=383)
    cure(city, key, "路灯", "handed_over", "8", sort="device", n=17, area="W2")
    found = standing(city, key)
    told = {one.sort: (one.pieces, one.open, one.mended, one.handed_over, one.done) for one in found.progress}
    assert told == {"crossing": (2, 0, 2, 0, 2), "device": (400, 0, 383, 17, 17)}
    assert [one.awaits_handover for one in found.progress] == [0, 383]
    crossing = next(one for one in found.cures if one.name == "甲路口")
    assert [step.state for step in crossing.steps] == ["open", "mended"]
    assert "13812345678" not in crossing.steps[-1].note
    at = {one.name: found.at_cures[one.key] for one in found.cures if one.sort == "crossing"}
    # mended on the 3rd: L2 of that day is not after it, L4 of the 6th is
    assert {name: (one.n, one.open, one.after) for name, one in at.items()} == {
        "甲路口": (3, 2, 1),
        "乙路口": (1, 0, 0),
    }
    assert at["甲路口"].last_after == local("6 8:00")
    assert found.came_back == 2  # the crossing, and the lamps at W1
    then = city.recurring_kinds.one(key, local("4 12:00"), scope=WHOLE_CITY)
    assert then is not None
    assert [(one.name, one.state) for one in then.cures] == [("甲路口", "mended")]
    assert (then.count.n, then.came_back) == (3, 0)


def test_an_item_that_is_open_again_is_no_longer_cured() -> None:
    days = [local(f"{day} 0:00").date() for day in (2, 3, 5, 7)]
    steps = [CureStep(state, day, "li", "") for state, day in zip(("mended", "open", "mended"), days, strict=False)]
    items = [Cure("k", "kind", "a", "place", 1, "W1", None, None, tuple(steps[:n])) for n in (1, 2, 3)]
    assert [one.cured_on for one in items] == [days[0], None, days[2]]
    later = Cure("k", "kind", "a", "place", 1, "W1", None, None, (*steps, CureStep("handed_over", days[3], "li", "")))
    assert later.cured_on == days[2]
    assert [(one.pieces, one.done) for one in progress_of(items)] == [(3, 2)]


def test_rejected_withdrawn_and_unseen_kinds_are_not_counted(city: City, clock: SteerableClock) -> None:
    key, before = judge(city), clock.moment
    clock.advance(minutes=1)
    judge(city, state="rejected")
    assert city.recurring_kinds.one(key, scope=WHOLE_CITY) is None
    assert city.recurring_kinds.judged(scope=WHOLE_CITY)[key].state == "rejected"
    assert city.recurring_kinds.one(key, known=before, scope=WHOLE_CITY) is not None
    judge(city)
    area = city.tree.area("W")
    assert city.recurring_kinds.one(key, scope=Scope(areas=((area.area_id, area.last_id),))) is not None
    noise = LineOfBusiness("噪声", "noise", ("noise",))
    for scope in (Scope(areas=((2, 2),)), Scope(lines_of_business=(noise,)), Scope(closed_lines=(noise,))):
        assert city.recurring_kinds.one(key, scope=scope) is None, scope
        assert city.recurring_kinds.listed(city.tree.root, scope=scope) == (), scope
    judge(city, deed="withdrawn")
    assert city.recurring_kinds.judged(scope=WHOLE_CITY) == {}
