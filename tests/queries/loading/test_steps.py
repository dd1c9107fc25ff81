"""Delivered steps of cases: by file and by POST, before or after their case, each kept once, also by a rebuild."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from queries.calendar.clock import Clock
from queries.cases.one_case import CaseAsked, CaseFacts, find_case
from queries.city_context import CityContext
from queries.errors import FileRefused
from queries.intake.reception import Reception
from queries.loading.load import load_file
from queries.loading.summary import LoadSummary
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from queries.recovery.recovery import open_recovered
from queries.scope import WHOLE_CITY
from queries.store.statement_runner import StatementRunner
from tests.queries.intake.conftest import case, new_city, rows_of
from tests.queries.intake.test_packing import apply_next

PROFILE = '\n[sources.posted]\n[sources.flow]\nkind = "steps"\n'
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 2, tzinfo=UTC)
STEPS = "SELECT * FROM city.event_steps ORDER BY ALL"
CONTENT = (
    "SELECT source, source_id, step, happened_at::VARCHAR, actor, unit, to_value FROM city.event_steps ORDER BY ALL"
)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[CityContext]:
    with new_city(tmp_path, PROFILE) as opened:
        opened.clock = Clock(mode="wall", wall=lambda: NOW)
        yield opened


def step(number: object, word: str, minutes: int, **more: object) -> dict[str, object]:
    moment = (BEGIN + timedelta(minutes=minutes)).isoformat()
    return {"source_id": number, "step": word, "happened_at": moment} | more


def deliver(city: CityContext, source: str, *rows: dict[str, Any]) -> LoadSummary:
    applied: list[LoadSummary] = []
    reception = Reception(city, on_applied=applied.append)
    kind = city.profile.source(source).kind
    reception.accept(source, kind, rows)
    apply_next(reception, source, kind)
    return applied[0]


def counts(summary: LoadSummary) -> tuple[int, int, int, int]:
    return summary.read, summary.loaded, summary.duplicate, summary.refused


def card(city: CityContext, number: str, recorded_as_of: datetime | None = None) -> CaseFacts | None:
    return find_case(
        StatementRunner(city.store, 10.0), CaseAsked("posted", number, NOW, recorded_as_of, scope=WHOLE_CITY)
    )


def test_steps_are_kept_once_by_their_case(city: CityContext) -> None:
    rows = [step(1, "派遣", 5, unit="市政"), step(1, "declined", 9), step(1, "declined", 20)]
    assert counts(deliver(city, "flow", *rows, rows[0])) == (4, 3, 1, 0)
    assert counts(deliver(city, "flow", *rows)) == (3, 0, 3, 0)
    assert rows_of(city, CONTENT) == [
        ("posted", "1", "declined", "2026-06-01 00:09:00", None, None, None),
        ("posted", "1", "declined", "2026-06-01 00:20:00", None, None, None),
        ("posted", "1", "dispatched", "2026-06-01 00:05:00", None, "市政", None),
    ]
    assert rows_of(city, "SELECT kind, rows, watermark::VARCHAR FROM city.sources") == [
        ("steps", 3, "2026-06-01 00:20:00")
    ]


def test_a_step_may_come_before_its_case(city: CityContext) -> None:
    deliver(city, "flow", step(7, "dispatched", 30, unit="市政"))
    assert card(city, "7") is None
    deliver(city, "posted", case(7))
    found = card(city, "7")
    assert found is not None
    assert [(act.step, act.unit) for act in found.delivered_steps] == [("dispatched", "市政")]


def test_a_word_that_is_not_known_is_kept_and_counted_and_a_row_without_its_case_is_refused(city: CityContext) -> None:
    summary = deliver(
        city, "flow", step(1, "盖章", 5), step(1, "盖章", 6), {"step": "closed"}, step(1, "closed", 99_999)
    )
    assert counts(summary) == (4, 2, 0, 2)
    assert summary.unknown_words == {"step": {"盖章": 2}}
    assert rows_of(city, "SELECT DISTINCT step FROM city.event_steps") == [("盖章",)]
    reasons = [str(reason) for (reason,) in rows_of(city, "SELECT reason FROM city.quarantine ORDER BY line")]
    assert reasons == ["no source_id", "happened_at lies in the future"]


def test_what_was_recorded_last_counts_and_what_was_known_then_can_be_asked(city: CityContext) -> None:
    deliver(city, "posted", case(1))
    deliver(city, "flow", step(1, "dispatched", 5, unit="甲"))
    city.clock = Clock(mode="wall", wall=lambda: NOW + timedelta(hours=1))
    deliver(city, "flow", step(1, "dispatched", 5, unit="乙"))
    now, then = card(city, "1"), card(city, "1", NOW + timedelta(minutes=1))
    assert now is not None
    assert then is not None
    assert [act.unit for act in now.delivered_steps] == ["乙"]
    assert [act.unit for act in then.delivered_steps] == ["甲"]


def test_the_name_of_an_actor_does_not_leave(city: CityContext) -> None:
    deliver(city, "posted", case(1))
    deliver(city, "flow", step(1, "received", 5, actor="张伟", unit="市政"))
    found = card(city, "1")
    assert found is not None
    assert "张伟" not in str(found)
    assert found.delivered_steps[0].unit == "市政"


TEXT = """工单编号,环节,时间,操作人,承办单位
1,派遣,2026-06-01 08:05:00,,市政
1,退单,2026-06-01 09:00:00,,城管
,结案,2026-06-01,,
"""


def test_files_of_any_form_bring_the_same_steps(city: CityContext, tmp_path: Path) -> None:
    (tmp_path / "steps.csv").write_text(TEXT, encoding="utf-8")
    summary = load_file(city, tmp_path / "steps.csv", source="flow", recorded_at=NOW)
    assert counts(summary) == (3, 2, 0, 1)
    assert rows_of(city, CONTENT) == [
        ("posted", "1", "declined", "2026-06-01 01:00:00", None, "城管", None),
        ("posted", "1", "dispatched", "2026-06-01 00:05:00", None, "市政", None),
    ]
    assert rows_of(city, "SELECT line, reason FROM city.quarantine") == [(4, "no source_id")]
    table = pa.table(
        {
            "case_id": pa.array([1, 1]),
            "step": ["declined", "dispatched"],
            "time": pa.array([BEGIN + timedelta(hours=1), BEGIN + timedelta(minutes=5)], pa.timestamp("us", "UTC")),
            "department": ["城管", "市政"],
        }
    )
    pq.write_table(table, tmp_path / "steps.parquet")
    lines = '{"id": "1", "step": "declined", "time": "2026-06-01T09:00:00+08:00", "unit": "城管"}\n'
    (tmp_path / "steps.jsonl").write_text(lines, encoding="utf-8")
    for name, rows in (("steps.parquet", 2), ("steps.jsonl", 1)):
        assert counts(load_file(city, tmp_path / name, source="flow", recorded_at=NOW)) == (rows, 0, rows, 0)


def test_a_file_without_steps_is_refused_whole(city: CityContext, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("工单编号,上报时间\n1,2026-06-01\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="no column gives step nor happened_at; found: 工单编号, 上报时间"):
        load_file(city, tmp_path / "cases.csv", source="flow", recorded_at=NOW)
    assert reconcile(city.store) == ()


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (1, 2))])
def test_whatever_the_cut_a_rebuild_ends_as_the_deliveries_did(city: CityContext, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    (tmp_path / "steps.csv").write_text(TEXT, encoding="utf-8")
    for number in range(30):
        words = ["received", "盖章", "退单"]
        rows = [
            step(chance.randrange(3), chance.choice(words), chance.randrange(3)) for _ in range(chance.randint(1, 4))
        ]
        deliver(city, "flow", *rows, *([{"step": "closed"}] * chance.choice([0, 0, 1])))
        if number == 15:
            load_file(city, tmp_path / "steps.csv", source="flow", recorded_at=NOW + timedelta(minutes=1))
    held, refused = rows_of(city, STEPS), rows_of(city, "SELECT * FROM city.quarantine ORDER BY ALL")
    sources = rows_of(city, "SELECT * EXCLUDE (last_load) FROM city.sources")
    assert len(held) > 5
    for most in (1, 7, 200_000):
        with mock.patch("queries.loading.apply.MOST_ROWS", most):
            rebuild(city)
        assert rows_of(city, STEPS) == held
        assert rows_of(city, "SELECT * FROM city.quarantine ORDER BY ALL") == refused
        assert rows_of(city, "SELECT * EXCLUDE (last_load) FROM city.sources") == sources
        assert reconcile(city.store) == ()


def test_what_was_accepted_and_not_applied_is_applied_by_the_next_start(tmp_path: Path) -> None:
    with new_city(tmp_path, PROFILE) as city:
        Reception(city).accept("flow", "steps", [step(1, "closed", 5)])
    city, sentences = open_recovered(tmp_path / "small")
    with city:
        assert sentences == ()
        assert rows_of(city, "SELECT step FROM city.event_steps") == [("closed",)]
        with city.store.write() as cursor:
            cursor.execute("DELETE FROM city.event_steps")
        assert reconcile(city.store) == ("The store holds 0 steps, 1 were accepted; run `yiping rebuild`.",)
