"""A number beside an earlier one, as plain data: the days compared, the change, or why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.view.against import earlier_by
from dashboard.view.periods import PeriodAt, ScreenPeriod
from queries.city import City
from queries.values import Answer, Question, bases, incomparable, working_calendar


def compared(city: City, question: Question, answer: Answer, against: str) -> dict[str, Any]:
    """What `answer` is compared with; value and change are null where nothing can be, and `notes` say why."""
    zone, metric = city.profile.time_zone, city.kpis.dictionary[question.metric].with_denominator(question.denominator)
    day = answer.as_of.astimezone(zone).date()
    is_state = bases()[metric.basis].is_state
    start, end = (day, day) if is_state else (answer.start, answer.end)
    kind = "today" if start == end == day else "days"
    before = earlier_by(
        against, PeriodAt(ScreenPeriod(kind, start, end), answer.as_of), zone, working_calendar(city.profile)
    )
    told: dict[str, Any] = {"against": against, "value": None, "n": None, "change": None, "notes": []}
    if before is None or before.period.start is None or before.period.end is None:
        return told | {"from": None, "to": None, "as_of": None, "by_festival": False}
    first, last = (None, None) if is_state else (before.period.start, before.period.end)
    earlier = city.kpis.ask(replace(question, by=None, as_of=before.as_of, start=first, end=last))
    told |= {"from": before.period.start.isoformat(), "to": before.period.end.isoformat()}
    told |= {"as_of": before.as_of.isoformat(), "by_festival": before.by_festival}
    reasons = incomparable(answer, earlier, metric)
    told |= {"value": earlier.value, "n": earlier.n, "notes": list(reasons)}
    if answer.value is None or earlier.value is None or reasons:
        return told
    return told | {"change": answer.value - earlier.value}
