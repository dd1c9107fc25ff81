"""The duty roster of the simulated city: every centre is manned at every moment, and every line counts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from dashboard.simulator.habits.duty import write_duty
from queries.city import City
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF


def test_every_centre_is_manned_at_every_moment_and_every_line_counts(tmp_path: Path) -> None:
    build_city(tmp_path / "tiny").close()
    with City.open(tmp_path / "tiny") as city:
        write_duty(tmp_path / "tiny", city.tree, AS_OF.date(), 7)
        for hours in range(0, 48, 5):
            roster = city.roll_calls.on_duty(city.tree.root, AS_OF + timedelta(hours=hours), scope=WHOLE_CITY)
            assert [one.area_id for one in roster.turns] == list(range(1, len(city.tree) + 1))
            assert roster.refused == ()
