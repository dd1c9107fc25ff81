"""What an evaluation is: which units it scores, of which parts, and with which weights."""

from __future__ import annotations

from dataclasses import dataclass

from queries.kpis.dictionary import Dictionary, Metric

FULL_POINTS = 100.0
DEPARTMENTS = "department"


@dataclass(frozen=True, kw_only=True)
class Weighted:
    """What counts `weight` percent: 0 points at the value `zero`, 100 at `full`, linear between, never beyond."""

    weight: float
    zero: float
    full: float

    def points(self, value: float) -> float:
        """What a value is worth, from 0 to 100."""
        share = (value - self.zero) / (self.full - self.zero)
        return FULL_POINTS * min(1.0, max(0.0, share))


@dataclass(frozen=True, kw_only=True)
class Part(Weighted):
    """A KPI (with a denominator, or None). fewest: of fewer cases a unit is not scored."""

    kpi: str
    denominator: str | None
    fewest: int

    @property
    def key(self) -> str:
        """As the declaration names it."""
        return f"{self.kpi}/{self.denominator}" if self.denominator else self.kpi

    def metric(self, dictionary: Dictionary) -> Metric:
        """The KPI in its alternative."""
        return dictionary[self.kpi].with_denominator(self.denominator)


@dataclass(frozen=True, kw_only=True)
class EnteredPart(Weighted):
    """What no file tells and people enter of each unit, between `zero` and `full`; about_zh, about_en: by which
    rule."""

    key: str
    zh: str
    en: str
    about_zh: str
    about_en: str


@dataclass(frozen=True)
class UnitClass:
    """Units that are compared with each other (分类): those named in `units` (codes or names), or of the others those
    with `at_least` cases reported a day, the first class that fits."""

    key: str
    zh: str
    en: str
    at_least: float = 0.0
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScoreBand:
    """Scores (分档) of `at_least` points."""

    key: str
    zh: str
    en: str
    at_least: float = 0.0


@dataclass(frozen=True)
class LeftOut:
    """A unit (code or name) that is not scored, and why."""

    unit: str
    zh: str
    en: str


@dataclass(frozen=True)
class Evaluation:
    """An evaluation; what its fields mean stands at the head of evaluations.toml."""

    key: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    units: int | str
    least_weight: float
    parts: tuple[Part, ...]
    bands: tuple[ScoreBand, ...]
    classes: tuple[UnitClass, ...]
    left_out: tuple[LeftOut, ...] = ()
    entered: tuple[EnteredPart, ...] = ()

    @property
    def level(self) -> int | None:
        """The level of the areas that it scores; None of departments."""
        return self.units if isinstance(self.units, int) else None

    def band_of(self, score: float) -> ScoreBand:
        """The first band that a score reaches; the last takes the rest."""
        return next((one for one in self.bands if score >= one.at_least), self.bands[-1])

    def class_of(self, code: str, name: str, cases_a_day: float) -> UnitClass:
        """The class of a unit."""
        named = next((one for one in self.classes if code in one.units or name in one.units), None)
        by_size = (one for one in self.classes if not one.units and cases_a_day >= one.at_least)
        return named or next(by_size, self.classes[-1])

    def reason_left_out(self, code: str, name: str) -> LeftOut | None:
        """Why a unit is not scored, where it is declared."""
        return next((one for one in self.left_out if one.unit in (code, name)), None)
