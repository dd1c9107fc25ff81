"""How cases stand in each loop: counted by hand on the tiny city, and that stages add up whatever is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import pyarrow as pa
import pytest

from queries.city import City
from queries.errors import QuestionRefused
from queries.governance.loop import Loop
from queries.governance.stage_counts import PARTS_OF_LOOPS, LoopAnswer, left_to_do
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, CASES, case_table, local, table_of

CASES_OF_STAGES = {
    "dispatch": {"unaccepted": "K12", "unfiled": "K13", "unreceived": "K6"},
    "verification": {"rework": "K15"},
    "rework": {"solved": "K3", "redoing": "K15"},
    "cross_boundary": {"closed": "K8", "in_hand": "K9"},
    "police_110": {"closed": "K8", "in_hand": "K9"},
    "suspension": {"within": "K7"},
    "abnormal_void": {"after_dispatch": "K11"},
    "dissatisfied": {"redone": "K4", "waiting": "K3"},
    "callbacks": {"reached": "K1 K3 K8", "waiting": "K2"},
    "call_rounds": {},  # no attempt is told of: test_call_rounds.py
    "special_grids": {"inside": "K1 K3 K5", "above": "K2 K4"},
    "device_alarms": {},  # no verdict is told of: test_device_alarms.py
    "same_matter": {"closed": "K1 K2"},
    "supervision": {
        "overdue": "K6 K15", "abnormal_void": "K11", "dissatisfied": "K3 K4", "sent_back": "K15", "unreceived": "K6",
        "unsolved": "K3 K4",
    },
}  # fmt: skip
LATE = {"dispatch.unfiled": 1, "dispatch.unreceived": 1, "dissatisfied.waiting": 1, "callbacks.waiting": 1}
"""Of those with a limit that is passed; K13 and K6 are past what was counted on the working-time calendar."""
MOMENTS = (local("5 21:30"), local("8 10:30"), local("9 9:30"))


def standing(city: City, loop: Loop, **asked: object) -> LoopAnswer:
    question = Question(loop.metric_of(), "C", as_of=AS_OF, scope=WHOLE_CITY)
    return city.governance.stages(loop, replace(question, **asked))  # type: ignore[arg-type]


def count(city: City, metric: str, **asked: object) -> int:
    return city.kpis.ask(replace(Question(metric, "C", as_of=AS_OF, scope=WHOLE_CITY), **asked)).n  # type: ignore[arg-type]


def test_each_stage_has_the_cases_counted_by_hand_in_its_list(tiny_city: City) -> None:
    assert tiny_city.governance.loops.keys() == CASES_OF_STAGES.keys()
    for loop in tiny_city.governance.loops.values():
        counted = {one.stage.key: one for one in standing(tiny_city, loop).stages}
        assert {key: one.n for key, one in counted.items() if one.n} == {
            key: len(listed.split()) for key, listed in CASES_OF_STAGES[loop.key].items()
        }, loop.key
        for key, expected in CASES_OF_STAGES[loop.key].items():
            metric = loop.metric_of(counted[key].stage)
            listed = tiny_city.kpis.cases(Question(metric, "C", as_of=AS_OF, scope=WHOLE_CITY))["source_id"].to_pylist()
            assert " ".join(listed) == expected, metric
            assert (counted[key].late or 0) == LATE.get(metric, 0), metric
    for metric, late in LATE.items():
        assert count(tiny_city, f"{metric}.late") == late, metric


def test_stages_add_up_to_the_population_at_any_moment_in_any_area_by_any_part(tiny_city: City) -> None:
    parts = cycle((*PARTS_OF_LOOPS, None))
    for number, loop in enumerate(tiny_city.governance.loops.values()):
        for moment, area in ((AS_OF, "C"), (MOMENTS[number % len(MOMENTS)], ("W", "E1")[number % 2])):
            _adds_up(tiny_city, standing(tiny_city, loop, as_of=moment, area=area, by=next(parts)))


def _adds_up(city: City, answer: LoopAnswer) -> None:
    loop, whole, stages = answer.loop, answer.whole, answer.stages
    place = (loop.key, whole.area, whole.as_of)
    total = sum(one.n for one in stages)
    assert total >= whole.n if loop.overlapping else total == whole.n, place
    for number, one in enumerate(stages):
        assert one.n == sum(one.bands.values()), place
        assert (one.late or 0) <= one.n, place
        assert one.oldest is None or one.oldest <= (whole.as_of or AS_OF), place
        assert not answer.parts or one.n == sum(part[number].n for part in answer.parts.values()), place
    if not loop.overlapping:
        assert answer.pending == count(city, loop.pending_metric, area=whole.area, as_of=whole.as_of), place
    left = [left_to_do(part) for part in answer.parts.values()]
    assert left == sorted(left, reverse=True), place


def test_who_holds_what_is_left_stands_first(tiny_city: City) -> None:
    loops = tiny_city.governance.loops
    parts = standing(tiny_city, loops["supervision"], by="department").parts
    assert next((code, left_to_do(stages)) for code, stages in parts.items()) == ("_unknown", 3)
    with pytest.raises(QuestionRefused):
        standing(tiny_city, loops["rework"], by="area")


def test_a_stage_is_a_number_like_others_by_day_and_within_a_scope(tiny_city: City) -> None:
    by_day = Question("suspension", "C", as_of=AS_OF, start=local("7 0:00").date(), by="day", scope=WHOLE_CITY)
    assert [row.value for row in tiny_city.kpis.ask(by_day).rows] == [0, 0, 1, 1]
    west = tiny_city.tree.area("W")
    scope = Scope(areas=((west.area_id, west.last_id),))
    loop = tiny_city.governance.loops["cross_boundary"]
    assert [one.n for one in standing(tiny_city, loop, area="W", scope=scope).stages] == [1, 0, 0, 1]
    east = tiny_city.tree.area("E1")
    narrow = Scope(areas=((east.area_id, east.last_id),))
    assert [one.n for one in standing(tiny_city, loop, area="E1", scope=narrow).stages] == [0, 0, 0, 0]


def test_the_kpis_of_loops_are_found_and_in_no_list(tiny_city: City) -> None:
    dictionary = tiny_city.kpis.dictionary
    assert "rework.solved" in dictionary
    assert not [key for key in dictionary if "." in key]
    assert dictionary["rework.redoing.late"].zh == "退回重办 · 重办中 · 超过时限"


def test_what_no_source_knows_is_no_data_and_not_zero(tmp_path: Path) -> None:
    bare = pa.table({"source_id": ["1"], "reported_at": [datetime(2024, 6, 1, tzinfo=UTC)]})
    with build_city(tmp_path / "bare", cases=bare) as city:
        for key in ("cross_boundary", "police_110", "rework", "suspension", "callbacks"):
            answer = standing(city, city.governance.loops[key])
            assert (answer.whole.status, answer.stages) == ("no_data", ()), key


def test_rules_that_no_source_knows_are_named_and_not_zero(tmp_path: Path) -> None:
    times = {name: [datetime(2024, 6, day, tzinfo=UTC)] for name, day in (("reported_at", 1), ("due_at", 2))}
    closed = pa.array([None], pa.timestamp("us", "UTC"))
    cases = pa.table({"source_id": ["1"], **times, "closed_at": closed})
    with build_city(tmp_path / "limits", cases=cases) as city:
        rules = city.governance.loops["supervision"]
        answer = standing(city, rules, by="department")
        assert ([(one.stage.key, one.n) for one in answer.stages], answer.whole.n) == ([("overdue", 1)], 1)
        assert [one.key for one in answer.unknown] == [one.key for one in rules.stages[1:]]
        assert [len(part) for part in answer.parts.values()] == [1]
        asked = Question("supervision.sent_back", "C", as_of=AS_OF, scope=WHOLE_CITY)
        assert city.kpis.ask(asked).status == "no_data"


def test_where_no_rule_is_known_the_loop_has_no_data(tmp_path: Path) -> None:
    cases = pa.table({"source_id": ["1"], "reported_at": [datetime(2024, 6, 1, tzinfo=UTC)], "status": ["open"]})
    with build_city(tmp_path / "statuses", cases=cases) as city:
        answer = standing(city, city.governance.loops["supervision"])
        assert (answer.whole.status, answer.whole.value, answer.stages) == ("no_data", None, ())


def test_a_limit_that_no_source_knows_is_not_kept_by_all(tmp_path: Path) -> None:
    steps = {name: [datetime(2024, 6, 1, 1, tzinfo=UTC)] for name in ("reported_at", "accepted_at", "filed_at")}
    nothing = pa.array([None], pa.timestamp("us", "UTC"))
    cases = pa.table({"source_id": ["1"], **steps, "dispatched_at": steps["filed_at"], "received_at": nothing})
    with build_city(tmp_path / "unlimited", cases=cases) as city:
        late = {one.stage.key: one.late for one in standing(city, city.governance.loops["dispatch"]).stages}
        assert late == {"unaccepted": 0, "unfiled": None, "undispatched": 0, "unreceived": None}


def _without(folder: Path, *columns: str) -> City:
    return build_city(folder, cases=case_table().drop_columns(list(columns)), recorded_at=AS_OF)


def _said(city: City, loop: str) -> tuple[dict[str, int], list[str], int | None]:
    """The cases of the known stages, the stages that are not known, and how many are left to do."""
    answer = standing(city, city.governance.loops[loop])
    return {one.stage.key: one.n for one in answer.stages}, [one.key for one in answer.unknown], answer.pending


def test_a_receipt_that_no_source_tells_of_is_not_one_that_is_missing(tmp_path: Path) -> None:
    with _without(tmp_path / "unsigned", "received_at") as city:
        assert _said(city, "cross_boundary") == ({"closed": 1, "suspended": 0, "in_hand": 1}, ["unreceived"], 1)
        assert _said(city, "police_110") == ({"closed": 1, "unaccepted": 0, "in_hand": 1}, ["unreceived"], 1)
        assert "unreceived" in _said(city, "supervision")[1]
        for loop in ("cross_boundary", "police_110"):
            for metric in (f"{loop}.unreceived", f"{loop}.unreceived.late"):
                answer = city.kpis.ask(Question(metric, "C", as_of=AS_OF, scope=WHOLE_CITY))
                assert (answer.status, answer.value) == ("no_data", None), metric
            assert count(city, f"{loop}.in_hand") == 1, loop


def test_of_two_sources_only_the_one_that_tells_of_receipts_has_cases_without(tmp_path: Path) -> None:
    silent = case_table().drop_columns(["received_at"])
    signing = table_of(
        {name: value for name, value in one.items() if (one["source_id"], name) != ("K9", "received")} for one in CASES
    )
    with build_city(tmp_path / "both", cases=signing, source="signing", recorded_at=AS_OF) as city:
        city.acts.load_table(silent, "silent", recorded_at=AS_OF)
        assert _said(city, "cross_boundary") == (
            {"closed": 2, "suspended": 0, "unreceived": 1, "in_hand": 1}, [], 2,
        )  # fmt: skip
        assert count(city, "cross_boundary.unreceived") == 1
        assert count(city, "cross_boundary.in_hand") == 1


def test_what_is_left_of_stages_that_are_not_known_is_not_known_either(tmp_path: Path) -> None:
    with _without(tmp_path / "unworked", "reworked_at") as city:
        assert _said(city, "rework") == ({"solved": 1}, ["redoing", "waiting"], 1)
        assert _said(city, "dissatisfied") == ({}, ["redone", "redoing", "waiting"], None)
        for metric in ("rework.waiting", "dissatisfied.waiting", "dissatisfied.pending"):
            assert city.kpis.ask(Question(metric, "C", as_of=AS_OF, scope=WHOLE_CITY)).status == "no_data", metric
        loop = city.governance.loops["dissatisfied"]
        asked = Question(loop.metric_of(), "C", as_of=AS_OF, scope=WHOLE_CITY)
        waiting = city.governance.waiting(loop, asked, 10, None)
        assert [(case.source_id, case.stage, case.late) for case in waiting] == [
            ("K4", None, False),
            ("K3", None, False),
        ]
    with _without(tmp_path / "unlimited", "due_at") as city:
        assert _said(city, "suspension") == ({}, ["past_due", "within"], 1)
