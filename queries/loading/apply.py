"""Applying accepted inputs to the store: a new one, or consecutive ones when the store is rebuilt.

There is one path for both; a single delivery is a list of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import duckdb

from queries.acts.act import ACTS
from queries.city_context import CityContext
from queries.landing.folder import EVENTS, SEGMENT, STEPS, Landed
from queries.loading.act_load import load_acts
from queries.loading.alarms.transition import ALARMS
from queries.loading.alarms.transition_load import load_transitions
from queries.loading.bookkeeping import Outcome
from queries.loading.case_load import CaseLoad, Progress
from queries.loading.erasure.erasure import ERASURES
from queries.loading.erasure.erasure_load import load_erasures
from queries.loading.inputs.opened_inputs import cases_of, opened_landed, opened_segments
from queries.loading.inputs.segment_file import Segment, in_pieces, read_segment
from queries.loading.report_load import load_reports
from queries.loading.step_load import load_step_file, load_step_segments
from queries.reading.chunk import Limits, Opened

MOST_ROWS = 200_000  # of segments applied in one go, unless one alone has more
LIMITS = Limits()


def apply_landed(
    city: CityContext,
    landed: Landed,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
    opened: Opened | None = None,
) -> Outcome:
    """Apply an accepted input in a transaction of its own; its summary, and whether it must be kept in landing/.
    opened: the same input, where it is open already."""
    with city.store.write() as cursor:
        if opened is not None:
            return _apply_opened(city, landed, opened, cursor, progress)
        [[outcome]] = apply_consecutive(city, [landed], cursor, progress, limits)
    return outcome


def apply_together(city: CityContext, inputs: Sequence[Landed]) -> list[Outcome]:
    """Apply accepted inputs, each of another source, in one transaction; the outcome of each as in `apply_landed`.
    When one of them cannot be applied, none is."""
    with city.store.write() as cursor:
        return [outcome for one in inputs for [outcome] in apply_consecutive(city, [one], cursor)]


def consecutive_inputs(everything: Iterable[Landed]) -> Iterator[list[Landed]]:
    """The inputs source by source, each in the order given, cut so that `apply_consecutive` takes each list: segments
    that follow each other, or a single file or table. Erasures first: what they name never comes into the store."""
    by_source = sorted(everything, key=lambda one: (one.delivers != ERASURES, one.source))
    for (_, kind, _), run in groupby(by_source, key=lambda one: (one.source, one.kind, one.delivers)):
        if kind == SEGMENT:
            yield list(run)
        else:
            yield from ([landed] for landed in run)


def apply_consecutive(
    city: CityContext,
    inputs: Sequence[Landed],
    cursor: duckdb.DuckDBPyConnection,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> Iterator[list[Outcome]]:
    """Apply segments of one source and kind in the order of acceptance, or one file or table, within a transaction of
    the writer; the outcomes of as many as were applied at a time.

    Raises FileRefused when a file as a whole cannot be loaded, LandingDamaged for a broken segment.
    """
    if inputs[0].kind == SEGMENT:
        segments = (read_segment(city.store.folder, landed) for landed in inputs)
        for group in in_pieces(segments, MOST_ROWS):
            yield _apply_segments(city, group, cursor, progress, limits)
        return
    [landed] = inputs
    with city.store.cursor() as computing, opened_landed(city, landed, limits, computing) as opened:
        yield [_apply_opened(city, landed, opened, cursor, progress)]


def _apply_opened(
    city: CityContext, landed: Landed, opened: Opened, cursor: duckdb.DuckDBPyConnection, progress: Progress | None
) -> Outcome:
    """Apply a file or table that is open."""
    if landed.delivers == STEPS:
        return load_step_file(city, landed, opened, cursor)
    with city.store.cursor() as computing:
        [outcome] = CaseLoad(city, cases_of(city, landed, opened), cursor, computing).load(progress)
    return outcome


def _apply_segments(
    city: CityContext,
    segments: Sequence[Segment],
    cursor: duckdb.DuckDBPyConnection,
    progress: Progress | None,
    limits: Limits,
) -> list[Outcome]:
    if segments[0].landed.delivers == ACTS:
        return load_acts(city, segments, cursor)
    if segments[0].landed.delivers == ALARMS:
        return load_transitions(city, segments, cursor)
    if segments[0].landed.delivers == ERASURES:
        return load_erasures(city, segments, cursor)
    if segments[0].landed.delivers == STEPS:
        return load_step_segments(city, segments, cursor)
    if segments[0].landed.delivers != EVENTS:
        return load_reports(city, segments, cursor)
    with city.store.cursor() as computing:
        return CaseLoad(city, opened_segments(city, segments, limits), cursor, computing).load(progress)
