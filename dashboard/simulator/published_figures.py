"""The figures that the real city has published (published.toml), and what a simulated city answers to them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.errors import BadParameter
from dashboard.view.conditions import joined
from queries.values import NOT_PLACED, UNKNOWN

Ask = Callable[[Mapping[str, str]], Mapping[str, Any]]
"""Answers a question given as the parameters of the API, as one JSON object."""


class NotAsked(BaseModel):
    """A published figure that is no question to the dictionary, as it stands in the report, and why not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    figure: str
    as_of: str
    why_zh: str
    why_en: str


class PublishedFigure(BaseModel):
    """One published figure as a question; what each key means stands at the head of published.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    zh: str
    en: str
    key: str
    start: date = Field(alias="from")
    end: date = Field(alias="to")
    as_of: str
    field: Literal["value", "n", "numerator", "parts"]
    source: str
    area: str | None = None
    by: str | None = None
    denominator: str | None = None
    where: dict[str, tuple[str, ...]] = {}
    value: float | None = None
    between: tuple[float, float] | None = None
    tolerance: float = 0.0

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.value is None) == (self.between is None):
            raise ValueError("a published figure has either a value or a span (between)")
        if (self.field == "parts") != (self.by is not None):
            raise ValueError("parts are counted by something, and nothing else is")
        return self

    def parameters(self) -> dict[str, str]:
        """The question as the API's parameters."""
        given = {"key": self.key, "from": self.start.isoformat(), "to": self.end.isoformat(), "as_of": self.as_of}
        given |= {name: text for name in ("area", "by", "denominator") if (text := getattr(self, name))}
        if self.where:
            conditions = (f"{dimension}={value}" for dimension, values in self.where.items() for value in values)
            given["where"] = joined(conditions)
        return given

    def bounds(self) -> tuple[float, float]:
        """Least and most that agree with what was published."""
        if self.between is not None:
            return self.between
        assert self.value is not None  # noqa: S101  # validated
        return self.value * (1 - self.tolerance), self.value * (1 + self.tolerance)


class PublishedTotal(BaseModel):
    """A published total of the ledger of systems, exact; field: of what the city declares."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    field: Literal["systems", "tables", "records"]
    value: int
    as_of: str
    source: str


class PublishedCure(BaseModel):
    """A published number of pieces in the checklist of a kind that recurs, exact. matter: of its cases; field: of the
    pieces of a sort."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    matter: str
    sort: str
    field: Literal["done", "awaits_handover"]
    value: int
    as_of: str
    source: str


@dataclass(frozen=True)
class Comparison:
    """A published figure beside the simulated one. difference: simulated − published, None for a span or no answer;
    unit: of value (ratio, day, minute, case …); tolerance: a share of the value, None for a span."""

    zh: str
    en: str
    question: Mapping[str, str]
    field: str
    unit: str
    published: float | tuple[float, float]
    simulated: float | None
    difference: float | None
    tolerance: float | None
    ok: bool
    source: str

    def as_json(self) -> dict[str, Any]:
        """The comparison under the names of its fields."""
        return asdict(self)


@cache
def published_figures() -> tuple[PublishedFigure, ...]:
    """The committed figures, in their order."""
    return tuple(PublishedFigure.model_validate(table) for table in _declared()["figure"])


@cache
def figures_not_asked() -> tuple[NotAsked, ...]:
    """The published figures that cannot be asked, in their order."""
    return tuple(NotAsked.model_validate(table) for table in _declared()["not_asked"])


@cache
def published_totals() -> tuple[PublishedTotal, ...]:
    """The committed totals of the ledger, in their order."""
    return tuple(PublishedTotal.model_validate(table) for table in _declared()["ledger"])


@cache
def published_cures() -> tuple[PublishedCure, ...]:
    """The committed figures of checklists, in their order."""
    return tuple(PublishedCure.model_validate(table) for table in _declared()["cure"])


def _declared() -> Mapping[str, Any]:
    return tomllib.loads((files("dashboard.simulator") / "published.toml").read_text(encoding="utf-8"))


def compare(ask: Ask, figures: tuple[PublishedFigure, ...] | None = None) -> Iterator[Comparison]:
    """Ask the question of each figure and compare the answer with it."""
    for figure in published_figures() if figures is None else figures:
        yield _compared(figure, _answered(ask, figure))


def compare_ledger(ask: Ask) -> Iterator[Comparison]:
    """Compare the totals of the ledger with what a city declares; it has none where it declares nothing."""
    declared = ask({})["declared"]
    for total in published_totals():
        simulated = declared[total.field] if declared["systems"] else None
        difference = None if simulated is None else simulated - total.value
        yield Comparison(
            zh=total.zh, en=total.en, question={"key": "ledger", "as_of": total.as_of}, field=total.field, unit="row",
            published=total.value, simulated=simulated, difference=difference, tolerance=0.0,
            ok=difference == 0, source=total.source,
        )  # fmt: skip


def compare_cures(ask: Ask) -> Iterator[Comparison]:
    """Compare the pieces in checklists of kinds that recur; a city without such a kind has none."""
    for cure in published_cures():
        kinds = ask({"as_of": cure.as_of})["kinds"]
        of_matter = [kind for kind in kinds if f"matter={cure.matter}" in kind["where"].split(";")]
        pieces = [one[cure.field] for kind in of_matter for one in kind["cures"] if one["sort"] == cure.sort]
        simulated = sum(pieces) if pieces else None
        difference = None if simulated is None else simulated - cure.value
        yield Comparison(
            zh=cure.zh, en=cure.en, question={"key": "recurring_kinds", "as_of": cure.as_of}, field=cure.field,
            unit="piece", published=cure.value, simulated=simulated, difference=difference, tolerance=0.0,
            ok=difference == 0, source=cure.source,
        )  # fmt: skip


def _answered(ask: Ask, figure: PublishedFigure) -> Mapping[str, Any]:
    """The answer; none from a city that lacks the special grid asked about."""
    try:
        return ask(figure.parameters())
    except BadParameter:
        return {"status": "no_data", "unit": ""}


def _told(figure: PublishedFigure, answer: Mapping[str, Any]) -> float | None:
    if figure.field == "parts":
        return sum(bool(row["n"]) and row["code"] not in (NOT_PLACED, UNKNOWN) for row in answer["rows"])
    told: float | None = answer[figure.field]
    return told


def _compared(figure: PublishedFigure, answer: Mapping[str, Any]) -> Comparison:
    simulated = _told(figure, answer) if answer["status"] == "ok" else None
    low, high = figure.bounds()
    difference = None if simulated is None or figure.value is None else simulated - figure.value
    return Comparison(
        zh=figure.zh,
        en=figure.en,
        question=figure.parameters(),
        field=figure.field,
        unit=str(answer["unit"]) if figure.field == "value" else "part" if figure.field == "parts" else "case",
        published=figure.between if figure.value is None else figure.value,  # type: ignore[arg-type]
        simulated=simulated,
        difference=difference,
        tolerance=None if figure.value is None else figure.tolerance,
        ok=simulated is not None and low <= simulated <= high,
        source=figure.source,
    )
