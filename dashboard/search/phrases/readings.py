"""What a word of a phrase may stand for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from queries.values import Conditions


@dataclass(frozen=True)
class AreaAsked:
    """The area of this number."""

    number: int


@dataclass(frozen=True)
class GridAsked:
    """The special grid in this place of the city's list."""

    place: int


@dataclass(frozen=True)
class KpiAsked:
    """A KPI. is_plain: the word only says "cases", and yields to the word of another KPI."""

    key: str
    denominator: str | None = None
    is_plain: bool = False


@dataclass(frozen=True)
class CasesAsked:
    """Conditions on one dimension of cases, of which one must hold."""

    conditions: Conditions


@dataclass(frozen=True)
class PeriodAsked:
    """A period as an address names it."""

    period: str


@dataclass(frozen=True)
class PeriodBefore:
    """The day, week, month, quarter or year so many before the present one; the present one up to today."""

    unit: Literal["day", "week", "month", "quarter", "year"]
    back: int


@dataclass(frozen=True)
class PartsAsked:
    """The kind of parts of which one is asked for: `compare` of an address. Beside no "most" it says nothing."""

    compare: str


@dataclass(frozen=True)
class Sign:
    """A word that says nothing of its own, leaves out what follows, joins two periods to one, or asks which is most."""

    of: Literal["filler", "excluding", "joining", "most"]


Reading = AreaAsked | GridAsked | KpiAsked | CasesAsked | PeriodAsked | PeriodBefore | PartsAsked | Sign


@dataclass(frozen=True)
class Piece:
    """A part of a phrase as typed, and its readings, the likeliest first; without any it is not understood."""

    text: str
    readings: tuple[Reading, ...] = ()
