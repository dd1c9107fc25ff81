"""What matters in an area at a moment: KPIs outside of what is normal, stocks that rise, areas below that stand out by
more than chance. Asked here; sentence.py says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from dashboard.view.scene import Scene
from dashboard.walls.mode_walls import walls_shown
from queries.city import City
from queries.values import UNKNOWN, Answer, AnswerRow, ComparedPart, Metric, Normal, Question, Scope, SingleFlight

CHIEF = ("reported", "handled_daily", "overdue_open", "open", "closed_on_time", "satisfaction")
"""The KPIs that are held against what is normal."""
STOCKS = ("overdue_open", "open")
"""The stocks whose weeks are looked at, the graver first."""
STANDING_OUT = (("overdue_open", "open"), ("closed_on_time", None), ("satisfaction", None))
"""KPIs, with their denominators, by which areas are compared: each a share of cases, of which some are bad."""
MOST_WEEKS, WEEK = 8, timedelta(days=7)
MOST_EXCEPTIONS = 3
MOST_HELD = 64


@dataclass(frozen=True)
class JudgedKpi:
    """A KPI and what is normal for it."""

    metric: Metric
    answer: Answer
    normal: Normal


@dataclass(frozen=True)
class RisingStock:
    """A stock that was larger at the end of each of `weeks` weeks than of the one before: from `first` to `last`."""

    metric: Metric
    weeks: int
    first: float
    last: float


@dataclass(frozen=True)
class Outstanding:
    """An area that is worse than the others together by more than chance. whole: of all of them; bad: the cases that
    make it so; excess: how many more they are than at the rate of the others; owner: the department that has most of
    them, and how many, None where no case names one."""

    code: str
    name: str
    metric: Metric
    value: float
    whole: float
    bad: int
    excess: float
    owner: tuple[str, int] | None


@dataclass(frozen=True)
class Situation:
    """as_of: the moment of all of it; rising: None where no stock rises; outstanding: the gravest first, each area
    once."""

    as_of: datetime
    judged: tuple[JudgedKpi, ...]
    rising: RisingStock | None
    outstanding: tuple[Outstanding, ...]


class SharedSituations:
    """The situations of one city: each is asked for once in so many seconds as its mode of operation says, for all who
    look."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._held: SingleFlight[tuple[Scope, Question, datetime], Situation] = SingleFlight(MOST_HELD)

    def of(self, scene: Scene) -> Situation:
        """The situation at most so long before the moment of a scene; of one that looks back at its very moment."""
        as_of = scene.now.as_of
        if scene.view.as_of is None:
            as_of -= timedelta(seconds=as_of.timestamp() % walls_shown(self._city, scene).sentence_s)
        moved = replace(scene, now=replace(scene.now, as_of=as_of))
        key = (scene.scope, moved.question(CHIEF[0]), as_of)
        return self._held.get(key, lambda: situation(self._city, moved))


def situation(city: City, scene: Scene) -> Situation:
    """What matters in the area and period of a scene."""
    known = [key for key in CHIEF if key in city.kpis.dictionary and city.kpis.answerable(key, scope=scene.scope)]
    judged = [_judged(city, scene, key) for key in known]
    return Situation(
        scene.now.as_of, tuple(one for one in judged if one), rising(city, scene), outstanding(city, scene)
    )


def _judged(city: City, scene: Scene, key: str) -> JudgedKpi | None:
    question = replace(scene.question(key), denominator=None)
    answer = city.kpis.ask(question)
    if answer.status != "ok":
        return None
    return JudgedKpi(city.kpis.dictionary[key], answer, city.kpis.normal(question))


