"""The command line beside a running server: bodies are objects of texts, results are plain data."""

from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from dashboard.api.briefings.answers import BriefingsListed
from dashboard.api.fleet.answers import Nearest, PartnersAnswer, WorkloadAnswer
from dashboard.api.schemas.agenda import AgendaAnswer
from dashboard.api.schemas.alarms import Alarms
from dashboard.api.schemas.dispatch import HopsBetweenLevels, ObjectionsToDispatch, PlaybookBesideCases
from dashboard.api.schemas.evaluation import EvaluationsAnswer
from dashboard.api.schemas.findings import ComingAnswer, ComparisonAnswer, HotSpotsAnswer, MeasureFinding, TideFinding
from dashboard.api.schemas.governance import BusinessLines, Loops, Spots
from dashboard.api.schemas.kpis import Kpi, KpiAnswer
from dashboard.api.schemas.ledger import Ledger
from dashboard.api.schemas.operation import ModeTold
from dashboard.api.schemas.review.recurring_kinds import KindsListed, OneKind
from dashboard.api.schemas.review.samples import OneSample, SamplesListed
from dashboard.api.schemas.roll_calls import DutyAnswer, OneRollCall, RollCalls
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
    """The access cookie; an empty value when none is needed."""

    name: str
    value: str


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


class AlarmsResult(BaseModel):
    """To the command line."""

    result: Alarms


class KpisResult(BaseModel):
    """The dictionary."""

    result: list[Kpi]


class ComparisonResult(BaseModel):
    """Parts beside each other."""

    result: ComparisonAnswer


class MeasureResult(BaseModel):
    """Before and after a measure."""

    result: MeasureFinding


class TideResult(BaseModel):
    """The hours of the week before and after a measure."""

    result: TideFinding


class HotSpotsResult(BaseModel):
    """Hot spots."""

    result: HotSpotsAnswer


class LoopsResult(BaseModel):
    """How the governance loops stand."""

    result: Loops


class LinesResult(BaseModel):
    """The lines of business, or one of them."""

    result: BusinessLines


class EvaluationResult(BaseModel):
    """The evaluations, or one with its result."""

    result: EvaluationsAnswer


class SpotsResult(BaseModel):
    """Where the same comes back."""

    result: Spots


class RollCallsResult(BaseModel):
    """The roll-calls, or one of them with its centres."""

    result: RollCalls | OneRollCall


class AnsweredResult(BaseModel):
    """How many simulated centres answered."""

    result: int


class ComingResult(BaseModel):
    """What comes next by season."""

    result: ComingAnswer


class DispatchResult(BaseModel):
    """What was asked of dispatch."""

    result: PlaybookBesideCases | HopsBetweenLevels | ObjectionsToDispatch


class ModeResult(BaseModel):
    """The mode of operation."""

    result: ModeTold


class ActKeptResult(BaseModel):
    """What became of an act about a case."""

    result: ActKept


class ModeKeptResult(BaseModel):
    """What became of a switch."""

    result: ModeKept


class NearestResult(BaseModel):
    """What is nearest to a point or case."""

    result: Nearest


class WorkloadResult(BaseModel):
    """The load of workers on duty."""

    result: WorkloadAnswer


class PartnersResult(BaseModel):
    """Who is joined."""

    result: PartnersAnswer


class AgendaResult(BaseModel):
    """The agenda of a meeting."""

    result: AgendaAnswer


class SamplesResult(BaseModel):
    """The weekly samples, or one of them in full."""

    result: SamplesListed | OneSample


class RecurringKindsResult(BaseModel):
    """The kinds that recur, or one of them in full."""

    result: KindsListed | OneKind


class DutyResult(BaseModel):
    """Who is on duty."""

    result: DutyAnswer


class LedgerResult(BaseModel):
    """The ledger of data."""

    result: Ledger


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
