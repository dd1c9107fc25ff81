"""Rebuilding the store from the inputs in landing/."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from queries.city_context import CityContext
from queries.errors import FileRefused, InputSetAside, LandingDamaged
from queries.landing.folder import Landed, all_landed, forget, verify
from queries.loading.apply import apply_consecutive, consecutive_inputs
from queries.loading.summary import LoadSummary
from queries.recovery.agreement import statements

log = logging.getLogger("yiping")
Progress = Callable[[str, float], None]
"""Called with what is being applied and the share done, 0..1."""


def rebuild(
    city: CityContext, progress: Progress | None = None, *, damaged: list[str] | None = None
) -> tuple[LoadSummary, ...]:
    """Empty the store and apply everything in landing/ again, of each source in the order of acceptance, in one
    transaction.

    The result equals the old state, the log of loads that changed nothing aside; `data_version` goes on counting.
    An accepted input that is missing or has changed is left out, with a sentence about it in `damaged`; without that
    list it raises LandingDamaged, leaving the store as it was.
    """
    everything = whole_inputs(city.folder, damaged)
    report = progress or (lambda _step, _share: None)
    with city.store.memory_limit.lifted(), city.store.write() as cursor:
        statements(cursor).run("empty_store")
        city.store.case_keys.forget()
        city.store.erased_cases.forget()
        city.store.note_acts()
        city.store.note_alarms()
        applied, refused = _apply_all(city, everything, cursor, report)
        city.store.next_data_version(cursor, datetime.now(UTC).replace(tzinfo=None), "rebuild")
    city.store.rebuilds += 1
    for landed in refused:
        forget(city.folder, landed)
    report("the store stands", 1.0)
    return tuple(applied)


def _apply_all(
    city: CityContext, everything: list[Landed], cursor: duckdb.DuckDBPyConnection, report: Progress
) -> tuple[list[LoadSummary], list[Landed]]:
    """The summaries of what was applied, and the files that are refused now as they were when they came."""
    applied: list[LoadSummary] = []
    refused: list[Landed] = []
    for inputs in consecutive_inputs(everything):
        report(inputs[0].file or inputs[0].name, len(applied) / len(everything))
        try:
            for outcomes in apply_consecutive(city, inputs, cursor):
                applied += [outcome.summary for outcome in outcomes]
                report(inputs[0].source, len(applied) / len(everything))
        except InputSetAside as error:  # it may have been loaded before, and stays in landing/
            log.warning("%s", error)
        except FileRefused:
            refused += inputs
    return applied, refused


def whole_inputs(folder: Path, damaged: list[str] | None) -> list[Landed]:
    """The accepted inputs that are as they were accepted, oldest first; sentences about the others in `damaged`, or
    LandingDamaged without that list."""
    whole = []
    for landed in all_landed(folder, damaged):
        try:
            verify(folder, landed)
        except LandingDamaged as error:
            if damaged is None:
                raise
            damaged.append(str(error))
        else:
            whole.append(landed)
    return whole
