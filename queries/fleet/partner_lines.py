"""The lines to partners: departments, key special grids and joined systems, each with its newest state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from queries.kpis.report_facts import ReportFacts
from queries.kpis.source_facts import aware
from queries.privacy.text_columns import leaving
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

LINKS = ("up", "degraded", "down")
_SQL = read_statements(Path(__file__).with_name("fleet.sql"))


@dataclass(frozen=True)
class Partner:
    """One partner. kind: department | special_grid | system; link: up | degraded | down, None where not reported;
    lag_s: seconds that its data are behind; seen_at: its last sign of life (aware)."""

    partner: str
    kind: str
    name: str
    link: str | None
    lag_s: float | None
    special_grid: str | None
    seen_at: datetime | None


def partner_lines(runner: StatementRunner, as_of: datetime) -> tuple[Partner, ...]:
    """All partners by kind and key, as they are at `as_of` (aware); none for a moment before their newest reports."""
    if not ReportFacts(runner).known_at("partners", as_of):
        return ()
    _, rows = runner.rows(_SQL["partners"], {})
    return tuple(
        Partner(
            leaving("partner", partner),
            kind,
            leaving("name", name or partner),
            link if link in LINKS else None,  # a column of text: anything else is no state, and does not leave
            lag,
            grid,
            aware(seen),
        )
        for partner, kind, name, link, lag, grid, seen in rows
    )
