"""Where the cases of a city lie, for a map of a city whose areas have no outline."""

from __future__ import annotations

from pathlib import Path

from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("cases.sql"))
OUTERMOST = 0.02
"""Share of the points on every side that are left out: mistakes lie far away."""


def extent_of_cases(runner: StatementRunner) -> tuple[float, float, float, float] | None:
    """West, south, east and north (degrees WGS-84) of the trusted points but for the outermost. Raises TooSlow."""
    _, [(west, south, east, north)] = runner.rows(_SQL["extent"], {"low": OUTERMOST, "high": 1 - OUTERMOST})
    return None if west is None else (west, south, east, north)
