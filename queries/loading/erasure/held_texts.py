"""The texts and persons that the store holds of cases, and what becomes of them: marks, new hashes, emptied rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from queries.loading.erasure.erased_values import SQL
from queries.loading.erasure.erasure import PERSON_REF, TEXTS, cell_of
from queries.store.bound_statements import BoundStatements

TABLES = ("events", "event_history")
Case = tuple[str, str]
"""Its source and number."""
MarkOf = Callable[[Case, str, str], int | None]
"""The mark of a text of a case by its column; None for one that stays."""
PersonOf = Callable[[Case], str]
"""What stands for the person of a case; empty where the person stays."""


@dataclass(frozen=True)
class HeldVersion:
    """A version of a case as a table holds it: texts by column, those that are there; person: its reference."""

    table: str
    held_row: int
    case: Case
    version: int
    row_hash: int
    texts: dict[str, str]
    person: str | None


def statements(cursor: duckdb.DuckDBPyConnection) -> BoundStatements:
    """The statements of erasure.sql, run with a cursor."""
    return BoundStatements(cursor, SQL)


def table_of(cases: Sequence[Case]) -> pa.Table:
    """Cases as a table that statements read."""
    sources, numbers = zip(*cases, strict=True) if cases else ((), ())
    return pa.table({"source": pa.array(sources, pa.string()), "source_id": pa.array(numbers, pa.string())})


def held_versions(cursor: duckdb.DuckDBPyConnection, cases: Sequence[Case]) -> list[HeldVersion]:
    """The versions of cases that hold a text or a person."""
    run, asked = statements(cursor), table_of(cases)
    return [
        _version(name, row)
        for name in TABLES
        for row in run.run_on("texts_of_cases", "cases", asked, {"table": name}).to_pylist()
    ]


def _version(table: str, row: dict[str, Any]) -> HeldVersion:
    texts = {name: row[name] for name in TEXTS if row[name] is not None}
    case = (row["source"], row["source_id"])
    return HeldVersion(table, row["held_row"], case, row["version"], row["row_hash"], texts, row[PERSON_REF])


@dataclass(frozen=True)
class ErasedVersion:
    """A version and what takes the place of its texts and its person; new_hash: of the row then."""

    held: HeldVersion
    marks: dict[str, int]
    person: str
    new_hash: int


def erased_versions(
    cursor: duckdb.DuckDBPyConnection, held: Sequence[HeldVersion], mark: MarkOf, person: PersonOf
) -> list[ErasedVersion]:
    """What becomes of versions of which anything is erased."""
    found = list[tuple[HeldVersion, dict[str, int], str]]()
    for one in held:
        marks = {name: mark(one.case, name, value) for name, value in one.texts.items()}
        kept = {name: value for name, value in marks.items() if value is not None}
        new_person = person(one.case) if one.person is not None else ""
        if kept or (new_person and new_person != one.person):
            found.append((one, kept, new_person))
    hashes = _new_hashes(cursor, found)
    return [ErasedVersion(*one, new_hash) for one, new_hash in zip(found, hashes, strict=True)]


def _new_hashes(
    cursor: duckdb.DuckDBPyConnection, found: Sequence[tuple[HeldVersion, dict[str, int], str]]
) -> list[int]:
    if not found:
        return []
    columns: dict[str, pa.Array] = {
        "position": pa.array(range(len(found)), pa.int64()),
        "held_row": pa.array([one.held_row for one, _, _ in found], pa.int64()),
        "row_hash": pa.array([one.row_hash for one, _, _ in found], pa.uint64()),
        PERSON_REF: pa.array([one.person for one, _, _ in found], pa.string()),
        "person_mark": pa.array([person or None for _, _, person in found], pa.string()),
    }
    for name in TEXTS:
        columns[name] = pa.array([one.texts.get(name) for one, _, _ in found], pa.string())
        cells = [cell_of(marks[name]) if name in marks else None for _, marks, _ in found]
        columns[f"{name}_mark"] = pa.array(cells, pa.string())
    rows = statements(cursor).run_on("new_hashes", "marked", pa.table(columns))
    return [int(new_hash) for new_hash in rows.column("new_hash").to_pylist()]


def write_erased(cursor: duckdb.DuckDBPyConnection, erased: Sequence[ErasedVersion]) -> None:
    """Empty what is erased of these versions, within a transaction of the writer."""
    for table in TABLES:
        own = [one for one in erased if one.held.table == table]
        if own:
            statements(cursor).run_on("erase_versions", "arrived", _written(own), {"table": table})


def _written(erased: Sequence[ErasedVersion]) -> pa.Table:
    columns: dict[str, pa.Array] = {
        "held_row": pa.array([one.held.held_row for one in erased], pa.int64()),
        "new_hash": pa.array([one.new_hash for one in erased], pa.uint64()),
        "person": pa.array([one.person or None for one in erased], pa.string()),
    }
    for name in TEXTS:
        cells = [cell_of(one.marks[name]) if name in one.marks else None for one in erased]
        columns[name] = pa.array(cells, pa.string())
    return pa.table(columns)


def reordered(held: Sequence[HeldVersion], erased: Sequence[ErasedVersion]) -> Iterator[Case]:
    """The cases of which two equal versions would change their order, which is that of their hashes."""
    new = {(one.held.table, one.held.held_row): one.new_hash for one in erased}
    alike: defaultdict[tuple[Case, int], list[tuple[int, int]]] = defaultdict(list)
    for one in held:
        alike[one.case, one.version].append((one.row_hash, new.get((one.table, one.held_row), one.row_hash)))
    for (case, _), hashes in alike.items():
        after = [new_hash for _, new_hash in sorted(hashes)]
        if after != sorted(after):
            yield case
