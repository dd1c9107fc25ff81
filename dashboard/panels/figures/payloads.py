"""What the browser gets of figures as JSON; assets/modules/panels/figures draws them."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from dashboard.panels.payloads import FigureBreak, FigureNote, FigureTarget


class FigureWords(TypedDict):
    """Words of the buttons, and the heading of the first column of the table that stands for the figure. read: how it
    is read by keys; chosen: that steps are chosen, with {n}, {first} and {last}."""

    png: str
    svg: str
    zoom: str
    brush: str
    reset: str
    across: str
    read: str
    chosen: str


SeriesRole = Literal["chosen", "before", "part"]


class FigureSeries(TypedDict):
    """A line: null where there is no value; texts: the words of each value under the pointer. role: of the chosen KPI,
    of the days compared with, or of one of the parts. numbers: the figures as an address names them, empty where none
    can; settled: index of the first settled value and of the one after the last, the others stand apart."""

    name: str
    role: SeriesRole
    values: list[float | None]
    texts: list[str]
    numbers: list[str]
    settled: tuple[int, int]


class FigureBand(TypedDict):
    """What is normal at each place across, as an area: low, high, null where nothing is called normal; texts: its
    words; outside: indexes of the values of the chosen KPI outside of it."""

    name: str
    low: list[float | None]
    high: list[float | None]
    texts: list[str]
    outside: list[int]


class LinesFigure(TypedDict):
    """Lines over days, weeks or months. revision: while it stays, so does what a person did to the figure; title: of a
    saved picture; note: what must be known beside it; labels, names: of each place across, short and in full; spans:
    its days as an address has them; brush: the address for days chosen on the figure, `__DAYS__` stands for them, empty
    for none; low, high, ticks: of the axis; partial: the last value is not over; period: index of the first and last
    place chosen, null outside; stacked: parts make a whole; target: what the city wants the
    chosen KPI to be; normal: what is normal for it."""

    kind: Literal["lines"]
    revision: str
    title: str
    note: str
    labels: list[str]
    names: list[str]
    spans: list[tuple[str, str]]
    series: list[FigureSeries]
    low: float
    high: float
    ticks: list[tuple[float, str]]
    partial: bool
    period: tuple[int | None, int | None]
    stacked: bool
    target: FigureTarget | None
    normal: FigureBand | None
    brush: str
    notes: list[FigureNote]
    breaks: list[FigureBreak]
    words: FigureWords


class HeatFigure(TypedDict):
    """A table coloured by its values, null for none; names: of each row; labels: of each column; ticks: of the
    scale; conditions: by what a click on a row and on a column filters, dimension=value, on a cell by both, empty on a
    screen without links; chosen: the rows and columns that are; numbers: the figures as an address names them;
    faint: the rates are not settled."""

    kind: Literal["heat"]
    revision: str
    title: str
    labels: list[str]
    names: list[str]
    values: list[list[float | None]]
    texts: list[list[str]]
    conditions: tuple[list[str], list[str]]
    chosen: tuple[list[int], list[int]]
    numbers: list[list[str]]
    ticks: list[tuple[float, str]]
    faint: bool
    words: FigureWords


class FigureMark(TypedDict):
    """A line across the bars: at, in bars from the middle of the first."""

    at: float
    text: str


class BarsFigure(TypedDict):
    """Bars from 0, across or upright; written: what stands at their ends; faint: of too few cases, or not
    settled; conditions: by what a click on a bar filters, dimension=value, null for nothing; chosen: the bars that are;
    numbers: the figures as an address names them, of a part that no address can name that of the whole."""

    kind: Literal["bars"]
    revision: str
    title: str
    labels: list[str]
    values: list[float | None]
    written: list[str]
    texts: list[str]
    faint: list[bool]
    conditions: list[str | None]
    chosen: list[int]
    numbers: list[str]
    marks: list[FigureMark]
    across: bool
    high: float
    words: FigureWords


Figure = LinesFigure | HeatFigure | BarsFigure
