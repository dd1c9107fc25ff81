"""Erasing by rule: what cases keep no longer than their city says, counted from their end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Literal

from geodata.city.retention import moment_before
from queries.city_context import CityContext
from queries.erasure.forgetting import ErasureSummary, added, counted, erase, summary_of
from queries.erasure.planning import ErasureWanted, inputs_about, planned, statements
from queries.errors import ErasureRefused
from queries.loading.erasure.erasure import MARK
from queries.loading.erasure.held_texts import Case

MOST_CASES = 20_000
"""Of one erasure; deliveries are applied between two."""
Part = tuple[ErasureSummary, set[str]]
"""What was erased, and of which sources."""
Turn = Callable[[Callable[[], Part | None]], Part | None]
Kind = Literal["texts", "persons"]


@dataclass(frozen=True)
class RuleAsked:
    """Who lets the rule be applied, and from where."""

    who: str
    origin: str


def forget_by_rule(
    city: CityContext, asked: RuleAsked, in_turn: Turn = lambda work: work(), *, is_tried: bool = False
) -> ErasureSummary:
    """Erase what is due by the rule of the profile, as of the present moment of the city, some cases in each turn.
    is_tried: only say what would go. Raises ErasureRefused where the profile has no rule."""
    lengths = _lengths(city)
    if not any(lengths.values()):
        raise ErasureRefused(
            "no_rule", "city.toml has no [retention] with texts or persons; nothing is erased by rule."
        )
    done, sources = ErasureSummary(0, 0, 0, 0, 0, 0), set[str]()
    for kind, length in lengths.items():
        while length:
            part = in_turn(lambda kind=kind, length=length: _erased(city, asked, kind, length, is_tried))  # type: ignore[misc]
            if part is not None:
                done, sources = added(done, part[0]), sources | part[1]
            if part is None or is_tried:
                break
    return replace(done, inputs=inputs_about(city, sources))


def _erased(city: CityContext, asked: RuleAsked, kind: Kind, length: str, is_tried: bool) -> Part | None:
    """One erasure of what is due of a kind; None where nothing is."""
    due = cases_due(city, kind, length, None if is_tried else MOST_CASES)
    if not due:
        return None
    sources = {source for source, _ in due}
    wanted = ErasureWanted(
        [], f"retention: {kind} {length}", asked.who, asked.origin, texts=kind == "texts", persons=kind == "persons"
    )
    if is_tried:
        return counted(city, due, kind), sources
    plan = planned(city, due, wanted)
    erase(city, plan, wanted)
    return summary_of(plan), sources


def is_due(city: CityContext) -> bool:
    """Whether anything is due by the rule of the profile, if there is one."""
    return any(cases_due(city, kind, length, 1) for kind, length in _lengths(city).items() if length)


def _lengths(city: CityContext) -> dict[Kind, str | None]:
    rule = city.profile.retention
    return {"texts": rule.texts, "persons": rule.persons} if rule else {}


def cases_due(city: CityContext, kind: Kind, length: str, most: int | None) -> list[Case]:
    """The cases of which something of a kind is due, `most` at most."""
    now = city.recording_moment().astimezone(city.profile.time_zone)
    before = moment_before(length, now).astimezone(UTC).replace(tzinfo=None)
    limits = {"before": before, "most": most if most is not None else 2**62}
    limits |= {"erased": MARK} if kind == "persons" else {}
    with city.store.cursor() as cursor:
        return statements(cursor).run(f"{kind}_due", **limits).fetchall()
