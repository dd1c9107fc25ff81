"""Columns of files and deliveries of reports and steps: how well they fit, and which are personal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from queries.device_reports.kinds import tables_of
from queries.device_reports.sent_rows import SentTable, known_as
from queries.privacy.personal_columns import declared_personal, is_declared_personal, is_withheld


def step_header_fit(mapping: Mapping[str, Any], names: Sequence[str]) -> int:
    """2 where these names, in a row of a file, would head its steps, else 0."""
    file = _file_with(names)
    required = [column for column in tables_of("steps")[0].columns.values() if column.required]
    return 2 * all(known_as(column, file, mapping) for column in required)


def withheld_columns(kind: str, names: Sequence[str], mapping: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a kind of reports that are personal: declared by the mapping, or by their names unless they fill a
    column of the kind. Raises MappingRefused."""
    declared = declared_personal(mapping)
    sent = _file_with(names)
    columns = (column for table in tables_of(kind) for column in table.columns.values())
    used = {name for column in columns for name in known_as(column, sent, mapping)}
    return tuple(
        name for name in names if is_declared_personal(name, declared) or (is_withheld(name) and name not in used)
    )


def _file_with(names: Sequence[str]) -> SentTable:
    return SentTable(pa.table({name: pa.nulls(0) for name in names}))
