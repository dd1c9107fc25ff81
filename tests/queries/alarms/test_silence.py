"""A source that is late by its own cadence, and owners whose devices are not heard of."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF, case, table_of
from tests.queries.alarms.test_alarms import OFF, watch

RULES = (
    OFF.replace("[sources_silent]\noff = true\n", "").replace("[devices_offline]\noff = true\n", "")
    + """
[devices_offline]
zh = "离线"
en = "Offline"
kind = "silence"
of = "devices"
above = 0.3
clear = 0.2
least = 4
severity = "warning"
"""
)


def devices(owner: str, silent: int, n: int) -> list[dict[str, Any]]:
    at = AS_OF.isoformat()
    return [
        {"device": f"{owner}{number}", "kind": "camera", "owner": owner, "area_code": "E1", "heartbeat_at": at}
        | ({"status": "fault"} if number < silent else {})
        for number in range(n)
    ]


def test_owners_and_sources_that_are_silent(tmp_path: Path) -> None:
    clock = SteerableClock(AS_OF)
    rows = [*devices("roads", 2, 4), *devices("parks", 1, 4), *devices("few", 3, 3)]
    profile = {"sources": {"posted": {"cadence_s": 600}}}
    with build_city(
        tmp_path / "tiny", clock=clock, alarms=RULES, profile=profile, source="posted", reports={"devices": rows}
    ) as city:
        assert watch(city) == [("devices_offline", "raised", "C", "roads", 0.5)]
        clock.advance(minutes=21)
        assert watch(city) == []  # silence is measured up to the last delivery
        deliver(city, "devices", *devices("new", 1, 1))
        silent = [one for one in watch(city) if one[0] == "devices_offline"]
        assert silent == [
            ("devices_offline", "raised", "C", "parks", 1.0),
            ("devices_offline", "changed", "C", "roads", 1.0),
        ]
        clock.advance(minutes=5)
        assert [one for one in watch(city) if one[0] == "sources_silent"] == [
            ("sources_silent", "raised", "C", "posted", 26.0)
        ]
        city.acts.load_table(
            table_of([case(source_id="K17", at="E1", reported="10 18:20")]),
            "posted",
            recorded_at=AS_OF + timedelta(minutes=26),
        )
        clock.advance(minutes=1)
        assert ("sources_silent", "cleared", "C", "posted", None) in watch(city)
