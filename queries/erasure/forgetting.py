"""Erasing cases of a city: delivered like everything else, applied, and then taken out of landing/ and the disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Literal

from queries.city_context import CityContext
from queries.conversion.text_rows import packed, texts_of
from queries.erasure.planning import (
    ErasurePlan,
    ErasureWanted,
    held_of,
    inputs_about,
    named_cases,
    persons_of,
    planned,
)
from queries.landing.folder import Landed, seal_segment
from queries.landing.frames import framed
from queries.landing.open_segment import OpenSegment
from queries.loading.apply import apply_landed
from queries.loading.erasure.erasure import ERASURES, SOURCE, Erasure
from queries.loading.erasure.held_texts import Case
from queries.privacy.masking import masked
from queries.recovery.agreement import moment_after, newest_landed


@dataclass(frozen=True)
class ErasureSummary:
    """What was, or would be, erased: cases with texts, persons, cases of these persons, versions and steps of all of
    them in the store, and inputs of landing/ that are looked through."""

    cases: int
    persons: int
    cases_of_persons: int
    versions: int
    steps: int
    inputs: int


def forget(city: CityContext, wanted: ErasureWanted, *, is_tried: bool = False) -> ErasureSummary:
    """Erase what is wanted in the store, for good: it is in landing/ as an erasure before anything else is done. Inputs
    that hold it in clear are noted for `redact_landing`. is_tried: only say what would go.

    Not beside a load; see `Reception.between`. Raises ErasureRefused, IntakeFull.
    """
    plan = planned(city, named_cases(city, wanted), wanted)
    if not is_tried and plan.cases:
        erase(city, plan, wanted)
    return summary_of(plan)


def erase(city: CityContext, plan: ErasurePlan, wanted: ErasureWanted) -> None:
    """Deliver a plan as an erasure, and apply it."""
    reason = masked(wanted.reason) or ""
    now = city.recording_moment().astimezone(UTC).isoformat()
    apply_landed(city, _landed(city, Erasure(wanted.who, wanted.origin, now, reason, plan.cases)))


def _landed(city: CityContext, erasure: Erasure) -> Landed:
    moment = moment_after(newest_landed(city.store, []).get(SOURCE), city.recording_moment())
    rows = erasure.rows()
    segment = OpenSegment(city.folder, SOURCE, ERASURES)
    try:
        segment.flush(segment.append(framed(packed(texts_of(rows)), len(rows)), len(rows)))
    except BaseException:
        segment.close()
        segment.discard()
        raise
    segment.close()
    return seal_segment(city.folder, segment.batch, SOURCE, ERASURES, moment)


def summary_of(plan: ErasurePlan) -> ErasureSummary:
    """The numbers of a plan."""
    return ErasureSummary(
        cases=sum(case.has_texts for case in plan.cases),
        persons=plan.persons,
        cases_of_persons=sum(bool(case.person) for case in plan.cases),
        versions=plan.versions,
        steps=plan.steps,
        inputs=plan.inputs,
    )


def counted(city: CityContext, cases: Sequence[Case], kind: Literal["texts", "persons"]) -> ErasureSummary:
    """The same numbers of cases that are due by rule, however many, without a plan."""
    versions, steps = held_of(city, cases)
    inputs = inputs_about(city, {source for source, _ in cases})
    if kind == "persons":
        return ErasureSummary(0, persons_of(city, cases), len(cases), versions, steps, inputs)
    return ErasureSummary(len(cases), 0, 0, versions, steps, inputs)


def added(one: ErasureSummary, other: ErasureSummary) -> ErasureSummary:
    """Two erasures as one; their inputs may be the same and are not added."""
    fields = {name: value + getattr(other, name) for name, value in vars(one).items() if name != "inputs"}
    return replace(one, **fields)
