"""Every figure that the drawing of a panel shows, with the name by which an address asks for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

DIGIT = re.compile(r"\d")
WHOLE = re.compile(r"chosen(;days=[\d.-]+)?")
DERIVED = {
    "panel-title": "names the days",
    "legend-title": "names the period",
    "legend-classes": "the limits of the classes of the map",
    "panel-note": "how many parts are not listed, or from how many cases on parts are compared",
    "quiet": "the version of the grids, days compared",
    "notice": "days of the address",
    "why-number": "the difference of two figures of its row, which adds up (test_why)",
    "why-margin": "the interval of that difference",
    "change": "made of the figure of a card and that of the period before",
    "menu-holder": "how many areas lie below",
    "controls": "menus",
    "as-of": "a moment",
    "spark": "a small line without a scale, of days that the trend shows",
    "panel-finding": "an interval and a difference of figures that the bars name",
    "finding": "the same of figures that the table names",
    "compared-interval": "the interval of the figure of its row",
    "compared-n": "how many cases the figure of its row is of",
    "compared-difference": "the difference of the figure of its row from all others together",
}
"""Classes whose texts have digits that are no figures, or are made of figures that stand beside them."""


@dataclass(frozen=True)
class ShownFigure:
    """number: as an address names it; texts: what is written of it; value: where a drawing has it as a number; part: it
    is a part of the figure named, beside others that make it up."""

    panel: str
    number: str
    texts: tuple[str, ...]
    value: float | None = None
    part: bool = False


@dataclass(frozen=True)
class Unnamed:
    """A text with digits that belongs to no figure named."""

    panel: str
    text: str
    where: str


Found = ShownFigure | Unnamed


def figures_in(panel: str, part: object, number: str = "", classes: tuple[str, ...] = ()) -> Iterator[Found]:
    """What an element of a drawing shows, read as the browser does."""
    if isinstance(part, str | int | float):
        yield from _text(panel, str(part), number, classes)
    elif isinstance(part, list | tuple):
        for child in part:
            yield from figures_in(panel, child, number, classes)
    elif isinstance(part, Component):
        own = getattr(part, "data-number", None)
        inside = (*classes, *str(getattr(part, "className", "") or "").split())
        if own is not None and number != own:
            yield ShownFigure(panel, own, tuple(_texts(part)), _value(getattr(part, "data-value", None)))
        named = number if own is None else own
        yield from _payloads(panel, part)
        if isinstance(part, html.Th):
            return  # names of columns and rows
        yield from figures_in(panel, getattr(part, "children", None), named, inside)


def _text(panel: str, text: str, number: str, classes: tuple[str, ...]) -> Iterator[Found]:
    if DIGIT.search(text) and not number and not set(classes) & DERIVED.keys():
        yield Unnamed(panel, text, " ".join(classes))


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str | int | float):
        yield str(part)
    elif isinstance(part, list | tuple):
        for child in part:
            yield from _texts(child)
    elif isinstance(part, Component):
        yield from _texts(getattr(part, "children", None))


def _value(written: object) -> float | None:
    return float(str(written)) if written not in (None, "") else None


def _payloads(panel: str, part: Component) -> Iterator[Found]:
    """The figures of what an element holds as JSON."""
    for attribute, reader in READERS.items():
        if written := getattr(part, attribute, None):
            for one in reader(json.loads(written)):
                yield replace(one, panel=panel)


def _named(number: str, texts: list[str], value: float | None = None, *, part: bool = False) -> Found:
    """A figure of a payload; one that has digits and no name is none."""
    shown = tuple(text for text in texts if text)
    if number or not any(map(DIGIT.search, shown)):
        return ShownFigure("", number, shown, value, part)
    return Unnamed("", " ".join(shown), "payload")


def _rows(rows: Any) -> Iterator[Found]:
    for row in rows:
        texts = [text for name, text in row["cells"] if isinstance(text, str) and name in ("row-value", "row-n")]
        yield _named(row.get("number", ""), texts)


def _chart(chart: Any) -> Iterator[Found]:
    if chart["kind"] == "spark":
        return
    for number, text, value in zip(chart["numbers"], chart["texts"], chart["values"], strict=True):
        if text:
            yield _named(number, [_told(text)], value)


def _figure(figure: Any) -> Iterator[Found]:
    if figure["kind"] == "lines":
        yield from _lines(figure["series"])
    elif figure["kind"] == "heat":
        for numbers, texts in zip(figure["numbers"], figure["texts"], strict=True):
            yield from (_named(number, [_told(text)]) for number, text in zip(numbers, texts, strict=True))
    else:
        are_parts = len(set(figure["numbers"])) == 1
        for number, text, value in zip(figure["numbers"], figure["texts"], figure["values"], strict=True):
            yield _named(number, [_told(text)], value, part=are_parts)


def _lines(lines: Any) -> Iterator[Found]:
    """Where the rest of a whole has no name, it and the parts make up the whole."""
    for line in lines:
        for place, (number, text) in enumerate(zip(line["numbers"], line["texts"], strict=True)):
            if line["role"] == "part" and WHOLE.fullmatch(number):
                yield _named(number, [_told(text)], sum(one["values"][place] or 0 for one in lines), part=True)
            elif text:
                yield _named(number, [_told(text)], line["values"][place])


def _told(text: str) -> str:
    """What stands behind the name of a part."""
    return text.partition("  ")[2]


def _map(panel: Any) -> Iterator[Found]:
    for code, (_, words) in panel["values"].items():
        yield _named(panel["number"].replace(panel["place"], code), [words])


READERS: Mapping[str, Callable[[Any], Iterator[Found]]] = {
    "data-list": _rows,
    "data-chart": _chart,
    "data-figure": _figure,
    "data-map": _map,
}
