"""A figure of bars, one for each part of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.display.filter_links import FilterLink
from dashboard.panels.figures.payloads import BarsFigure, FigureMark
from dashboard.panels.figures.place import figure_words
from dashboard.view.scene import Scene


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its length (None for none), what stands at its end, and what the pointer reads. faint: of too
    few cases to be compared, or not settled; filtering: by what a click on it filters; number: its figure as an address
    names it."""

    label: str
    value: float | None
    written: str
    text: str
    faint: bool = False
    filtering: FilterLink | None = None
    number: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars under a title; heading: what their names are; across: they lie, and names stand at the left."""

    title: str
    heading: str
    bars: Sequence[Bar]
    across: bool = True
    marks: Sequence[FigureMark] = field(default=())


def bars_figure(given: Bars, revision: str, scene: Scene) -> BarsFigure:
    """The figure for the browser. revision: see LinesFigure."""
    bars = given.bars
    return {
        "kind": "bars",
        "revision": revision,
        "title": f"{scene.place} · {given.title}",
        "labels": [bar.label for bar in bars],
        "values": [bar.value for bar in bars],
        "written": [bar.written for bar in bars],
        "texts": [bar.text for bar in bars],
        "faint": [bar.faint for bar in bars],
        "conditions": [bar.filtering.condition if bar.filtering else None for bar in bars],
        "chosen": [place for place, bar in enumerate(bars) if bar.filtering and bar.filtering.is_chosen],
        "numbers": [bar.number for bar in bars],
        "marks": list(given.marks),
        "across": given.across,
        "high": max((bar.value for bar in bars if bar.value is not None), default=0) or 1,
        "words": figure_words(scene, given.heading),
    }
