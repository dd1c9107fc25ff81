"""Why two numbers of a KPI must not be compared: they are not of the same sources or of whole periods, one of them
goes on after the sources fell silent, or a break parts them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from queries.as_of_state.state_tables import bases
from queries.kpis import note
from queries.kpis.answer import Answer
from queries.kpis.breaks.series_break import SeriesBreak, breaks_between
from queries.kpis.dictionary import Metric
from queries.kpis.note import Note

UNKNOWN_DAYS = frozenset(("unknown_before", "unknown_after"))
INCOMPLETE = frozenset(("incomplete",))
UNSETTLED = frozenset(("unripe", "incomplete"))
MISSING_SOURCES = frozenset(("sources_left_out", "sources_without_days"))


def incomparable(now: Answer, before: Answer, metric: Metric) -> tuple[Note, ...]:
    """Why two numbers must not be compared; empty where they may be. One without data gives its reasons."""
    if before.status == "no_data":
        return before.notes
    missing = _notes_of(before, MISSING_SOURCES)
    if {str(one) for one in missing} != {str(one) for one in _notes_of(now, MISSING_SOURCES)}:
        return missing or _notes_of(now, MISSING_SOURCES)
    if parting := breaks_parting(now, before):
        return tuple(map(note.series_break, parting))
    if low := dict.fromkeys((*_notes_of(before, INCOMPLETE), *_notes_of(now, INCOMPLETE))):
        return tuple(low)
    by_days = metric.kind == "count" or metric.unit == "case/day" or bases()[metric.basis].letter == "U"
    unknown = (*_notes_of(before, UNKNOWN_DAYS), *_notes_of(now, UNKNOWN_DAYS)) if by_days else ()
    if not unknown and now.is_cut_short != before.is_cut_short:
        return _fallen_silent(now if now.is_cut_short else before)
    return unknown


def unsettled_notes(answer: Answer) -> tuple[Note, ...]:
    """What of a number is not settled, where it is not: its rate still changes, or its stock may be too low."""
    return () if answer.is_settled else _notes_of(answer, UNSETTLED)


def breaks_parting(*answers: Answer) -> tuple[SeriesBreak, ...]:
    """The breaks that lie within the days of answers or between them."""
    known = sorted({one for answer in answers for one in answer.breaks}, key=lambda one: (one.day, one.en))
    firsts, lasts = zip(*(answer.days for answer in answers), strict=True)
    return breaks_between(known, min(firsts), max(lasts))


def _fallen_silent(answer: Answer) -> tuple[Note, ...]:
    heard = answer.freshness.heard_until
    return (note.fallen_silent(heard, ZoneInfo(answer.zone)),) if heard else ()


def _notes_of(answer: Answer, codes: frozenset[str]) -> tuple[Note, ...]:
    return tuple(one for one in answer.notes if one.code in codes)
