"""What a rule finds of one area, part, source or place as of a moment."""

from __future__ import annotations

from dataclasses import dataclass

from queries.alarms.rule import AlarmRule

Subject = tuple[str, str]
"""The code of the area, and what an alarm is about there beside it; empty where that is the area itself."""


@dataclass(frozen=True)
class RuleReading:
    """is_over: the rule's condition holds; is_clear: it is over again (neither: between both, where an alarm that is
    raised stays and none is raised). by: the rule that found it, None: the usual one. The other fields are those of
    `Transition`."""

    area_code: str
    subject: str
    value: float
    threshold: float
    n: int
    is_over: bool
    is_clear: bool
    lon: float | None = None
    lat: float | None = None
    by: AlarmRule | None = None

    @property
    def about(self) -> Subject:
        """By which an alarm is found again."""
        return self.area_code, self.subject


@dataclass(frozen=True)
class RuleReadings:
    """What a rule finds. is_whole: what is not among them is not there, so that it is over; else it is not known."""

    found: tuple[RuleReading, ...] = ()
    is_whole: bool = True


def compared(value: float, above: float | None, below: float | None, clear: float | None) -> tuple[float, bool, bool]:
    """The threshold that a value is held against, whether it is beyond it, and whether it is clear of it."""
    if above is not None:
        return above, value > above, value <= (above if clear is None else clear)
    assert below is not None  # noqa: S101  # a rule has one of the two
    return below, value < below, value >= (below if clear is None else clear)
