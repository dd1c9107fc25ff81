"""A city with a briefing that is quickly made, a schedule of it, and a clock that stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.briefings.schedule.made_briefing import MadeBriefing
from dashboard.briefings.schedule.made_briefings import made_briefings
from dashboard.briefings.schedule.scheduled import SCHEDULE
from dashboard.briefings.schedule.scheduling import NotMade, Scheduling
from dashboard.screens.screen_registry import REGISTRY
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.history import history
from tests.cities.steerable_clock import SteerableClock

SUNDAY = datetime(2026, 11, 15, 4, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)  # 8:00 in the city
SHORT = """
[short]
zh = "快报"
en = "Short report"
order = 5
period = "last_week"
figures = ["reported"]
parts = ["overdue", "definitions"]
"""


@dataclass(frozen=True)
class Scheduled:
    """The city, its clock, and what its schedule does."""

    city: City
    clock: SteerableClock

    @property
    def folder(self) -> Path:
        return self.city.ground.folder

    def declare(self, more: str = "", **changed: str) -> None:
        """The schedule: one briefing, on Mondays at 8, as a workbook, which needs no typesetter."""
        fields = {"briefing": "short", "at": "0 8 * * 1", "language": "en"} | changed
        lines = [f'{name} = "{text}"' for name, text in fields.items()]
        text = "\n".join(["[monday]", 'forms = ["xlsx"]', *lines, more])
        (self.folder / SCHEDULE).write_text(text, "utf-8")

    def look(self) -> str:
        """One run of the job; what it says of failures."""
        try:
            Scheduling(self.city, REGISTRY).look()
        except NotMade as error:
            return str(error)
        return ""

    def made(self) -> list[MadeBriefing]:
        return list(made_briefings(self.folder).made)

    def states(self) -> list[tuple[str, int]]:
        return [(one.state, one.attempts) for one in self.made()]

    def files(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "briefings").rglob("*") if path.is_file())

    def exports(self) -> list[dict[str, Any]]:
        lines = (self.folder / "audit/000001.jsonl").read_text("utf-8").splitlines()
        return [one for one in map(json.loads, lines) if one["kind"] == "export"]


@pytest.fixture
def scheduled(tmp_path: Path) -> Iterator[Scheduled]:
    """On a Sunday, of a schedule that was first found then."""
    clock = SteerableClock(SUNDAY)
    with build_city(tmp_path / "little", "little", cases=history(), clock=clock) as city:
        (city.ground.folder / "briefings.toml").write_text(SHORT, "utf-8")
        made = Scheduled(city, clock)
        made.declare()
        made.look()
        yield made
