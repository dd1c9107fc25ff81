"""The days of a KPI as SVG: the line, what is normal behind it, and the days that are not settled, apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dashboard.briefings.document import TrendShown, Value
from dashboard.briefings.drawing.letters import FAMILY, text_width
from dashboard.briefings.drawing.paper_colours import paper_colours

WIDTH, HEIGHT = 1000.0, 225.0
RIGHT, TOP, BOTTOM = 14.0, 20.0, 34.0
SIZE = 17.0
EVERY = 7
"""Days between two labels of the axis."""
Place = Callable[[int, float], tuple[float, float]]


def trend_drawing(
    trend: TrendShown, scale: tuple[float, float], marks: Sequence[tuple[float, str]], labels: Sequence[str]
) -> str:
    """An SVG, WIDTH by HEIGHT units. scale: lowest and highest value of the axis; marks: its values with their words;
    labels: of the days."""
    low, high = scale
    left = 16 + max((text_width(text, SIZE) for _, text in marks), default=0.0)
    last = max(1, len(trend.days) - 1)

    def place(day: int, value: float) -> tuple[float, float]:
        x = left + (WIDTH - left - RIGHT) * day / last
        return x, TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / ((high - low) or 1))

    parts = [*_grid(marks, place, last), *_days(labels, place, low), *_band(trend, place), *_line(trend, place)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" '
        f'height="{HEIGHT:g}">{"".join(parts)}</svg>'
    )


def _grid(marks: Sequence[tuple[float, str]], place: Place, last: int) -> Iterator[str]:
    colours = paper_colours()
    for value, text in marks:
        (x1, y), (x2, _) = place(0, value), place(last, value)
        yield f'<line x1="{x1:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y:.1f}" stroke="{colours["line"]}"/>'
        yield _text(text, x1 - 10, y + SIZE / 3, "end")


def _days(labels: Sequence[str], place: Place, low: float) -> Iterator[str]:
    """Every seventh day, counted back from the last one, so that the last is always named."""
    for day in range(len(labels) - 1, -1, -EVERY):
        x, _ = place(day, low)
        yield _text(labels[day], min(x, WIDTH - SIZE * 1.4), HEIGHT - 10, "middle")


def _band(trend: TrendShown, place: Place) -> Iterator[str]:
    for days in _runs(trend.low):
        upper = [place(day, float(trend.high[day] or 0)) for day in days]
        lower = [place(day, float(trend.low[day] or 0)) for day in reversed(days)]
        if len(days) > 1:
            yield f'<path d="{_path([*upper, *lower])}Z" fill="{paper_colours()["shade-0"]}"/>'


def _line(trend: TrendShown, place: Place) -> Iterator[str]:
    """Settled days as a line, others as its dashes."""
    first, end = trend.settled
    accent = paper_colours()["accent"]
    for days in _runs(trend.values):
        for settled in (True, False):
            for part in _stretches(days, first, end, settled=settled):
                points = [place(day, float(trend.values[day] or 0)) for day in part]
                dash = "" if settled else ' stroke-dasharray="4 7"'
                if len(points) > 1:
                    yield f'<path d="{_path(points)}" fill="none" stroke="{accent}" stroke-width="3.4"{dash}/>'
                elif settled:
                    yield f'<circle cx="{points[0][0]:.1f}" cy="{points[0][1]:.1f}" r="4" fill="{accent}"/>'


def _stretches(days: Sequence[int], first: int, end: int, *, settled: bool) -> Iterator[list[int]]:
    """The days of a run that are settled, or those before and after them with the day where they join."""
    if settled:
        parts = [[day for day in days if first <= day < end]]
    else:
        parts = [[day for day in days if day <= first], [day for day in days if day >= end - 1]]
        parts = [part for part in parts if len(part) > 1]
    yield from (part for part in parts if part)


def _runs(values: Sequence[Value]) -> Iterator[list[int]]:
    """The days in a row that have a value."""
    run: list[int] = []
    for day, value in enumerate(values):
        if value is not None:
            run.append(day)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _text(text: str, x: float, y: float, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{SIZE:g}" fill="{paper_colours()["quiet"]}" '
        f'font-family="{FAMILY}">{text}</text>'
    )
