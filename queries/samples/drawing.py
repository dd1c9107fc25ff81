"""Drawing from strata by a seed. Pure: the same cases, rule and seed always give the same sample.

A case has a place in the order of its stratum by HMAC-SHA-256 (RFC 2104) with the seed as key, of its source and its
number with U+001F between them, in UTF-8; the first ones are drawn. So anybody can draw again with any program, and a
case that is known later takes the place of one at most.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from queries.samples.sampling_rule import SamplingRule

Case = tuple[str, str]
"""Source and number."""


@dataclass(frozen=True)
class Stratum:
    """A stratum. values: of each dimension of the rule (code of the area, value of the column), NOT_PLACED and
    UNKNOWN where a case has none; population: its cases; cases: the drawn ones in their order."""

    values: tuple[str, ...]
    population: int
    cases: tuple[Case, ...]


def place_in_order(seed: str, case: Case) -> bytes:
    """By what cases are put in order."""
    return hmac.digest(seed.encode(), "\x1f".join(case).encode(), "sha256")


def draw(rule: SamplingRule, seed: str, cases: Iterable[tuple[tuple[str, ...], Case]]) -> tuple[Stratum, ...]:
    """The strata with their drawn cases, in the order of their values. cases: each with the values of its stratum."""
    members: dict[tuple[str, ...], list[Case]] = {}
    for values, case in cases:
        members.setdefault(values, []).append(case)
    strata = []
    for values, found in sorted(members.items()):
        found.sort(key=lambda case: (place_in_order(seed, case), case))
        strata.append(Stratum(values, len(found), tuple(found[: rule.size(len(found))])))
    return tuple(strata)
