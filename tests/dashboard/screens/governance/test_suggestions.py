"""Cases that may be one matter though no source linked them: which pairs, by what reasons, and what people said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.acts.act import Act
from queries.acts.acts_about_cases import subject_of
from queries.calendar.clock import Clock
from queries.city import City
from queries.governance.matters import MATTER_LOOP
from queries.governance.suggestions import LEAST_LIKENESS, Suggestion
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, CASES, case, local, table_of
from tests.dashboard.screens.conftest import texts

LAMP = {"category1": "road", "category3": "lamp"}
MORE = (
    case(source_id="P1", at="W1", channel="app", title="中原路路灯不亮", reported="8 8:00", **LAMP),
    case(source_id="P2", at="W1", channel="hotline_12345", title="路灯不亮，中原路", reported="8 10:00", **LAMP),
    # of P1 the same channel, of P2 another one
    case(source_id="P3", at="W1", channel="app", title="中原路的路灯不亮", reported="8 12:00", **LAMP),
    # another text; another street; another kind; too late
    case(source_id="P4", at="W1", channel="iot", title="小区门口电杆倾斜", reported="8 13:00", **LAMP),
    case(source_id="P5", at="W2", channel="iot", title="中原路路灯不亮", reported="8 13:00", **LAMP),
    case(source_id="P6", at="W1", channel="iot", title="中原路路灯不亮", category3="sign", reported="8 13:00"),
    case(source_id="P7", at="W1", channel="iot", title="中原路路灯不亮", reported="10 15:00", **LAMP),
    # linked by their source
    case(source_id="P8", at="E2", channel="app", matter_id="m8", title="灯", reported="8 8:00", **LAMP),
    case(source_id="P9", at="E2", channel="iot", matter_id="m8", title="灯", reported="8 9:00", **LAMP),
    # one person, no point
    case(source_id="Q1", channel="app", person_ref="q", reported="9 8:00", **LAMP),
    case(source_id="Q2", channel="app", person_ref="q", reported="9 20:00", **LAMP),
)
QUESTION = Question(MATTER_LOOP, "C", as_of=AS_OF, scope=WHOLE_CITY)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("tiny"), cases=table_of((*CASES, *MORE)), clock=AS_OF) as city:
        yield city


def pairs(city: City, question: Question = QUESTION) -> dict[str, Suggestion]:
    found = city.governance.suggestions(question, 40)
    assert found.all_pairs == len(found.pairs)
    return {f"{one.earlier.source_id} {one.later.source_id}": one for one in found.pairs}


def test_pairs_are_near_in_place_and_time_of_one_kind_and_alike_or_of_one_person(tiny: City) -> None:
    found = pairs(tiny)
    assert found.keys() == {"P1 P2", "P2 P3", "Q1 Q2"}
    near = found["P1 P2"]
    assert (near.metres, near.same_person, near.category) == (0.0, False, "lamp")
    assert near.likeness is not None
    assert near.likeness > LEAST_LIKENESS
    of_person = found["Q1 Q2"]
    assert (of_person.metres, of_person.same_person, of_person.category, of_person.area_id, of_person.likeness) == (
        None, True, None, None, None,
    )  # fmt: skip


def test_moment_days_area_and_scope_decide(tiny: City) -> None:
    assert pairs(tiny, replace(QUESTION, as_of=local("8 11:00"))).keys() == {"P1 P2"}
    assert pairs(tiny, replace(QUESTION, start=local("9 0:00").date())).keys() == {"Q1 Q2"}
    assert pairs(tiny, replace(QUESTION, area="W")).keys() == {"P1 P2", "P2 P3"}
    assert not pairs(tiny, replace(QUESTION, scope=Scope(closed_lines=(LineOfBusiness("路", "r", ("road",)),))))
    west = tiny.tree.area("W")
    assert "Q1 Q2" not in pairs(tiny, replace(QUESTION, area="W", scope=Scope(areas=((west.area_id, west.last_id),))))


def test_each_stands_with_its_reasons_and_with_what_people_said(tiny: City) -> None:
    refuted = Act(
        "case_mark", subject_of("case_mark", MATTER_LOOP, "tiny", "P2"), "saved", "local", "test",
        AS_OF.astimezone(UTC), source="tiny", source_id="P2", loop=MATTER_LOOP, state="refuted",
    )  # fmt: skip
    tiny.acts.deliver([refuted])
    said = texts(draw_panel(PANELS["suggestions"], tiny, "/matters", "?lang=en", None))
    assert "One person" in said
    assert any(" apart · 0 m · titles alike by " in one for one in said), said
    assert any("same person" in one for one in said)
    [act] = pairs(tiny)["P1 P2"].acts
    assert act.act.state == "refuted"


def test_of_reports_that_have_ended_the_last_days_are_compared_and_of_later_ones_nothing_is_known(
    tmp_path: Path,
) -> None:
    closed = {"closed_at": (AS_OF + timedelta(days=90)).astimezone(UTC).replace(tzinfo=None)}
    cases = table_of((*CASES, *MORE, case(source_id="Z1", at="E1", reported="1 9:00") | closed))
    with build_city(tmp_path, cases=cases, clock=Clock("data")) as city:
        assert pairs(city, replace(QUESTION, as_of=None)).keys() == {"P1 P2", "P2 P3", "Q1 Q2"}
        shown = texts(
            draw_panel(PANELS["suggestions"], city, "/matters", "?period=2024-08-01..2024-08-07&lang=en", None)
        )
    assert "No data: the data end on 2024-06-10." in shown
