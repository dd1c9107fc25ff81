"""What comes next by season on the analyst's page: a line a kind, and on how little it rests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from tests.cities.builder import build_city
from tests.dashboard.screens.conftest import texts
from tests.queries.kpis.comparisons.test_coming import NOON, cases


def test_the_screen_says_what_comes_and_on_how_little_it_rests(tmp_path: Path) -> None:
    with build_city(tmp_path / "tiny", cases=cases(date(2023, 10, 1)), clock=NOON) as city:
        at = "?lang=en&as_of=2025-11-15T12:00:00%2B08:00"
        said = texts(draw_panel(PANELS["coming"], city, "/", at, None))
        march = texts(draw_panel(PANELS["coming"], city, "/", at.replace("2025-11-15", "2025-03-01"), None))
    assert "What comes next · kinds that rise from 2025-11-15 to 2025-12-12" in said
    begins = "heating: in the same days from 56 to 224 cases (× 4.00, 95 % interval "
    assert any(line.startswith(begins) for line in said)
    assert "4 kinds compared in 2 former years; 1 rose in each of them by more than chance." in said
    assert any(line.startswith("There is only one former year, which cannot tell a season from") for line in march)
