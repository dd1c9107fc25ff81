"""What may be known above this floor beside the door itself: the values that questions and answers are made of, and
what is declared for every city alike (kinds, bases, the dictionary that comes with the program, days of a time zone).

Errors lie in `queries.errors`. Nothing here opens or asks a store.
"""

from queries.acts.act import Act, Deed, longest, new_key, states
from queries.acts.acts_about_cases import subject_of
from queries.acts.acts_end import ACTS_END
from queries.acts.saved import NotesAsked, SavedThing
from queries.alarms.alarm import Alarm
from queries.alarms.answers import ANSWER as ALARM_ANSWER
from queries.alarms.answers import STANDINGS, AlarmAnswer, Standing
from queries.alarms.back_test import RuleTested
from queries.alarms.rule import SEVERITIES, AlarmRule
from queries.as_of_state.fleet_states import FleetKind, fleet_states, reported_statuses
from queries.as_of_state.state_tables import bases, state_tables
from queries.budget.memory_budget import MemoryBudget
from queries.budget.single_flight import SingleFlight
from queries.budget.time_budget import begin_budget
from queries.calendar.city_days import end_of_day, start_of
from queries.calendar.holidays import SpecialDay, holidays_known, special_day
from queries.calendar.steps import STEPS, first_of, last_of
from queries.calendar.working_clock import WorkingClock
from queries.calendar.working_time import WorkingCalendar, working_calendar
from queries.calendar.year_before import year_before
from queries.calendar.zones import MISSING, SECOND, Zone, zone_named
from queries.cases.case_export import CasesWanted
from queries.cases.case_page import SORTS, PageAsked, PlaceInList
from queries.cases.case_search import COLUMNS_SEARCHED, CaseSearch, SearchTerm
from queries.cases.lookup import FoundCase, NumberAsked
from queries.cases.newest import Newest, NewEvent
from queries.cases.one_case import CaseAsked, CaseFacts, DeliveredStep, Version
from queries.cases.related_cases import SPOT_DAYS, SPOT_METRES, RelatedCase, RelatedCases, Relation
from queries.cases.service_requests import CaseKind, NamedRequests, RequestsAsked, ServiceRequest
from queries.conversion.canonical import BOOLEANS, DECIMALS, INTEGERS, PERSON, SCORES, TEXTS, TIMES, WORDS
from queries.conversion.file_outlook import FileOutlook, file_outlook
from queries.conversion.mapping_suggestion import mapping_text, suggest_mapping
from queries.conversion.review.column_review import (
    GUESSED,
    LIKELY,
    SURE,
    UNUSED,
    WITHHELD,
    ColumnReview,
    FileReview,
    review_columns,
)
from queries.device_reports.kinds import ReportColumn, tables_of
from queries.device_reports.row_check import RefusedRow
from queries.door.alarms import AlarmsAsked
from queries.door.case_preview import CasePreview, FileReading
from queries.door.files import masked_refusals
from queries.erasure.erasing import Erasing
from queries.erasure.forgetting import ErasureSummary
from queries.erasure.planning import ErasureWanted
from queries.evaluation.asking import EvaluationResult
from queries.evaluation.evaluation import Evaluation, Part, ScoreBand, UnitClass
from queries.evaluation.scoring import PartScore, UnitScore
from queries.fleet.device_states import EXPECTED, STATES, DeviceCounts, DeviceStates, device_counts, device_kinds
from queries.fleet.nearest import Nearby, Things, Vicinity
from queries.fleet.partner_lines import Partner
from queries.fleet.totals import FleetOfKind, FleetTotals
from queries.fleet.unit_positions import UnitPositions, silence_limits, unit_kinds
from queries.governance.loop import Loop, Stage
from queries.governance.matters import MATTER_LOOP, MATTER_ORDERS, Matter, MatterAnswer, MattersWanted
from queries.governance.rule_hits import HitEvidence, RuleHit
from queries.governance.spots import (
    MOST_SPOTS,
    SPOT_BOUNDS,
    SPOT_METRIC,
    SPOT_ORDERS,
    STANDARD_SPOTS,
    RepeatSpot,
    SpotAnswer,
    SpotRule,
    SpotsWanted,
)
from queries.governance.stage_counts import BANDS, PARTS_OF_LOOPS, LoopAnswer, StageCount, left_to_do
from queries.governance.suggestions import DAYS_BACK, PAIR_DAYS, PAIR_METRES, PairedCase, Suggestion, Suggestions
from queries.governance.worklist import WaitingCase
from queries.intake.receipt import Receipt
from queries.kpis.answer import NOT_PLACED, Answer, AnswerRow
from queries.kpis.answer_rows import UNKNOWN
from queries.kpis.bins import FINEST, Bins, Cell
from queries.kpis.breaks.series_break import SeriesBreak
from queries.kpis.by_level import LevelAnswer
from queries.kpis.changes.contributions import Contribution, adds_up, contributions, rest_of
from queries.kpis.comparing.comparability import breaks_parting, incomparable
from queries.kpis.comparisons.chance import level_of_false_discoveries
from queries.kpis.comparisons.comparing import ComparedPart
from queries.kpis.comparisons.comparison import COMPARED_BY, SideBySide
from queries.kpis.comparisons.difference import Difference
from queries.kpis.comparisons.hot_spots_asking import UnusualSpot, UnusualSpots
from queries.kpis.comparisons.measure import MeasureAnswer
from queries.kpis.conditions import (
    CLOSING_LEVEL,
    DIMENSIONS,
    EXCLUDED,
    MOST_CONDITIONS,
    SPECIAL_GRID,
    Conditions,
    fixed_values,
    inclusion,
)
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.dictionary_mistakes import GROUPS as KPI_GROUPS
from queries.kpis.distributions.distribution import Distribution
from queries.kpis.normal.band import LEAST as LEAST_COMPARED
from queries.kpis.normal.normal import Normal, Place, amount_of
from queries.kpis.normal.normal_days import NormalOfDays
from queries.kpis.note import CITY_ONLY, NOT_BY_THIS, NOT_WHERE_THIS, NOTHING_KNOWN_YET, NOTHING_LOADED, OF_PERIOD, Note
from queries.kpis.note import series_break as break_note
from queries.kpis.question import BREAKDOWNS, PLACES, Question
from queries.kpis.sharing.shared import Shared
from queries.ledger.declared import LEDGER_FILE, DeclaredLedger, DeclaredTable
from queries.ledger.fields import FieldTable
from queries.ledger.reliance import EFFECTS, FieldReliance, Loss, breakdowns_lost
from queries.loading.alarms.transition import ALARMS, Severity, Transition, key_of
from queries.loading.bookkeeping import kind_of
from queries.loading.inputs.unsealing import unseal
from queries.loading.load import source_name
from queries.loading.summary import LoadSummary
from queries.loading.versions.unchanged_rows import UnchangedKind
from queries.privacy.masking import MASK, masked
from queries.privacy.sealing import Seal, seal_of
from queries.roll_calls.reach import LevelCalled, Reach
from queries.roll_calls.roll_call import CentreAnswer, CentreCalled, LevelReached, RollCall
from queries.roll_calls.standing_calls import ANSWER as ROLL_CALL_ANSWER
from queries.roll_calls.standing_calls import CALL as ROLL_CALL
from queries.roll_calls.standing_calls import ENDED as ROLL_CALL_ENDED
from queries.roll_calls.standing_calls import areas_called, roll_call_answer_key
from queries.scope import WHOLE_CITY, LineOfBusiness, Persons, Scope
from queries.sources.freshness import Freshness
from queries.sources.standing import SourceStanding
from queries.store.erased.compaction import compact_if_due
from queries.store.stamp import Stamp
from queries.store.store import set_aside_if_damaged
from queries.store.version_order import VersionScale, version_moment