def rising(city: City, scene: Scene) -> RisingStock | None:
    """The gravest stock that rose, until yesterday, or until the end of a period that is over."""
    yesterday = scene.now.as_of.astimezone(scene.zone).date() - timedelta(days=1)
    last = min(yesterday, scene.period.end or yesterday)
    days = (scene.of_days(key, last - MOST_WEEKS * WEEK, last) for key in STOCKS if key in city.kpis.dictionary)
    questions = [replace(one, denominator=None) for one in days]
    for scan in city.kpis.shared_scans(questions):
        scan()
    return next(filter(None, (_rising(city, question, last) for question in questions)), None)


def _rising(city: City, question: Question, last: date) -> RisingStock | None:
    answer = city.kpis.ask(question)
    if answer.status != "ok":
        return None
    values = list(ends_of_weeks(answer, last))
    weeks = weeks_risen(values)
    return RisingStock(city.kpis.dictionary[question.metric], weeks, values[weeks], values[0]) if weeks > 0 else None


def weeks_risen(values: Sequence[float]) -> int:
    """In how many of the newest weeks a stock rose without a stop; values: at the ends of weeks, the newest first."""
    pairs = list(pairwise(values))
    return next((place for place, (newer, older) in enumerate(pairs) if newer <= older), len(pairs))


def ends_of_weeks(answer: Answer, last: date) -> Iterator[float]:
    """The values a week apart back from the day `last`, the newest first, as far as they can be compared."""
    rows = {row.code: row for row in answer.rows}
    breaks = [one.day for one in answer.breaks_within]
    for weeks in range(MOST_WEEKS + 1):
        day = last - weeks * WEEK
        row = rows.get(day.isoformat())
        if row is None or row.value is None or not row.is_settled or any(day < one for one in breaks):
            return
        yield row.value


def outstanding(city: City, scene: Scene) -> tuple[Outstanding, ...]:
    """The areas below that stand out, the gravest first."""
    if scene.area.is_leaf:
        return ()
    found = sorted(_all_outstanding(city, scene), key=lambda one: (-one.excess, one.code))
    first_of_each = {one.code: one for one in reversed(found)}
    gravest = [one for one in found if first_of_each[one.code] is one][:MOST_EXCEPTIONS]
    return tuple(replace(one, owner=_owner(city, scene, one)) for one in gravest)


def _all_outstanding(city: City, scene: Scene) -> Iterator[Outstanding]:
    for key, denominator in STANDING_OUT:
        if key not in city.kpis.dictionary or not city.kpis.answerable(key, denominator, scope=scene.scope):
            continue
        metric = city.kpis.dictionary[key].with_denominator(denominator)
        found = city.kpis.compared(replace(scene.question(key, by="area"), denominator=denominator))
        worse = "more" if metric.good == "down" else "less"
        for part in found.parts:
            if part.verdict == worse and found.whole.value is not None:
                yield _outstanding_of(part, metric, float(found.whole.value))


def _outstanding_of(part: ComparedPart, metric: Metric, whole: float) -> Outstanding:
    value = part.value or 0.0
    bad = round(part.n * (value if metric.good == "down" else 1 - value))
    excess = part.n * abs(part.difference or 0.0)
    return Outstanding(part.code, part.name, metric, value, whole, bad, excess, None)


def _owner(city: City, scene: Scene, one: Outstanding) -> tuple[str, int] | None:
    question = scene.question(one.metric.key, by="department")
    asked = replace(question, area=one.code, denominator=_denominator(one.metric))
    rows = [row for row in city.kpis.ask(asked).rows if row.code != UNKNOWN]
    worst = max(rows, key=lambda row: (_bad(row, one.metric), row.code), default=None)
    bad = _bad(worst, one.metric) if worst else 0
    return (worst.name, bad) if worst and bad else None


def _denominator(metric: Metric) -> str | None:
    return next(denominator for key, denominator in STANDING_OUT if key == metric.key)


def _bad(row: AnswerRow, metric: Metric) -> int:
    """The cases of a part that make its share worse."""
    top, bottom = int(row.numerator or 0), int(row.denominator or 0)
    return top if metric.good == "down" else bottom - top
