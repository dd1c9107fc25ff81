"""A sealed segment of delivered reports, applied: rows refused at the door to quarantine, of the others the newest."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from geodata.city.profile import Profile
from geodata.placing.placer import Placer
from queries.conversion.case_places import AreaNames
from queries.conversion.text_rows import together
from queries.device_reports.applying import apply_reports
from queries.device_reports.row_check import check_rows
from queries.landing.folder import Landed
from queries.loading.segment_file import deliveries
from queries.loading.summary import LoadSummary
from queries.loading.upsert import Writing
from queries.reading.chunk import Refused
from queries.store.store import Store

REFUSED = b"refused"  # in a delivery's metadata: JSON [[row, reason, text], …] of the rows refused at the door


def with_refusals(table: pa.Table, refused: list[tuple[int, str, str]]) -> pa.Table:
    """A delivery of reports that knows which of its rows were refused when it came."""
    return table.replace_schema_metadata({REFUSED: json.dumps(refused, ensure_ascii=False)})


def apply_report_segment(  # noqa: PLR0913  (the store, what was accepted, and the ground)
    store: Store, landed: Landed, writing: Writing, *, profile: Profile, areas: AreaNames, placer: Placer
) -> tuple[LoadSummary, bool]:
    """Apply within the writer's transaction; the summary, and whether the segment must be kept."""
    about = profile.source(landed.source)
    told, refused, read = _told(deliveries(landed.read(store.folder), landed.name))
    writing.quarantine(refused)
    zone = about.zone or profile.zone
    good, _ = check_rows(landed.delivers, together(told), zone=zone, mapping=about.mapping)
    applied = apply_reports(
        store, writing.cursor, landed.delivers, landed.source, good,
        recorded_at=landed.recorded_at, profile=profile, areas=areas, placer=placer,
    )  # fmt: skip
    summary = LoadSummary(
        source=landed.source,
        file=landed.file,
        batch=landed.batch,
        read=read,
        loaded=applied.loaded,
        superseded=applied.older,
        duplicate=applied.duplicate,
        refused=len(refused),
    )
    kept = applied.loaded > 0 or bool(refused)
    writing.note_batches([summary], [landed], [kept])
    return summary, kept


def _told(deliveries: Iterator[pa.Table]) -> tuple[list[pa.Table], list[Refused], int]:
    """The rows that were taken, those that were refused (numbered through from 1), and how many there are."""
    told, refused, read = [], [], 0
    for table in deliveries:
        rows: list[tuple[int, str, str]] = json.loads((table.schema.metadata or {}).get(REFUSED, b"[]"))
        refused += [Refused(read + row + 1, reason, raw) for row, reason, raw in rows]
        keep = np.ones(table.num_rows, dtype=bool)
        keep[[row for row, _, _ in rows]] = False
        told.append((table.filter(pa.array(keep)) if rows else table).replace_schema_metadata(None))
        read += table.num_rows
    return told, refused, read
