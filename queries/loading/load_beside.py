"""Loading a large file of cases while the deliveries of other sources are applied.

Its rows are read, placed and written in a transaction of its own. Only its end takes the writer's turn: the moment at
which it becomes known, its manifest in landing/, and the commit. So nothing that is committed meanwhile has a later
moment than the file, and what is recorded as of a moment never changes afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import duckdb

from queries.city_context import CityContext
from queries.landing.folder import Landed, accept_file, forget
from queries.loading.bookkeeping import Outcome
from queries.loading.case_load import CaseLoad, Progress
from queries.loading.inputs.opened_inputs import cases_of
from queries.loading.inputs.received_file import ReceivedFile
from queries.loading.load import summary_with_seconds
from queries.loading.summary import LoadSummary
from queries.loading.versions.written_piece import Extent
from queries.store.case_keys import CaseKeys

Turn = Callable[[Callable[[], None]], None]
"""Runs work between two applications of the writer, in whichever thread, and returns at its end."""


def load_beside(
    city: CityContext,
    received: ReceivedFile,
    in_turn: Turn,
    moment: Callable[[], datetime],
    progress: Progress | None = None,
) -> LoadSummary:
    """Load a received file (see `receiving`); all or nothing. moment: gives, in the turn, when it became known (aware).

    Nothing else of its source may be applied meanwhile. Raises as `load_file`, and duckdb.TransactionException when it
    contradicts what was committed since.
    """
    started, copied = time.perf_counter(), received.copied
    with city.store.write_beside() as cursor, city.store.cursor() as computing:
        load = CaseLoad(city, cases_of(city, copied, received.opened), cursor, computing, CaseKeys())
        [outcome], extent = load.write(progress)
        in_turn(lambda: _commit(load, cursor, copied, moment(), outcome, extent))
    return summary_with_seconds(outcome.summary, time.perf_counter() - started)


def _commit(  # noqa: PLR0913, PLR0917  (what was written, and what is recorded of it)
    load: CaseLoad,
    cursor: duckdb.DuckDBPyConnection,
    copied: Landed,
    moment: datetime,
    outcome: Outcome,
    extent: Extent,
) -> None:
    """Accept the file, if it brought anything new, and commit what it wrote."""
    store, landed = load.city.store, replace(copied, recorded_at=moment)
    if is_kept := outcome.is_kept:
        landed = accept_file(store.folder, copied, moment)
    try:
        with store.commit_beside(cursor, landed.source):
            load.date(landed)
            load.record([outcome], extent)
    except BaseException:
        if is_kept:
            forget(store.folder, landed)
        raise
