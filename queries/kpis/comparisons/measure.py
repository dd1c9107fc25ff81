"""Before and after a measure: which days are compared, asked of the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any, Literal

from geodata.areas.area_tree import Area
from queries.errors import QuestionRefused
from queries.kpis import note
from queries.kpis.answering import Answering
from queries.kpis.breaks.city_breaks import breaks_of_areas
from queries.kpis.breaks.series_break import breaks_between
from queries.kpis.comparisons.comparing import Kind
from queries.kpis.comparisons.difference import WEEK, Difference, difference, is_of_few
from queries.kpis.comparisons.part_days import days_of_areas, has_days, is_number
from queries.kpis.note import Note
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.ripening.ripening import Ripening

MOST_DAYS = 84
MeasureStatus = Literal["ok", "no_data", "not_by_day", "too_short", "across_break", "unripe", "no_cases", "few"]


@dataclass(frozen=True)
class MeasureAnswer:
    """status: why there is no difference where it is not ok: not_by_day (a state, a median, reports), too_short (not a
    whole week before and after of which there are data), across_break (there would be but for a break), unripe (there
    would be but for days whose rate is not settled), no_cases, few (nothing is judged). before, after: first and last
    of the days, as many of the one as of the other, in whole weeks; None where none are. notes: on breaks, beyond which
    no days are taken, and on days left out because their rate is not settled."""

    key: str
    unit: str
    area: str
    controls: tuple[str, ...]
    on: date
    status: MeasureStatus
    kind: Kind | None = None
    before: tuple[date, date] | None = None
    after: tuple[date, date] | None = None
    found: Difference | None = None
    notes: tuple[Note, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One JSON object, days in ISO form."""
        spans = {
            name: {"from": span[0].isoformat(), "to": span[1].isoformat()} if span else None
            for name, span in (("before", self.before), ("after", self.after))
        }
        told = None
        if self.found:
            placebos = self.found.placebos
            told = asdict(self.found) | {"may_be_chance": self.found.may_be_chance}
            told["placebos"] = {"of": placebos[0], "as_large": placebos[1]} if placebos else None
        about = {"key": self.key, "unit": self.unit, "area": self.area, "controls": list(self.controls)}
        return {
            **about,
            "on": self.on.isoformat(),
            "status": self.status,
            "kind": self.kind,
            **spans,
            "found": told,
            "notes": list(self.notes),
        }


def measured(
    answers: Answering,
    question: Question,
    controls: Sequence[Area],
    on: date,
    ripening_of: Callable[[ResolvedQuestion], Ripening | None],
) -> MeasureAnswer:
    """What changed in the area of the question from the day `on`, beside `controls`, at most by the days of its period;
    of a rate only by those of which it is settled. Raises QuestionRefused (no controls, or areas that overlap) and as
    `answer`."""
    area = answers.tree.area(question.area)
    if not controls:
        text = f"{area.name} has no other area to be compared with; name some."
        raise QuestionRefused("no_other_area", text, area=area.name)
    wide = replace(question, area=answers.tree.root.code, by=None)
    asked = answers.resolve(wide)
    codes = tuple(one.code for one in controls)
    none = MeasureAnswer(question.metric, asked.metric.unit, area.code, codes, on, "not_by_day")
    if not has_days(asked):
        return none
    if asked.reasons:
        return replace(none, status="no_data")
    length, without, notes = comparable_days(answers, asked, [area, *controls], on, ripening_of(asked))
    if not length:
        return replace(none, status=without, notes=notes)
    start, end, eve = on - timedelta(days=length), on + timedelta(days=length - 1), on - timedelta(days=1)
    parts = days_of_areas(answers, replace(wide, start=start, end=end), [area, *controls])
    metric = asked.metric
    kind: Kind = "number" if is_number(metric) else "share" if metric.kind == "ratio" else "mean"
    found = difference(parts, kind, length)
    few = found is not None and is_of_few(found, kind, length, answers.profile.minimum_cases)
    status: MeasureStatus = "few" if few else "ok" if found else "no_cases"
    shown = None if few else found
    return replace(none, status=status, kind=kind, before=(start, eve), after=(on, end), found=shown, notes=notes)


def comparable_days(
    answers: Answering, asked: ResolvedQuestion, areas: Sequence[Area], on: date, ripening: Ripening | None
) -> tuple[int, MeasureStatus, tuple[Note, ...]]:
    """How many days can be compared on both sides of a day; the status where none can; what keeps others out."""
    zone = asked.period.zone
    today = asked.as_of.astimezone(zone).date()
    first, last = asked.period.days()[0], min(asked.period.days()[-1], today - timedelta(days=1))
    known = [day for day in asked.period.days() if day < today and asked.coverage.is_whole(day, first, last)]
    breaks = sorted(chain(*breaks_of_areas(answers, asked.question, areas, first, last)), key=lambda one: one.day)
    eve = on - timedelta(days=1)
    joined = [day for day in known if not breaks_between(breaks, min(day, eve), max(day, on))]
    ripe_to = ripening.ripe_to(asked.as_of, zone) if ripening else today
    ripe = [day for day in joined if day <= ripe_to]
    length = _weeks(ripe, on)
    is_shorter = _weeks(joined, on) < max(1, _weeks(known, on))
    notes = tuple(map(note.series_break, dict.fromkeys(breaks))) if is_shorter else ()
    if ripening and length < _weeks(joined, on):
        notes = (*notes, note.unripe(ripe_to + timedelta(days=1), ripening.days))
    without: MeasureStatus = "unripe" if _weeks(joined, on) else "across_break" if _weeks(known, on) else "too_short"
    return length, without, notes


def _weeks(days: Sequence[date], on: date) -> int:
    """How many days, in whole weeks, there are on both sides of a day."""
    return min(sum(day < on for day in days), sum(day >= on for day in days)) // WEEK * WEEK
