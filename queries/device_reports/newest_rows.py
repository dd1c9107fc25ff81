"""Which of many reports must be kept so that applying them again comes to the same: the newest of each key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from queries.device_reports.kinds import ReportTable, report_tables
from queries.device_reports.row_check import check_rows

NEVER = datetime(1, 1, 1)  # noqa: DTZ001  (naive UTC, as in the table)


def surviving_rows(
    kind: str, rows: Sequence[Any] | pa.Table, *, zone: str, mapping: Mapping[str, Any] | None = None
) -> list[int]:
    """Places of the rows (in the order of arrival) that decide the state, in that order; parameters of `check_rows`.

    Of reports of the same time all are kept, of those without any time the last. Calls are all kept: what was known of
    an hour earlier can be asked for.
    """
    good, _ = check_rows(kind, rows, zone=zone, mapping=mapping)
    kept: dict[tuple[Any, ...], tuple[datetime, list[int]]] = {}
    for row in good.to_pylist():
        table = report_tables()[row["table"]]
        key = (table.name, *((row["row"],) if table.greatest else (row[column] for column in table.key)))
        newest = _newest(table, row) or NEVER
        before, numbers = kept.get(key, (NEVER, []))
        if newest > before or newest == before == NEVER:
            kept[key] = (newest, [row["row"]])
        elif newest == before:
            numbers.append(row["row"])
    return sorted(number for _, numbers in kept.values() for number in numbers)


def _newest(table: ReportTable, row: Mapping[str, Any]) -> datetime | None:
    return next((row[name] for name in table.newest_by if row[name] is not None), None)
