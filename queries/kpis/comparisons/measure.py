"""Before and after a measure: which days are compared, asked of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from geodata.areas.area_tree import Area
from queries.errors import QuestionRefused
from queries.kpis.answering import Answering
from queries.kpis.comparisons.comparing import Kind
from queries.kpis.comparisons.difference import WEEK, Difference, difference, is_of_few
from queries.kpis.comparisons.part_days import days_of_areas, has_days, is_number
from queries.kpis.question import Question

MOST_DAYS = 84
MeasureStatus = Literal["ok", "no_data", "not_by_day", "too_short", "no_cases", "few"]


@dataclass(frozen=True)
class MeasureAnswer:
    """status: why there is no difference where it is not ok: not_by_day (a state, a median, reports), too_short (not a
    whole week before and after of which there are data), no_cases, few (nothing is judged). first, last: of the days
    before and after, as many of the one as of the other, in whole weeks; None where none are."""

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
        return {**about, "on": self.on.isoformat(), "status": self.status, "kind": self.kind, **spans, "found": told}


def measured(
    answers: Answering, question: Question, controls: Sequence[Area], on: date, most_days: int = MOST_DAYS
) -> MeasureAnswer:
    """What changed in the area of the question from the day `on`, beside `controls`. The period of the question says
    nothing. Raises QuestionRefused (no controls, or areas that overlap) and as `answer`."""
    area = answers.tree.area(question.area)
    if not controls:
        text = f"{area.name} has no other area to be compared with; name some."
        raise QuestionRefused("no_other_area", text, area=area.name)
    wide = replace(
        question,
        area=answers.tree.root.code,
        by=None,
        start=on - timedelta(days=most_days),
        end=on + timedelta(days=most_days - 1),
    )
    asked = answers.resolve(wide)
    codes = tuple(one.code for one in controls)
    none = MeasureAnswer(question.metric, asked.metric.unit, area.code, codes, on, "not_by_day")
    if not has_days(asked):
        return none
    if asked.reasons:
        return replace(none, status="no_data")
    today = asked.as_of.astimezone(asked.period.zone).date()
    first, last = asked.period.days()[0], min(asked.period.days()[-1], today - timedelta(days=1))
    days = [day for day in asked.period.days() if day < today and asked.coverage.is_whole(day, first, last)]
    length = min(sum(day < on for day in days), sum(day >= on for day in days)) // WEEK * WEEK
    if not length:
        return replace(none, status="too_short")
    start, end = on - timedelta(days=length), on + timedelta(days=length - 1)
    parts = days_of_areas(answers, replace(wide, start=start, end=end), [area, *controls])
    metric = asked.metric
    kind: Kind = "number" if is_number(metric) else "share" if metric.kind == "ratio" else "mean"
    found = difference(parts, kind, length)
    few = found is not None and is_of_few(found, kind, length, answers.profile.minimum_cases)
    spans = ((start, on - timedelta(days=1)), (on, end))
    status: MeasureStatus = "few" if few else "ok" if found else "no_cases"
    shown = None if few else found
    return replace(none, status=status, kind=kind, before=spans[0], after=spans[1], found=shown)
