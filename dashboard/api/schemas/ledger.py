"""The ledger of data: systems, tables and fields, and which numbers rely on what."""

from typing import Literal

from pydantic import BaseModel, Field


class RefusedLedgerLine(BaseModel):
    """A line of ledger.csv that does not count."""

    line: int = Field(description="From 1, the header; 0: the whole file.")
    why: str


class DeclaredTotals(BaseModel):
    """What the city declares in ledger.csv, in all."""

    systems: int
    tables: int
    records: int
    counted_from: str | None
    counted_to: str | None
    refused_lines: int
    refused: list[RefusedLedgerLine]


class OwnTotals(BaseModel):
    """The sources that deliver to yiping, in all; not to be added to what is declared, which may name them too."""

    sources: int
    tables: int
    records: int | None


class LedgerSystem(BaseModel):
    """One system; a number is null where nobody says it."""

    key: str
    name: str
    origin: Literal["source", "declared"]
    owner: str
    tables: int | None
    records: int | None
    filled: float | None = Field(description="Mean share of the rows in which a field is known.")
    refused: int | None
    late: bool | None
    last_load: str | None = Field(description="Moment of a source, day of a declared system.")
    sources: list[str] = Field(description="By which it delivers to yiping.")


class LedgerField(BaseModel):
    """One field; of a declared table only its name is known."""

    name: str
    required: bool | None = None
    delivered: bool | None = None
    filled: float | None = None
    known: int | None = Field(None, description="Rows that say it.")
    kpis: list[str] | None = Field(None, description="Keys of the KPIs whose formula reads it.")


class LedgerTable(BaseModel):
    """One table of a system."""

    table: str
    records: int
    filled: float | None
    refused: int | None = None
    updated: str | None = None
    late: bool | None = None
    source: str | None
    fields: list[LedgerField]


class LostKpi(BaseModel):
    """What becomes of a KPI: no data at all, partly (without the rows of this source), or changed."""

    key: str
    name: str
    effect: Literal["no_data", "partly", "changed"]
    needs: list[str] = Field(description="Its needs that are not met any more.")


class EffectCounts(BaseModel):
    """How many KPIs each effect has."""

    no_data: int
    partly: int
    changed: int


class WithoutField(BaseModel):
    """What is gone with a source, or one field of it."""

    source: str
    field: str | None
    breakdowns: list[str]
    counts: EffectCounts
    kpis: list[LostKpi]


class ReliedOnField(BaseModel):
    """A field that a KPI relies on."""

    source: str
    table: str
    field: str
    needed: bool
    known: int | None
    filled: float | None


class KpiReliance(BaseModel):
    """What a KPI relies on."""

    key: str
    name: str
    formula: str
    unmet: dict[str, list[str]] = Field(description="Source → the needs that it does not meet.")
    fields: list[ReliedOnField]


class Ledger(BaseModel):
    """The ledger of a city."""

    simulated: bool
    declared: DeclaredTotals
    own: OwnTotals
    found: int
    systems: list[LedgerSystem]
    tables: list[LedgerTable] | None = Field(description="Of the system asked for.")
    without: WithoutField | None
    kpi: KpiReliance | None