__all__ = [
    "ACTS_END",
    "ALARMS",
    "ALARM_ANSWER",
    "BANDS",
    "BOOLEANS",
    "BREAKDOWNS",
    "CITY_ONLY",
    "CLOSING_LEVEL",
    "COLUMNS_SEARCHED",
    "COMPARED_BY",
    "DAYS_BACK",
    "DECIMALS",
    "DIMENSIONS",
    "EFFECTS",
    "EXCLUDED",
    "EXPECTED",
    "FINEST",
    "GUESSED",
    "INTEGERS",
    "KPI_GROUPS",
    "LEAST_COMPARED",
    "LEDGER_FILE",
    "LIKELY",
    "MASK",
    "MATTER_LOOP",
    "MATTER_ORDERS",
    "MISSING",
    "MOST_CONDITIONS",
    "MOST_SPOTS",
    "NOTHING_KNOWN_YET",
    "NOTHING_LOADED",
    "NOT_BY_THIS",
    "NOT_PLACED",
    "NOT_WHERE_THIS",
    "OF_PERIOD",
    "PAIR_DAYS",
    "PAIR_METRES",
    "PARTS_OF_LOOPS",
    "PERSON",
    "PLACES",
    "ROLL_CALL",
    "ROLL_CALL_ANSWER",
    "ROLL_CALL_ENDED",
    "SCORES",
    "SECOND",
    "SEVERITIES",
    "SORTS",
    "SPECIAL_GRID",
    "SPOT_BOUNDS",
    "SPOT_DAYS",
    "SPOT_METRES",
    "SPOT_METRIC",
    "SPOT_ORDERS",
    "STANDARD_SPOTS",
    "STANDINGS",
    "STATES",
    "STEPS",
    "SURE",
    "TEXTS",
    "TIMES",
    "UNKNOWN",
    "UNUSED",
    "WHOLE_CITY",
    "WITHHELD",
    "WORDS",
    "Act",
    "Alarm",
    "AlarmAnswer",
    "AlarmRule",
    "AlarmsAsked",
    "Answer",
    "AnswerRow",
    "Bins",
    "CaseAsked",
    "CaseFacts",
    "CaseKind",
    "CasePreview",
    "CaseSearch",
    "CasesWanted",
    "Cell",
    "CentreAnswer",
    "CentreCalled",
    "ColumnReview",
    "ComparedPart",
    "Conditions",
    "Contribution",
    "DeclaredLedger",
    "DeclaredTable",
    "Deed",
    "DeliveredStep",
    "DeviceCounts",
    "DeviceStates",
    "Dictionary",
    "Difference",
    "Distribution",
    "Erasing",
    "ErasureSummary",
    "ErasureWanted",
    "Evaluation",
    "EvaluationResult",
    "FieldReliance",
    "FieldTable",
    "FileOutlook",
    "FileReading",
    "FileReview",
    "FleetKind",
    "FleetOfKind",
    "FleetTotals",
    "FoundCase",
    "Freshness",
    "HitEvidence",
    "LevelAnswer",
    "LevelCalled",
    "LevelReached",
    "LineOfBusiness",
    "LoadSummary",
    "Loop",
    "LoopAnswer",
    "Loss",
    "Matter",
    "MatterAnswer",
    "MattersWanted",
    "MeasureAnswer",
    "MemoryBudget",
    "Metric",
    "NamedRequests",
    "Nearby",
    "NewEvent",
    "Newest",
    "Normal",
    "NormalOfDays",
    "Note",
    "NotesAsked",
    "NumberAsked",
    "PageAsked",
    "PairedCase",
    "Part",
    "PartScore",
    "Partner",
    "Persons",
    "Place",
    "PlaceInList",
    "Question",
    "Reach",
    "Receipt",
    "RefusedRow",
    "RelatedCase",
    "RelatedCases",
    "Relation",
    "RepeatSpot",
    "ReportColumn",
    "RequestsAsked",
    "RollCall",
    "RuleHit",
    "RuleTested",
    "SavedThing",
    "Scope",
    "ScoreBand",
    "Seal",
    "SearchTerm",
    "SeriesBreak",
    "ServiceRequest",
    "Severity",
    "Shared",
    "SideBySide",
    "SingleFlight",
    "SourceStanding",
    "SpecialDay",
    "SpotAnswer",
    "SpotRule",
    "SpotsWanted",
    "Stage",
    "StageCount",
    "Stamp",
    "Standing",
    "Suggestion",
    "Suggestions",
    "Things",
    "Transition",
    "UnchangedKind",
    "UnitClass",
    "UnitPositions",
    "UnitScore",
    "UnusualSpot",
    "UnusualSpots",
    "Version",
    "VersionScale",
    "Vicinity",
    "WaitingCase",
    "WorkingCalendar",
    "WorkingClock",
    "Zone",
    "adds_up",
    "amount_of",
    "areas_called",
    "bases",
    "begin_budget",
    "break_note",
    "breakdowns_lost",
    "breaks_parting",
    "compact_if_due",
    "contributions",
    "device_counts",
    "device_kinds",
    "end_of_day",
    "file_outlook",
    "first_of",
    "fixed_values",
    "fleet_states",
    "holidays_known",
    "inclusion",
    "incomparable",
    "key_of",
    "kind_of",
    "last_of",
    "left_to_do",
    "level_of_false_discoveries",
    "longest",
    "mapping_text",
    "masked",
    "masked_refusals",
    "new_key",
    "reported_statuses",
    "rest_of",
    "review_columns",
    "roll_call_answer_key",
    "seal_of",
    "set_aside_if_damaged",
    "silence_limits",
    "source_name",
    "special_day",
    "start_of",
    "state_tables",
    "states",
    "subject_of",
    "suggest_mapping",
    "tables_of",
    "unit_kinds",
    "unseal",
    "version_moment",
    "working_calendar",
    "year_before",
    "zone_named",
]
