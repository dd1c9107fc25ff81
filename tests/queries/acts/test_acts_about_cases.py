"""What people say of a case in a governance loop: about one that there is, in a declared state, in the same chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from queries.acts.act import Act, about_cases, new_key, states
from queries.acts.act_chain import bound
from queries.acts.acts_about_cases import subject_of
from queries.city import City
from queries.errors import ActRefused
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MAY = datetime(2026, 5, 1, 8, tzinfo=UTC)
CASES = pa.table({"source_id": ["7"], "reported_at": [MAY], "category1": ["street"], "lon": [1.5], "lat": [10.5]})
SOURCE = "hotline"
SUBJECT = subject_of("handover", "supervision", SOURCE, "7")
HANDOVER = Act(
    "handover", SUBJECT, "saved", "local", "test", NOON, text="180 days late", source=SOURCE, source_id="7",
    loop="supervision", unit="第七监督检查室", state="handed_over",
)  # fmt: skip


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    clock = SteerableClock(NOON)
    with build_city(tmp_path / "small", "two_neighbourhoods", cases=CASES, source=SOURCE, clock=clock) as opened:
        yield opened


def standing(city: City, scope: Scope = WHOLE_CITY) -> list[tuple[str, str, str, str]]:
    found = city.saved.things("handover", scope=scope)
    return [(one.act.source_id, one.act.area_code, one.act.unit, one.act.state) for one in found]


def test_acts_from_before_there_were_cases_in_them_bear_the_hashes_that_they_had() -> None:
    """As the version before the columns wrote them."""
    view = Act(
        "view", "v1", "saved", "local", "test", NOON, name="Night noise", screen="analyst", search="?area=A1", act="a1"
    )
    note = Act(
        "note", "n1", "saved", "local", "test", NOON, text="Fair on the square", area_code="A1", from_at=NOON,
        until_at=NOON + timedelta(hours=1), act="a2",
    )  # fmt: skip
    first = bound("", view, NOON)
    assert first == "62068990c6239d521e5f620532fc0b73681ec1f0797c5b9c764900b9aee88057"
    assert bound(first, note, NOON) == "bbd3aa757941c1f80151d5ef961f44da19037ef04977ab81f82e8e1c1751dda8"
    assert bound(first, replace(note, state="confirmed"), NOON) != bound(first, note, NOON)


def test_a_handover_lies_where_its_case_does_and_its_last_state_stands(city: City) -> None:
    city.acts.deliver([HANDOVER])
    assert standing(city) == [("7", "A2", "第七监督检查室", "handed_over")]
    city.acts.deliver([replace(HANDOVER, act=new_key(), state="received", text="")])
    city.acts.rebuild()
    assert standing(city) == [("7", "A2", "第七监督检查室", "received")]
    assert (city.saved.broken_at(), city.saved.missing_at_end(), city.acts.reconcile()) == (None, 0, ())


def test_what_was_said_of_a_case_is_for_those_who_see_every_case_there(city: City) -> None:
    city.acts.deliver([HANDOVER])
    west, east = (city.tree.area(code) for code in ("A1", "A2"))
    assert standing(city, Scope(areas=((east.area_id, east.last_id),))) == standing(city)
    assert standing(city, Scope(areas=((west.area_id, west.last_id),))) == []
    noise = LineOfBusiness("噪声", "Noise", categories=("noise",))
    assert standing(city, Scope(lines_of_business=(noise,))) == []
    assert standing(city, Scope(closed_lines=(noise,))) == []


def test_whom_a_case_went_to_is_kept_without_what_is_personal(city: City) -> None:
    city.acts.deliver([replace(HANDOVER, unit="督查 13987654321", text="联系人：张晓明")])
    landing = [path.read_bytes() for path in (city.ground.folder / "landing").glob("*")]
    assert not any(b"13987654321" in content or "张晓明".encode() in content for content in landing)


def test_what_is_about_no_case_or_in_no_state_is_refused(city: City) -> None:
    refusals = (
        (replace(HANDOVER, source_id="8"), "no_case"),
        (replace(HANDOVER, source_id=""), "no_case"),
        (replace(HANDOVER, state="confirmed"), "state"),
        (replace(HANDOVER, state=""), "state"),
        (replace(HANDOVER, unit=""), "no_unit"),
        (replace(HANDOVER, unit="x" * 81), "long"),
        (replace(HANDOVER, kind="decision", state="", text=""), "no_text"),
        (replace(HANDOVER, kind="decision"), "state"),
    )
    for act, key in refusals:
        with pytest.raises(ActRefused) as refused:
            city.acts.deliver([act])
        assert refused.value.key == key, act
    assert standing(city) == []


def test_the_kinds_that_are_about_cases() -> None:
    states_of = {
        "case_mark": 2,
        "decision": 0,
        "first_action": 2,
        "handover": 4,
        "callback_attempt": 2,
        "alarm_verdict": 2,
        "sample_verdict": 3,
    }
    assert about_cases() == tuple(states_of)
    assert {kind: len(states(kind)) for kind in about_cases()} == states_of
