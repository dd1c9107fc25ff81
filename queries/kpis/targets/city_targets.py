"""The target of a question, and whether a number meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geodata.areas.area_tree import AreaTree
from geodata.city.profile import Profile
from geodata.city.targets import Direction
from queries.as_of_state.state_tables import bases
from queries.kpis.answer import Answer
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.question import Question
from queries.kpis.targets.target import Target


def with_target(profile: Profile, tree: AreaTree, question: Question, answer: Answer) -> Answer:
    """The answer with the target of its KPI, where the city has one for this way of counting and all cases."""
    set_for = profile.targets.get(question.metric)
    if set_for is None or question.where or question.denominator != set_for.denominator:
        return answer
    area = tree.area(question.area)
    codes = [area.code, *(one.code for one in reversed(tree.ancestors(area)))]
    value = next((set_for.areas[code] for code in codes if code in set_for.areas), set_for.value)
    return replace(answer, target=Target(value, set_for.direction, _is_met(answer, value, set_for.direction, profile)))


def _is_met(answer: Answer, value: float, direction: Direction, profile: Profile) -> bool | None:
    is_amount = answer.kind == "count" or answer.unit == "case/day"
    is_few = not is_amount and answer.n < profile.minimum_cases
    if answer.value is None or is_few or not answer.is_settled:
        return None
    return answer.value >= value if direction == "at_least" else answer.value <= value


def mistakes_of_targets(profile: Profile, dictionary: Dictionary, tree: AreaTree) -> Iterator[tuple[str, str]]:
    """Key and sentence of each mistake in the targets of a profile."""
    for key, target in profile.targets.items():
        place = f"targets.{key}"
        if key not in dictionary:
            yield place, "there is no KPI of this key; `yiping kpi --list` prints all of them."
            continue
        metric = dictionary[key]
        if target.denominator is not None and target.denominator not in metric.denominators:
            known = ", ".join(metric.denominators) or "none"
            yield f"{place}.denominator", f"{target.denominator!r} is no denominator of {key}; it has {known}."
            continue
        yield from _of_values(
            place, metric.with_denominator(target.denominator), [target.value, *target.areas.values()]
        )
        for code in target.areas:
            if code not in tree.number_of_code:
                yield f"{place}.areas", f"{code!r} is the code of no area of this city."


def _of_values(place: str, metric: Metric, values: list[float]) -> Iterator[tuple[str, str]]:
    if metric.kind == "count" and not bases()[metric.basis].is_state:
        yield (
            place,
            "a number of cases grows with the period; set a target for a share, a length or a stock.",
        )
    if metric.unit == "ratio" and any(not 0 <= value <= 1 for value in values):
        yield place, "a share is a number from 0 to 1; write 0.95 for 95 %."
    if any(value < 0 for value in values):
        yield place, "a target is 0 or more."
