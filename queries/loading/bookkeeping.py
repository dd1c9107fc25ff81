"""What is written down after the rows: the standing of their source, and of what kind the reasons for refusal are."""

from __future__ import annotations

from datetime import UTC

from geodata.city.profile import SourceProfile
from queries.calendar.zones import MISSING, instant
from queries.conversion.converter import NOT_A_TIME
from queries.conversion.life_cycle import known_steps
from queries.loading.staging import Stager
from queries.loading.upsert import Writing


def note_source(writing: Writing, about: SourceProfile, stager: Stager) -> None:
    """The steps that the source knows, its watermark, counts and last load, after what was staged has been written."""
    source = writing.origin.source
    before = writing.run("source", source=source).fetchall()
    steps = set(stager.steps).union(*(row[0].split(",") for row in before))
    marks = [row[1] for row in before if row[1] is not None]
    if stager.watermark != MISSING:
        marks.append(instant(stager.watermark).replace(tzinfo=None))
    writing.run("forget_source", source=source)
    writing.run(
        "note_source",
        source=source,
        steps=",".join(known_steps({}, tuple(steps))),
        crs=about.crs,
        zone=writing.origin.zone,
        cadence_s=about.cadence_s,
        watermark=max(marks, default=None),
        recorded_at=writing.origin.recorded_at.astimezone(UTC).replace(tzinfo=None),
    )


def kind_of(reason: str) -> str:
    """The reason without the value that only one row has."""
    return f"{reason.partition(': ')[0]} {NOT_A_TIME}" if reason.endswith(NOT_A_TIME) else reason
