"""Values of numbers: questions and answers of KPIs, the dictionary, days and calendars, budgets."""

from queries.as_of_state.fleet_states import FleetKind, fleet_states, reported_statuses
from queries.as_of_state.state_tables import bases, state_tables
from queries.budget.memory_budget import MemoryBudget
from queries.budget.single_flight import SingleFlight
from queries.budget.time_budget import begin_budget, time_budget
from queries.calendar.city_days import end_of_day, start_of
from queries.calendar.holidays import SpecialDay, holidays_known, special_day
from queries.calendar.steps import STEPS, first_of, last_of
from queries.calendar.working_clock import WorkingClock
from queries.calendar.working_time import WorkingCalendar, working_calendar
from queries.calendar.year_before import year_before
from queries.calendar.zones import MISSING, SECOND, Zone, zone_named
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
from queries.kpis.comparisons.tide import EVERY_DAY, Tide, TideCell
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
from queries.kpis.failures.failed_rows import FailedRow, NotAttained, lists_failures
from queries.kpis.normal.band import LEAST as LEAST_COMPARED
from queries.kpis.normal.normal import Normal, Place, amount_of
from queries.kpis.normal.normal_days import NormalOfDays
from queries.kpis.note import CITY_ONLY, NOT_BY_THIS, NOT_WHERE_THIS, NOTHING_KNOWN_YET, NOTHING_LOADED, OF_PERIOD, Note
from queries.kpis.note import series_break as break_note
from queries.kpis.question import BREAKDOWNS, PLACES, Question
from queries.kpis.sharing.shared import Shared
from queries.scope import WHOLE_CITY, LineOfBusiness, Persons, Scope
from queries.store.erased.compaction import compact_if_due
from queries.store.stamp import Stamp
from queries.store.store import set_aside_if_damaged
from queries.store.version_order import VersionScale, version_moment

__all__ = [
    "BREAKDOWNS",
    "CITY_ONLY",
    "CLOSING_LEVEL",
    "COMPARED_BY",
    "DIMENSIONS",
    "EVERY_DAY",
    "EXCLUDED",
    "FINEST",
    "KPI_GROUPS",
    "LEAST_COMPARED",
    "MISSING",
    "MOST_CONDITIONS",
    "NOTHING_KNOWN_YET",
    "NOTHING_LOADED",
    "NOT_BY_THIS",
    "NOT_PLACED",
    "NOT_WHERE_THIS",
    "OF_PERIOD",
    "PLACES",
    "SECOND",
    "SPECIAL_GRID",
    "STEPS",
    "UNKNOWN",
    "WHOLE_CITY",
    "Answer",
    "AnswerRow",
    "Bins",
    "Cell",
    "ComparedPart",
    "Conditions",
    "Contribution",
    "Dictionary",
    "Difference",
    "Distribution",
    "FailedRow",
    "FleetKind",
    "LevelAnswer",
    "LineOfBusiness",
    "MeasureAnswer",
    "MemoryBudget",
    "Metric",
    "Normal",
    "NormalOfDays",
    "NotAttained",
    "Note",
    "Persons",
    "Place",
    "Question",
    "Scope",
    "SeriesBreak",
    "Shared",
    "SideBySide",
    "SingleFlight",
    "SpecialDay",
    "Stamp",
    "Tide",
    "TideCell",
    "UnusualSpot",
    "UnusualSpots",
    "VersionScale",
    "WorkingCalendar",
    "WorkingClock",
    "Zone",
    "adds_up",
    "amount_of",
    "bases",
    "begin_budget",
    "break_note",
    "breaks_parting",
    "compact_if_due",
    "contributions",
    "end_of_day",
    "first_of",
    "fixed_values",
    "fleet_states",
    "holidays_known",
    "inclusion",
    "incomparable",
    "last_of",
    "level_of_false_discoveries",
    "lists_failures",
    "reported_statuses",
    "rest_of",
    "set_aside_if_damaged",
    "special_day",
    "start_of",
    "state_tables",
    "time_budget",
    "version_moment",
    "working_calendar",
    "year_before",
    "zone_named",
]
