"""Of which days the sources have data: what happened before and after them is not known, which is not zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from queries.as_of_state.state_tables import Basis
from queries.kpis import note
from queries.kpis.note import Note
from queries.kpis.source_facts import CaseSource

GRACE = timedelta(days=31)
"""How long a source may be late before the state of its cases counts as not known any more; how long before the first
case a city's first days without one are meant, and how long after the last."""
SILENT_FROM = 7.0
"""Cases that a source would have reported since its last one, at its rate before, from which on that is no chance
(Poisson: none instead of 7 comes about once in a thousand)."""


@dataclass(frozen=True)
class DaysOfData:
    """City days, both inclusive, between which a source has data; newest_at: up to when (aware), if that is known."""

    first: date
    last: date
    newest_at: datetime | None = None

    def meets(self, start: date | None, end: date | None, grace: timedelta = timedelta(0)) -> bool:
        """Whether it has a day of the period, or had one until `grace` before it."""
        return (end is None or end >= self.first) and (start is None or start <= self.last + grace)


@dataclass(frozen=True)
class Coverage:
    """The days of which each source has data."""

    spans: Mapping[str, DaysOfData]

    @property
    def newest_at(self) -> datetime | None:
        """Up to when (aware) any source has data."""
        return max((span.newest_at for span in self.spans.values() if span.newest_at), default=None)

    def has(self, day: date, grace: timedelta = timedelta(0)) -> bool:
        """Whether any source has data of a day, or had until `grace` before it."""
        return any(span.first <= day <= span.last + grace for span in self.spans.values())

    def is_whole(self, day: date, start: date, end: date) -> bool:
        """Whether every source that has days from start to end has the whole of another day too, and no other source
        has any of it: its very first day may have begun before it."""
        present = {name for name, span in self.spans.items() if span.meets(start, end)}
        return bool(present) and all(
            span.first < day <= span.last if name in present else not span.meets(day, day)
            for name, span in self.spans.items()
        )

    def is_past(self, day: date) -> bool:
        """Whether every source that has data of a day has data of later ones too: more of it will hardly come."""
        return all(span.last > day for span in self.spans.values() if span.meets(day, day))

    def reason_of_period(self, start: date | None, end: date | None, grace: timedelta = timedelta(0)) -> Note | None:
        """Why nothing is known of a period; None where something is, or no source has any data."""
        if not self.spans or any(span.meets(start, end, grace) for span in self.spans.values()):
            return None
        first, last = self._bounds()
        if end is not None and end < first:
            return note.before_data(first)
        if start is not None and start > last:
            return note.after_data(last)
        return note.between_data({name: (span.first, span.last) for name, span in self.spans.items()})

    def reason_of_state(self, day: date) -> Note | None:
        """Why nothing is known of the state at a day."""
        if not self.spans:
            return None
        first, last = self._bounds()
        if day < first:
            return note.before_data(first)
        return note.after_data(last) if day > last + GRACE else None

    def notes_of_period(self, start: date | None, end: date | None, today: date) -> list[Note]:
        """Which days of a period and which sources are not in a number."""
        if not self.spans:
            return []
        first, last = self._bounds()
        notes = [note.unknown_before(first)] if start is not None and start < first else []
        if end is not None and min(end, today) > last:
            notes.append(note.unknown_after(last))
        missing = {name: (one.first, one.last) for name, one in self.spans.items() if not one.meets(start, end)}
        return [*notes, note.sources_without_days(missing)] if missing else notes

    def _bounds(self) -> tuple[date, date]:
        return min(span.first for span in self.spans.values()), max(span.last for span in self.spans.values())


def grace_of(basis: Basis) -> timedelta:
    """How long after the newest data something is known still: of a state, and of limits, which are known before they
    fall due, and of what they are met by; of what happens nothing."""
    return GRACE if basis.is_state or basis.letter == "U" else timedelta(0)


def span_of_source(
    source: CaseSource, cadence_s: int | None, zone: tzinfo, *, of_reports: bool = False
) -> DaysOfData | None:
    """The days of which a source has data: up to its newest time; of one that says how often it delivers also up to the
    last delivery less that time, for it would have delivered what happened by then, and never beyond that delivery,
    for a time after it is one of a clock that is ahead. of_reports: of which it has reports, which in a file of the
    cases of a year end long before their last closing."""
    if source.first_reported is None or source.last_reported is None:
        return None
    newest = max(source.watermark or source.last_reported, source.last_reported)
    if of_reports and not cadence_s:
        newest = _end_of_reports(source, source.first_reported, source.last_reported, newest)
    if cadence_s and source.last_load:
        newest = min(max(newest, source.last_load - timedelta(seconds=cadence_s)), source.last_load)
    first = min(source.first_reported, newest)
    return DaysOfData(first.astimezone(zone).date(), newest.astimezone(zone).date(), newest)


def _end_of_reports(source: CaseSource, first: datetime, last: datetime, newest: datetime) -> datetime:
    """Up to when a source has reports: its last one, where none came for so long before its newest time that it cannot
    be chance. Its rate is that over its days of reports and GRACE: a single case tells of none."""
    rate, silent = source.rows / (last - first + GRACE).days, newest - last
    return last if silent > GRACE and silent.days * rate > SILENT_FROM else newest


def span_between(bounds: tuple[datetime, datetime], zone: tzinfo) -> DaysOfData:
    """The days between two instants (aware)."""
    return DaysOfData(bounds[0].astimezone(zone).date(), bounds[1].astimezone(zone).date(), bounds[1])
