"""The new test city opens with its areas, its cases and its clock."""

import os
from datetime import UTC, datetime
from pathlib import Path

from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city

if __name__ == "__main__":
    noon = datetime(2026, 6, 3, 4, tzinfo=UTC)
    with build_city(Path(os.environ["YIPING_HOME"]) / "harbour", "harbour", clock=noon) as city:
        assert [area.name for area in city.tree.children(city.tree.root)] == ["Old Quay", "New Quay"]
        answer = city.kpis.ask(Question("reported", "harbour", by="area", scope=WHOLE_CITY))
        assert {row.code: row.n for row in answer.rows} == {"Q1": 1, "Q2": 1, "_not_placed": 0}, answer
        assert answer.as_of == noon
