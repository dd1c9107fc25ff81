"""Loading sealed segments of erasures: what they name is emptied in the store, now and in every later load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import duckdb
import pyarrow as pa

from queries.city_context import CityContext
from queries.landing.folder import Landed, all_landed
from queries.loading.bookkeeping import Bookkeeping, Outcome
from queries.loading.erasure.erased_values import ErasedValues
from queries.loading.erasure.erasure import ERASURES, ErasedCase, case_of
from queries.loading.erasure.held_texts import Case, erased_versions, held_versions, statements, table_of, write_erased
from queries.loading.inputs.input_lines import naive_moment
from queries.loading.inputs.segment_file import Segment
from queries.loading.summary import LoadSummary
from queries.loading.versions.unchanged_rows import NAMED_OF_DELIVERIES, UnchangedRows
from queries.privacy.person_references import person_key
from queries.store.erased.compaction import note_compaction


def load_erasures(city: CityContext, segments: Sequence[Segment], cursor: duckdb.DuckDBPyConnection) -> list[Outcome]:
    """Apply segments of erasures within a transaction of the writer; the outcome of each. Makes a new version of the
    data, so that nothing that was answered before is shown again."""
    inputs = [segment.landed for segment in segments]
    books = Bookkeeping(city.store, cursor, inputs[0].source)
    outcomes, sources = list[Outcome](), set[str]()
    for segment in segments:
        cases = [case_of(row) for table in segment.deliveries for row in table.to_pylist()]
        _note(cases, segment.landed, cursor)
        city.store.erased_cases.forget()
        _empty(city, cases, segment.landed, cursor)
        books.next_data_version(segment.landed)
        outcomes.append(_outcome(segment.landed, len(cases)))
        sources |= {case.source for case in cases}
    for source in sources:
        city.store.case_keys.forget(source)
    books.record_inputs(inputs, outcomes)
    return outcomes


def _note(cases: Sequence[ErasedCase], landed: Landed, cursor: duckdb.DuckDBPyConnection) -> None:
    run = statements(cursor)
    columns = {
        "source": pa.array([case.source for case in cases], pa.string()),
        "source_id": pa.array([case.source_id for case in cases], pa.string()),
        "person": pa.array([case.person or None for case in cases], pa.string()),
        "salt": pa.array([case.salt for case in cases], pa.uint8()),
        "has_texts": pa.array([case.has_texts for case in cases], pa.bool_()),
    }
    run.run_on("note_cases", "cases", pa.table(columns), batch=landed.batch, recorded_at=naive_moment(landed))
    marks = [(case.source, mark) for case in cases for mark in case.marks]
    columns = {
        "source": pa.array([source for source, _ in marks], pa.string()),
        "mark": pa.array([mark for _, mark in marks], pa.uint64()),
    }
    run.run_on("note_marks", "marks", pa.table(columns))


def _empty(city: CityContext, cases: Sequence[ErasedCase], landed: Landed, cursor: duckdb.DuckDBPyConnection) -> None:
    """Empty what the store holds of these cases; of a store that is being made again nothing is there yet."""
    named = [(case.source, case.source_id) for case in cases]
    held = held_versions(cursor, named)
    persons = {(case.source, case.source_id): case.person for case in cases}
    with city.store.cursor() as computing:
        key = person_key(city.folder)
        values = {
            source: ErasedValues(source, key, city.store.erased_cases.of(source, cursor), computing)
            for source in {source for source, _ in named}
        }
        found = erased_versions(
            computing,
            held,
            lambda case, column, value: values[case[0]].mark(case[1], column, value),
            lambda case: persons.get(case, ""),
        )
    write_erased(cursor, found)
    with_texts = [(case.source, case.source_id) for case in cases if case.has_texts]
    refused, steps = set[str](), 0
    if with_texts:
        steps = _empty_steps(city, with_texts, cursor)
        for source in {source for source, _ in with_texts}:
            refused |= _empty_refused(city, source, cursor)
    if found or steps or refused:
        note_compaction(city.folder)
    _note_unredacted(city, named, landed, refused, cursor)


def _empty_steps(city: CityContext, cases: Sequence[Case], cursor: duckdb.DuckDBPyConnection) -> int:
    """Empty what people wrote in the steps of these cases, and of how many. Those that have become equal are one from
    now on, as they are where a store is made again."""
    run, of_cases = statements(cursor), table_of(cases)
    [emptied] = run.run_on("erase_steps", "cases", of_cases).to_pydict().values()
    removed = run.run_on("remove_equal_steps", "cases", of_cases)
    counted = Counter(zip(*removed.to_pydict().values(), strict=True))
    if not counted:
        return int(emptied[0])
    delivered_by, batches = zip(*counted, strict=True)
    columns = {"delivered_by": delivered_by, "batch": batches, "n": list(counted.values())}
    run.run_on("recount_steps", "equal_steps", pa.table(columns))
    run.run_on("recount_sources_of_steps", "equal_steps", pa.table(columns))
    for source in delivered_by:
        city.store.case_keys.states.forget(source)
    return int(emptied[0])


def _empty_refused(city: CityContext, source: str, cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """Empty the texts of refused rows that name an erased case of this source; the inputs that they came in."""
    run, erased = statements(cursor), city.store.erased_cases.of(source, cursor)
    found = run.run("refused_texts", sources=sources_about(city, {source})).fetchall()
    with city.store.cursor() as computing:
        named = erased.named_in([raw for *_, raw in found], computing)
    emptied = [(row, batch) for (row, batch, _), is_named in zip(found, named, strict=True) if is_named]
    if emptied:
        run.run("erase_refused_texts", rows=[row for row, _ in emptied])
    return {batch for _, batch in emptied}


def sources_about(city: CityContext, sources: Collection[str]) -> list[str]:
    """These sources of cases, and those that deliver steps of their cases."""
    steps = [name for name, about in city.profile.sources.items() if about.kind == "steps"]
    return [*sources, *(name for name in steps if city.profile.source_of_cases(name) in sources)]


def _note_unredacted(
    city: CityContext,
    cases: Sequence[Case],
    landed: Landed,
    refused: Collection[str],
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    """Write down the inputs that may hold these cases: those of their sources since the first of them became known, and
    those of `refused` rows, which may have come before."""
    run = statements(cursor)
    [first] = run.run_on("first_recorded", "cases", table_of(cases)).column("first").to_pylist()
    if first is None:
        return
    sources = set(sources_about(city, {source for source, _ in cases}))
    batches = [
        one.batch
        for one in all_landed(city.folder, [])
        if one.source in sources
        and one.delivers != ERASURES
        and (naive_moment(one) >= first or one.batch in refused)
        and one.batch != landed.batch
    ]
    run.run("note_unredacted", batches=batches)


def _outcome(landed: Landed, cases: int) -> Outcome:
    summary = LoadSummary(
        source=landed.source,
        file=landed.file,
        batch=landed.batch,
        read=cases,
        loaded=cases,
        superseded=0,
        duplicate=0,
        refused=0,
    )
    return Outcome(summary, True, UnchangedRows(NAMED_OF_DELIVERIES, keeps_lines=True))
