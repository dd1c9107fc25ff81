"""The KPIs of a page: each with its change, what is normal for it, and its target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dashboard.briefings.composing.asked_numbers import asked_texts, card_address, question_of_kpi, written
from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.briefings.declaration import Counted
from dashboard.briefings.document import BandShown, FigureShown, Mark
from dashboard.display.normality import target_text
from dashboard.display.ripeness import unripe_text
from dashboard.display.wording import compared_with, metric_name, no_change, reason, sample, state_text, until_text
from dashboard.words.numbers import between_exactly, change, figure
from queries.city import City
from queries.values import Answer, Metric, Normal, Place, Question, bases, incomparable


@dataclass(frozen=True)
class KpiFound:
    """The answers about one KPI. scene: with its moments; before: None where nothing earlier can be compared, or there
    is no value."""

    scene: BriefingScene
    metric: Metric
    question: Question
    value: Answer
    earlier: Question | None
    before: Answer | None
    normal: Normal | None

    @property
    def is_withheld(self) -> bool:
        """Whether so few cases are not told to whoever reads it; nothing is then said of it."""
        return self.value.status == "ok" and self.scene.small.hides_answer(self.value, self.metric)

    @property
    def tells_before(self) -> bool:
        """Whether the earlier number may stand beside it."""
        before = self.before
        is_few = before is not None and before.status == "ok" and self.scene.small.hides_answer(before, self.metric)
        return not (is_few or self.is_withheld)

    @property
    def is_worse(self) -> bool:
        """Whether it lies outside of what is normal on the side that is not better, or misses its target."""
        return self.mark in ("worse", "outside")

    @property
    def place(self) -> Place | None:
        """Where it lies beside what is normal; None of a number that is not settled, or that nothing judges."""
        if self.normal is None or self.value.status != "ok" or not self.value.is_settled or self.is_withheld:
            return None
        return "inside" if self._reads_as_an_end else self.normal.place_of(self.value)

    @property
    def _reads_as_an_end(self) -> bool:
        """Whether it is written as one of the ends of its band: nobody sees that 3.98 lies above 3.98."""
        band, value = self.normal.band if self.normal else None, self.value
        ends = (band.low, band.high) if band else ()
        written_as = str(figure(value.value, value.unit, self.scene.words))
        return any(str(figure(end, value.unit, self.scene.words)) == written_as for end in ends)

    @property
    def is_outside(self) -> bool:
        """Whether it lies outside of what is normal on the side that is not better."""
        return self.place not in (None, "inside", self._better)

    @property
    def misses_target(self) -> bool:
        """Whether it is settled and short of the target of the city."""
        value, target = self.value, self.value.target
        is_told = value.status == "ok" and value.is_settled and not self.is_withheld
        return is_told and target is not None and target.is_met is False

    @property
    def is_judged(self) -> bool:
        """Whether anything says if it is as it should be."""
        target = self.value.target
        return self.place is not None or (target is not None and target.is_met is not None)

    @property
    def mark(self) -> Mark:
        """Nothing of a number that is not settled, or that nothing judges."""
        if self.misses_target:
            return "worse"
        if self.place in (None, "inside"):
            return ""
        return "outside" if self._better is None else "better" if self.place == self._better else "worse"

    @property
    def _better(self) -> Place | None:
        sides: Mapping[str, Place] = {"up": "above", "down": "below"}
        return sides.get(self.metric.good)


def kpis_found(city: City, scene: BriefingScene, wanted: Iterable[Counted]) -> tuple[KpiFound, ...]:
    """The answers about some KPIs in the area and period of a scene."""
    return tuple(_found(city, scene, one) for one in wanted)


def _found(city: City, whole: BriefingScene, counted: Counted) -> KpiFound:
    scene = whole.of(counted[0])
    question = question_of_kpi(counted, scene)
    value = city.kpis.ask(question)
    metric = city.kpis.dictionary[question.metric].with_denominator(question.denominator)
    earlier = None
    if scene.earlier and value.status == "ok":
        period = scene.earlier.period
        earlier = replace(question, start=period.start, end=period.end, as_of=scene.earlier.as_of)
    before = city.kpis.ask(earlier) if earlier else None
    normal = city.kpis.normal(question) if value.status == "ok" else None
    return KpiFound(scene, metric, question, value, earlier, before, normal)


def figure_shown(found: KpiFound) -> FigureShown:
    """A KPI as a page shows it."""
    value, metric, scene = found.value, found.metric, found.scene
    is_told = value.status == "ok" and not found.is_withheld
    moved, against = _moved(found)
    return FigureShown(
        kpi=metric.key,
        name=metric_name(metric, scene),
        value=None if found.is_withheld else value.value,
        text=scene.small.fewer(scene) if found.is_withheld else written(value.value, value.unit, scene),
        unit=value.unit,
        status=value.status,
        n=value.n if is_told else None,
        basis=_basis(found),
        change=moved,
        before=found.before.value if found.before and found.tells_before else None,
        against=against,
        band=_band(found),
        target=target_text(value, scene),
        mark=found.mark,
        reason="" if value.status == "ok" else reason(value, scene),
        of=asked_texts(found.question, scene),
        before_of=asked_texts(found.earlier, scene) if found.earlier else None,
        address=card_address(metric.key, scene),
    )


def _moved(found: KpiFound) -> tuple[str, str]:
    """The change and what it is against; or why there is none, and nothing. What the note below all figures says at
    length is not said in each."""
    value, before, scene = found.value, found.before, found.scene
    if value.status != "ok" or not found.tells_before:
        return "", ""
    comparable = before.value if before and not incomparable(value, before, found.metric) else None
    moved = change(value.value, comparable, value.unit, scene.words)
    if moved is None:
        why = no_change(value, before, found.metric, scene)
        return (scene.words("briefing.change_noted") if why == unripe_text(value, scene) else why), ""
    return moved.text, compared_with(found.metric, scene)


def _basis(found: KpiFound) -> str:
    scene = found.scene
    if found.value.status != "ok":
        return ""
    if found.is_withheld and not bases()[found.metric.basis].is_state:
        return ""
    if bases()[found.metric.basis].is_state:
        return state_text(scene)
    return until_text(scene) if found.value.kind == "count" else sample(found.value.n, scene)


def _band(found: KpiFound) -> BandShown | None:
    band = found.normal.band if found.normal else None
    if band is None or found.normal is None or found.is_withheld:
        return None
    text = between_exactly(band.low, band.high, found.value.unit, found.scene.words)
    return BandShown(band.low, band.high, found.place or "", text)
