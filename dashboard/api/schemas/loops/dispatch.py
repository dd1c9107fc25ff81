"""How cases are dispatched: the playbook and what was dispatched beside it, and hops between levels."""

from typing import Literal

from pydantic import BaseModel, Field

from dashboard.api.schemas.kpis import KpiAnswer


class RefusedPlaybookLine(BaseModel):
    """A line of playbook.csv that does not count."""

    line: int = Field(description="From 1, the header; 0: the whole file.")
    why: str


class TriedDepartment(BaseModel):
    """A department that cases were dispatched to first."""

    department: str
    n: int
    declined: int
    right: int = Field(description="Received and never declined.")


class PlaybookEntryUse(BaseModel):
    """An entry and the cases that it covered: as_said, unknown and those of others add up to n."""

    line: int
    category: str
    department: str
    level: Literal["city", "district", "street", "unit"] | None
    limit_days: float | None = Field(description="Working days.")
    valid_from: str | None
    valid_until: str | None
    state: Literal["coming", "valid", "expired"] = Field(description="As of the moment.")
    n: int
    as_said: int
    unknown: int = Field(description="The first department is not known.")
    declined: int = Field(description="Of those as the entry says, declined.")
    others: list[TriedDepartment]
    last_day: str | None = Field(description="Day of the last dispatch that it covered.")
    after: int = Field(description="Of an expired entry: cases of its category dispatched without any entry.")


class KindWithoutEntry(BaseModel):
    """A kind of which cases were dispatched without an entry that held then."""

    category: list[str]
    n: int
    declined: int
    districts: int
    departments: list[TriedDepartment]
    proposed: TriedDepartment | None = Field(description="Right most often, and mostly; null where none was.")


class RareKinds(BaseModel):
    """Kinds without an entry that have too few cases to conclude anything."""

    kinds: int
    cases: int


class PlaybookBesideCases(BaseModel):
    """The cases dispatched in the period beside the playbook: covered, of these as_said, otherwise and unknown; all
    null where no source tells of dispatches."""

    whole: KpiAnswer
    is_there: bool = Field(description="The city has a playbook; without one nothing can be covered.")
    refused_lines: int
    refused: list[RefusedPlaybookLine]
    n: int | None
    covered: int | None
    as_said: int | None
    otherwise: int | None
    unknown: int | None
    declined_as_said: int | None
    declined_otherwise: int | None
    nameless: int | None = Field(description="Not covered because they have no category.")
    entries: list[PlaybookEntryUse]
    kinds_without: list[KindWithoutEntry]
    rare: RareKinds | None


class LevelPairWaiting(BaseModel):
    """Hops from one level to another: centre (who dispatches), city, district, street, unit, unknown."""

    from_level: str = Field(alias="from")
    to_level: str = Field(alias="to")
    n: int
    unanswered: int = Field(description="Nothing has happened since.")
    returned: int = Field(description="Declined or handed back before they went on.")
    median_s: float | None = Field(description="Seconds until the next step, of those that have one.")
    p95_s: float | None
    share_of_waiting: float | None = Field(description="Of the waiting of all hops.")


class PassingOnUnit(BaseModel):
    """A unit that cases came to, as a hop each."""

    unit: str
    level: str
    n: int
    passed_on: int
    to_streets: int
    passed_back: int = Field(description="Of those passed on that came back.")
    few: bool = Field(description="Of too few nothing is concluded.")


class HopsBetweenLevels(BaseModel):
    """The hops of the cases dispatched in the period, by the steps delivered of them; pairs add up to `hops`."""

    whole: KpiAnswer
    hops: int | None = Field(description="Null, as the others, where no source tells of dispatches.")
    cases: int | None = Field(description="Of which steps of dispatch are delivered.")
    without_steps: int | None
    cases_by_hops: dict[str, int] | None = Field(description="1, 2, 3 or more hops.")
    pairs: list[LevelPairWaiting]
    units: list[PassingOnUnit] = Field(description="Those that pass on the largest share first, those of few last.")


class ObjectionsOfUnit(BaseModel):
    """Declines and what became of them: granted, refused, taken, gone and undecided add up to n."""

    unit: str | None = Field(description="Who declined; null of all, and where it is not told.")
    n: int
    granted: int = Field(description="Dispatched to another unit next.")
    refused: int = Field(description="Dispatched to the same unit again.")
    taken: int = Field(description="Received after all.")
    gone: int = Field(description="The case ended first.")
    undecided: int = Field(description="No decision is delivered.")
    median_s: float | None = Field(description="Seconds until granted or refused.")
    p95_s: float | None
    few: bool = Field(description="Too few to be ranked.")


class ObjectionsToDispatch(BaseModel):
    """The objections (declines) of the cases dispatched in the period, by the steps delivered; no reasons are."""

    whole: KpiAnswer
    every: ObjectionsOfUnit | None = Field(description="Null: no step of a decline is delivered.")
    units: list[ObjectionsOfUnit]
