"""The KPIs of a page: each with its change, what is normal for it, and its target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.briefings.composing.asked_numbers import asked_texts, card_address, question_of_kpi, written
from dashboard.briefings.declaration import Counted
from dashboard.briefings.document import BandShown, FigureShown, Mark
from dashboard.display.normality import target_text
from dashboard.display.wording import compared_with, metric_name, no_change, reason, sample, state_text, until_text
from dashboard.view.scene import Scene
from dashboard.words.numbers import between, change
from queries.city import City
from queries.values import Answer, Metric, Normal, Question, bases, incomparable


@dataclass(frozen=True)
class KpiFound:
    """The answers about one KPI. before: None where nothing earlier can be compared, or there is no value."""

    metric: Metric
    question: Question
    value: Answer
    earlier: Question | None
    before: Answer | None
    normal: Normal | None

    @property
    def is_worse(self) -> bool:
        """Whether it lies outside of what is normal on the side that is not better, or misses its target."""
        return self.mark in ("worse", "outside")

    @property
    def mark(self) -> Mark:
        """Nothing of a number that is not settled, or that nothing judges."""
        value = self.value
        if value.status != "ok" or not value.is_settled:
            return ""
        if value.target is not None and value.target.is_met is False:
            return "worse"
        place = self.normal.place_of(value) if self.normal else None
        if place in (None, "inside"):
            return ""
        better = {"up": "above", "down": "below"}.get(self.metric.good)
        return "outside" if better is None else "better" if place == better else "worse"


def kpis_found(city: City, scene: Scene, wanted: Iterable[Counted]) -> tuple[KpiFound, ...]:
    """The answers about some KPIs in the area and period of a scene."""
    return tuple(_found(city, scene, one) for one in wanted)


def _found(city: City, scene: Scene, counted: Counted) -> KpiFound:
    question = question_of_kpi(counted, scene)
    value = city.kpis.ask(question)
    metric = city.kpis.dictionary[question.metric].with_denominator(question.denominator)
    earlier = None
    if scene.earlier and value.status == "ok":
        period = scene.earlier.period
        earlier = replace(question, start=period.start, end=period.end, as_of=scene.earlier.as_of)
    before = city.kpis.ask(earlier) if earlier else None
    normal = city.kpis.normal(question) if value.status == "ok" else None
    return KpiFound(metric, question, value, earlier, before, normal)


def figure_shown(found: KpiFound, scene: Scene) -> FigureShown:
    """A KPI as a page shows it."""
    value, metric = found.value, found.metric
    is_known = value.status == "ok"
    moved, against = _moved(found, scene)
    return FigureShown(
        kpi=metric.key,
        name=metric_name(metric, scene),
        value=value.value,
        text=written(value.value, value.unit, scene),
        unit=value.unit,
        status=value.status,
        n=value.n if is_known else None,
        basis=_basis(found, scene),
        change=moved,
        before=found.before.value if found.before else None,
        against=against,
        band=_band(found, scene),
        target=target_text(value, scene),
        mark=found.mark,
        reason="" if is_known else reason(value, scene),
        of=asked_texts(found.question, scene),
        before_of=asked_texts(found.earlier, scene) if found.earlier else None,
        address=card_address(metric.key, scene),
    )


def _moved(found: KpiFound, scene: Scene) -> tuple[str, str]:
    """The change and what it is against; or why there is none, and nothing."""
    value, before = found.value, found.before
    if value.status != "ok":
        return "", ""
    comparable = before.value if before and not incomparable(value, before, found.metric) else None
    moved = change(value.value, comparable, value.unit, scene.words)
    if moved is None:
        return no_change(value, before, found.metric, scene), ""
    return moved.text, compared_with(found.metric, scene)


def _basis(found: KpiFound, scene: Scene) -> str:
    if found.value.status != "ok":
        return ""
    if bases()[found.metric.basis].is_state:
        return state_text(scene)
    return until_text(scene) if found.value.kind == "count" else sample(found.value.n, scene)


def _band(found: KpiFound, scene: Scene) -> BandShown | None:
    band = found.normal.band if found.normal else None
    if band is None or found.normal is None:
        return None
    place = found.normal.place_of(found.value) or ""
    return BandShown(band.low, band.high, place, between(band.low, band.high, found.value.unit, scene.words))
