"""Which steps a source knows that POSTs its cases: those that one of its deliveries ever had a column for.

The other steps are filled in, see `life_cycle.fill_steps`. When a delivery is the first to have a column, what was
filled in under that name is emptied again. So the state follows from which deliveries came, not from their order, nor
from what is applied together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from queries.conversion.canonical import LIFE_CYCLE
from queries.conversion.life_cycle import FILLED
from queries.loading.inputs.opened_inputs import MappedDeliveries, names_of


@dataclass(frozen=True)
class PostedSteps:
    """before: the steps that the source was known to know; of_inputs: those of which each input has columns."""

    before: frozenset[str]
    of_inputs: Sequence[frozenset[str]]

    @classmethod
    def of_segments(cls, before: frozenset[str], segments: Iterable[MappedDeliveries]) -> PostedSteps:
        """The steps of segments that are applied together."""
        return cls(before, [_steps_of(names_of(deliveries)) for deliveries in segments])

    @property
    def after(self) -> frozenset[str]:
        """The steps that the source is known to know with these inputs."""
        return self.before.union(*self.of_inputs)

    @property
    def to_empty(self) -> tuple[str, ...]:
        """The steps that were filled in until now and no longer are, or are filled in from one that no longer is."""
        if not self.before:
            return ()
        new = self.after - self.before
        return tuple(
            step
            for step, earlier in FILLED.items()
            if step in new or (step not in self.after and not new.isdisjoint(earlier))
        )

    def adding(self) -> Iterator[bool]:
        """Of each input whether it has columns for steps of which none had before it."""
        known = self.before
        for steps in self.of_inputs:
            yield not steps <= known
            known |= steps


def _steps_of(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.removesuffix("_at") for name in names if name in LIFE_CYCLE)
