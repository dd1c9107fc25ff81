"""After the start of a server no screen waits for how long shares ripen."""

from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.jobs.quiet_moments import QuietMoments
from dashboard.server import preparation
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history


def test_a_share_is_asked_for_by_one_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "RIPENING_PAUSE_S", 0.0)
    with build_city(tmp_path, "little", cases=history(), clock=NOON) as city:
        preparation.measure_ripening(city, QuietMoments())
        before = city.sources.statements_asked
        start = NOON.date() - timedelta(days=3)
        city.kpis.ask(Question("closing_rate", "41", start, NOON.date(), scope=WHOLE_CITY))
        assert city.sources.statements_asked == before + 1
