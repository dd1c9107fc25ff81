"""A briefing as it is composed: everything that paper, workbook and HTTP API say of it, as plain data.

Each number stands beside the text that people read, with the question whose answer it is: the texts of a request to
/api/v1/kpi, days of the city's zone and aware moments in ISO form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Asked = Mapping[str, str]
Mark = Literal["", "worse", "better", "outside"]
Value = float | int | None


@dataclass(frozen=True)
class QuotedNumber:
    """A number in a sentence. of: whose answer it is (of a kind that recurs: its key, which count of it, and the
    moments); row: of a breakdown, the code of its part; minus: the question
    whose answer is taken from it, of a difference; part_of: which part of the answer it is, the value or what it is
    made of."""

    text: str
    value: Value
    of: Asked
    row: str = ""
    minus: Asked | None = None
    part_of: Literal["value", "n", "numerator", "band", "target"] = "value"


@dataclass(frozen=True)
class ToldSentence:
    """A sentence, the KPI that it is about, the address of its card on the analyst's page, and the numbers in it."""

    text: str
    kpi: str
    address: str
    numbers: tuple[QuotedNumber, ...] = ()


@dataclass(frozen=True)
class BandShown:
    """What is normal, and where the value lies beside it. text: both ends with their unit."""

    low: float
    high: float
    place: Literal["below", "inside", "above", ""]
    text: str


@dataclass(frozen=True)
class FigureShown:
    """One KPI of a page. unit: of its value, as in the dictionary; mark: whether it lies outside of what is normal or
    misses its target, and on which side; change: against `against`, or why there is none; basis: what it rests on (n,
    or the moment of a state); reason: why there is no value."""

    kpi: str
    name: str
    value: Value
    text: str
    unit: str
    status: str
    n: int | None
    basis: str
    change: str
    before: Value
    against: str
    band: BandShown | None
    target: str
    mark: Mark
    reason: str
    of: Asked
    before_of: Asked | None
    address: str


@dataclass(frozen=True)
class WatchedThing:
    """A thing to watch: place, reason and owner (empty where nobody is named)."""

    place: str
    reason: str
    owner: str
    area: str
    address: str


@dataclass(frozen=True)
class AreaColoured:
    """An area of the map. shade: of the ramp, None where it has no case."""

    code: str
    name: str
    value: Value
    text: str
    shade: int | None


@dataclass(frozen=True)
class MapShown:
    """The areas below, coloured by a KPI. classes: shade and words, from the lowest; drawing: SVG; note: what is not on
    the map."""

    kpi: str
    title: str
    classes: tuple[tuple[int, str], ...]
    areas: tuple[AreaColoured, ...]
    note: str
    drawing: str
    of: Asked


@dataclass(frozen=True)
class TrendShown:
    """The days of a KPI. values: by day, None where there is none; low, high: of what is normal; settled: index of the
    first settled day and of the one after the last; drawing: SVG."""

    kpi: str
    title: str
    days: tuple[str, ...]
    values: tuple[Value, ...]
    low: tuple[Value, ...]
    high: tuple[Value, ...]
    settled: tuple[int, int]
    note: str
    drawing: str
    of: Asked


@dataclass(frozen=True)
class CellShown:
    """A cell of a table. value: of a number, for a workbook; of: its question, and row: the part of a breakdown."""

    text: str
    value: Value = None
    of: Asked | None = None
    row: str = ""
    mark: Mark = ""


@dataclass(frozen=True)
class ColumnShown:
    """kind: how its cells stand: texts at the left, numbers at the right; unit: of its numbers, as in the dictionary of
    KPIs; share: of the width."""

    name: str
    kind: Literal["text", "number"] = "text"
    share: int = 1
    unit: str = ""


@dataclass(frozen=True)
class TableShown:
    """A table under its title. key: its part of the declaration; note: what is to be known beside it, or why it has no
    rows."""

    key: str
    title: str
    columns: tuple[ColumnShown, ...] = ()
    rows: tuple[tuple[CellShown, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class AreaPage:
    """A page about an area that stands out."""

    code: str
    name: str
    headline: str
    figures: tuple[FigureShown, ...]
    sentences: tuple[ToldSentence, ...]
    tables: tuple[TableShown, ...]


@dataclass(frozen=True)
class SourceStamped:
    """A source of the city: its title, how it stands in words, and the newest time in its data."""

    title: str
    status: str
    status_text: str
    newest: str


@dataclass(frozen=True)
class BriefingStamp:
    """What the whole rests on. period_from, period_to: city days, empty of an open period; as_of, recorded_as_of:
    aware, in ISO form; rules: of the KPIs in it, `key vN`; dictionary: a digest of them; address: of the analyst's page
    with the same state; asked: the texts by which the same briefing is composed again; made_by: under which name;
    withheld_below: counts of cases from 1 to below it are withheld, 0: none is."""

    city: str
    place: str
    period: str
    period_from: str
    period_to: str
    as_of: str
    recorded_as_of: str
    as_of_text: str
    recorded_text: str
    rules: tuple[str, ...]
    dictionary: str
    sources: tuple[SourceStamped, ...]
    simulated: str
    made_by: str
    made_at: str
    release: str
    address: str
    asked: Mapping[str, str]
    withheld_below: int


@dataclass(frozen=True)
class BriefingDocument:
    """A whole briefing. headline: whether all is normal, and what stands out; caveats: what must be known beside its
    numbers; words: what the page itself says."""

    briefing: str
    title: str
    language: str
    stamp: BriefingStamp
    headline: str
    figures: tuple[FigureShown, ...]
    sentences: tuple[ToldSentence, ...]
    caveats: tuple[ToldSentence, ...]
    watched: tuple[WatchedThing, ...]
    map: MapShown | None
    trend: TrendShown | None
    areas: tuple[AreaPage, ...]
    tables: tuple[TableShown, ...]
    words: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """All of it under the names of the fields."""
        return asdict(self)
