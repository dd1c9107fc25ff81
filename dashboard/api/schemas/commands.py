"""The command line beside a running server: bodies are objects of texts, results are plain data."""

from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from dashboard.api.briefings.answers import BriefingsListed
from dashboard.api.schemas.kpis import Kpi, KpiAnswer
from dashboard.api.schemas.sources import SourceWithKey
from dashboard.briefings.document import BriefingDocument
from dashboard.governance.case_acts import ActKept
from dashboard.operation.switching import ModeKept
from dashboard.saved.file_format import Kept, SavedFile


class Texts(RootModel[dict[str, str]]):
    """Parameters of a question, as texts."""


class NamedSource(BaseModel):
    """A source and, where it is added, how it delivers."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str]
    name: str = ""


class FileToLoad(BaseModel):
    """A file of this machine, and options of `yiping load`."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str]
    path: str = ""


class CommandRefusal(BaseModel):
    """What went wrong, written for the person at the command line."""

    error: str
    sentence: str
    reference: str | None = None


class Hello(BaseModel):
    """The city that this server serves."""

    city: str


class Cookie(BaseModel):
    """The access cookie; an empty value when none is needed. walls: paths of the screens that hang on walls."""

    name: str
    value: str
    walls: list[str]


class Counts(BaseModel):
    """Questions asked of the store since the start, and the versions that it is at."""

    asked: int
    data_version: int
    report_version: int


class CheckLine(BaseModel):
    """One thing checked: what was found, and what to do when it is not well."""

    ok: bool
    what: str
    found: str
    advice: str


class KpiResult(BaseModel):
    """A number."""

    result: KpiAnswer


class KpisResult(BaseModel):
    """The dictionary."""

    result: list[Kpi]


class AnsweredResult(BaseModel):
    """How many simulated centres answered."""

    result: int


class ActKeptResult(BaseModel):
    """What became of an act about a case."""

    result: ActKept


class ModeKeptResult(BaseModel):
    """What became of a switch."""

    result: ModeKept


class CheckResult(BaseModel):
    """What a healthy city needs, line by line."""

    result: list[CheckLine]


class SourcesResult(BaseModel):
    """Every source."""

    result: list[SourceWithKey]


class KeyResult(BaseModel):
    """The new key of a source."""

    result: str


class RemovedSource(BaseModel):
    """Whether the source had a key, and the rows that it delivered."""

    key: bool
    rows: int


class RemovedResult(BaseModel):
    """What was removed."""

    result: RemovedSource


class SavedResult(BaseModel):
    """Saved views and notes."""

    result: SavedFile


class KeptResult(BaseModel):
    """What became of a file of them."""

    result: Kept


class ProgressLine(BaseModel):
    """One line of a long command: how far it is."""

    step: str
    done: float


class LastLine(BaseModel):
    """The last line of a long command: summaries of loads."""

    result: dict[str, Any] | list[dict[str, Any]]


class BriefingsResult(BaseModel):
    """The briefings."""

    result: BriefingsListed


class BriefingResult(BaseModel):
    """A composed briefing."""

    result: BriefingDocument


class BriefingAgainResult(BaseModel):
    """What became of its numbers: how many there are, those that are different, and what was recorded since."""

    result: dict[str, Any]
