"""Steps that differ in what was erased of them are one step afterwards, in the store as in one that is made again."""

from __future__ import annotations

from pathlib import Path

from geodata.city.profile import SourceProfile
from queries.erasure.redaction import redact_landing
from queries.intake.reception import Reception
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from tests.queries.erasure.conftest import forgotten
from tests.queries.loading.conftest import open_small_city

STEPS = "SELECT source_id, step, happened_at, actor, batch, line FROM city.event_steps ORDER BY ALL"
INPUTS = "SELECT batch, loaded, duplicate FROM city.batches WHERE source = 'acts' ORDER BY ALL"
SOURCES = "SELECT source, rows FROM city.sources ORDER BY ALL"


def test_steps_that_become_equal_are_one(tmp_path: Path) -> None:
    city = open_small_city(tmp_path, cases=SourceProfile(), acts=SourceProfile(kind="steps", cases="cases"))
    city.load_text("id,open_dt,title\n1,2024-03-01,first\n2,2024-03-01,second")
    reception = Reception(city.context)
    step = {"step": "dispatched", "at": "2024-03-02"}
    for numbers, actors in (("12", "ab"), ("1", "c"), ("1", "d")):
        rows = [step | {"case": number, "actor": actor} for number in numbers for actor in actors]
        reception.accept("acts", "steps", rows)
        reception.apply_waiting()
    forgotten(city, "1")

    def held() -> list[object]:
        return [city.rows(statement) for statement in (STEPS, INPUTS, SOURCES)]

    running = held()
    assert len(city.rows(STEPS)) == 3
    assert reconcile(city.store) == ()
    assert redact_landing(city.context).problems == ()
    rebuild(city.context)
    assert held() == running
    reception.accept("acts", "steps", [step | {"case": "1", "actor": "e"}, step | {"case": "2", "actor": "e"}])
    reception.apply_waiting()
    assert [len(city.rows(STEPS)), dict(city.rows(SOURCES))["acts"]] == [4, 4]
    city.store.close()
