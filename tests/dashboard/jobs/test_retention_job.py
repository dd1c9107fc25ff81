"""The job of every night erases what is due by the rule of the city while deliveries come in, and enters it."""

from datetime import UTC, datetime
from pathlib import Path

from dashboard.access.audit.audit_reading import EntriesWanted, newest_entries
from dashboard.commands.forgetting import apply_rule
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.stored_bytes import found_in

MAY = datetime(2024, 5, 1, tzinfo=UTC)
CANARY = "canary-b58e1d0c9f7a"


def test_what_is_due_goes_in_the_night(tmp_path: Path) -> None:
    clock = SteerableClock(MAY)
    rule = {"retention": {"texts": "30 days"}}
    folder = tmp_path / "small"
    with build_city(folder, "two_neighbourhoods", cases=(), clock=clock, profile=rule) as city:
        reception = city.acts.reception()
        reception.start()
        cases = [
            {"id": "1", "open_dt": "2024-04-01", "closed_dt": "2024-04-02", "text": CANARY},
            {"id": "2", "open_dt": "2024-04-01", "text": "of a case in hand"},
        ]
        reception.accept("cases", "events", cases, 20.0)
        clock.advance(days=-5)
        apply_rule(city, reception)
        assert found_in(folder / "landing", [CANARY])
        clock.advance(days=10)
        apply_rule(city, reception)
        apply_rule(city, reception)
        reception.stop()
        assert city.acts.reconcile() == ()
        assert found_in(folder / "landing", [CANARY]) == []
        assert found_in(folder / "landing", ["of a case in hand"])
    [entry] = newest_entries(folder, EntriesWanted("erasure"))
    assert (entry.entry.who, entry.entry.what) == ("retention", {"cases": "1", "people": "0"})
