"""A delivery, checked before it is written to landing/: its frame, and which of its rows are refused and why.

Applying finds the same reasons again, since it reads the same texts with the same converter.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queries.acts.act import ACTS
from queries.calendar.working_time import working_calendar
from queries.calendar.zones import zone_named
from queries.city_context import CityContext
from queries.conversion.converter import Converter
from queries.conversion.delivered_rows import (
    canonical_texts,
    chunk_of,
    delivered_mapping,
    unrecognised,
    withheld,
    without_persons,
)
from queries.conversion.text_rows import packed, texts_of
from queries.device_reports.file_columns import withheld_columns
from queries.device_reports.row_check import RefusedRow, check_rows, unknown_names
from queries.intake.unread_values import UnreadValues, unread_values_of
from queries.landing.folder import EVENTS
from queries.landing.frames import framed
from queries.loading.alarms.transition import ALARMS
from queries.loading.report_load import with_refusals
from queries.privacy.nested_values import without_personal
from queries.privacy.person_references import person_key
from queries.privacy.personal_columns import declared_personal
from queries.reading.chunk import RAW_KEPT, RefusedLine


@dataclass(frozen=True)
class Checked:
    """A delivery ready to be written to landing/."""

    frame: bytes
    rows: int
    refused: tuple[RefusedRow, ...]
    unread: tuple[UnreadValues, ...] = ()
    unrecognised: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def checked(city: CityContext, source: str, kind: str, rows: Sequence[Any], now: datetime) -> Checked:
    """The delivery's frame and refusals; `now` (aware) is when it came in."""
    if kind in (ACTS, ALARMS):
        return Checked(framed(packed(texts_of(rows)), len(rows)), len(rows), ())
    if kind == EVENTS:
        return _checked_cases(city, source, rows)
    return _checked_reports(city, source, kind, rows, now)


def _checked_cases(city: CityContext, source: str, rows: Sequence[Any]) -> Checked:
    about, key = city.profile.source(source), person_key(city.store.folder)
    delivered = texts_of(rows, declared_personal(about.mapping), inner=True)
    table, personal = without_persons(delivered, about.mapping, key), withheld(delivered, about.mapping)
    chunk = chunk_of([canonical_texts(table, about.overrides)], 0)
    mapping = delivered_mapping(chunk.table.column_names, about.overrides)
    with city.store.cursor() as computing:
        zone = zone_named(about.zone or city.profile.zone)
        converter = Converter(
            mapping, zone, working_calendar(city.profile), key, computing, city.tree.root.bbox, about.crs
        )
        _, refused = converter.convert(chunk)
    unread, unknown = unread_values_of(converter.tally, chunk.table), unrecognised(table, about.overrides)
    return Checked(framed(packed(table), len(rows)), len(rows), _refused_rows(refused), unread, unknown, personal)


def _checked_reports(city: CityContext, source: str, kind: str, rows: Sequence[Any], now: datetime) -> Checked:
    about = city.profile.source(source)
    declared = declared_personal(about.mapping)
    table = texts_of(rows, declared)
    zone = about.zone or city.profile.zone
    _, found = check_rows(kind, rows, zone=zone, mapping=about.mapping, crs=about.crs, now=now)
    personal = withheld_columns(kind, table.column_names, about.mapping)
    table = table.drop_columns(list(personal))
    raw = [(row.row, row.reason, _raw(rows[row.row], personal, declared)) for row in found]
    frame = framed(packed(with_refusals(table, raw)), len(rows))
    unknown = unknown_names(kind, table.column_names, about.mapping)
    return Checked(frame, len(rows), tuple(found), unrecognised=unknown, withheld=tuple(personal))


def _raw(row: Any, withheld: Collection[str], declared: frozenset[str]) -> str:
    """What is kept of a refused row: nothing of one that is no object, since what of it is personal cannot be told."""
    if not isinstance(row, Mapping):
        return ""
    kept = {name: without_personal(value, str(name), declared) for name, value in row.items() if name not in withheld}
    return json.dumps(kept, ensure_ascii=False, default=str)[:RAW_KEPT]


def _refused_rows(refused: Sequence[RefusedLine]) -> tuple[RefusedRow, ...]:
    return tuple(RefusedRow(row.line, row.reason) for row in sorted(refused, key=lambda row: row.line))
