"""Values of what people do and of what is judged: acts, alarms, loops, evaluations, roll-calls, the ledger."""

from queries.acts.act import Act, Deed, longest, new_key, states
from queries.acts.acts_about_cases import subject_of
from queries.acts.acts_end import ACTS_END
from queries.acts.saved import NotesAsked, SavedThing
from queries.alarms.alarm import Alarm
from queries.alarms.answers import ANSWER as ALARM_ANSWER
from queries.alarms.answers import STANDINGS, AlarmAnswer, Standing
from queries.alarms.back_test import RuleTested
from queries.alarms.rule import SEVERITIES, AlarmRule
from queries.dispatch.hops import Hops, LevelPair, PassingUnit
from queries.dispatch.objections import ObjectionCounts, Objections
from queries.dispatch.playbook import PLAYBOOK_FILE, Playbook, PlaybookEntry
from queries.dispatch.playbook_use import DISPATCHED_METRIC, FEWEST, EntryUse, KindWithout, PlaybookUse, UnitTried
from queries.door.review.recurring_kinds import KindStanding
from queries.evaluation.asking import EvaluationResult
from queries.evaluation.entered import KIND as EVALUATION_VALUE
from queries.evaluation.entered import EnteredValue, entered_key
from queries.evaluation.entered import part_named as entered_part_name
from queries.evaluation.evaluation import EnteredPart, Evaluation, Part, ScoreBand, UnitClass
from queries.evaluation.scoring import EnteredScore, PartScore, UnitScore
from queries.governance.agenda.agenda import (
    AGENDA_LOOP,
    FLAGS,
    GROUPS,
    MOST_STANDING,
    REASONS,
    Agenda,
    AgendaItem,
)
from queries.governance.agenda.meeting_days import Meeting
from queries.governance.call_backs.call_attempts import CallAttempt
from queries.governance.loop import Loop, Stage
from queries.governance.matters import MATTER_LOOP, MATTER_ORDERS, MOST_MATTERS, Matter, MatterAnswer, MattersWanted
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
from queries.governance.suggestions import (
    DAYS_BACK,
    LEAST_LIKENESS,
    PAIR_DAYS,
    PAIR_METRES,
    PairedCase,
    Suggestion,
    Suggestions,
)
from queries.governance.worklist import UnhandedCases, WaitingCase
from queries.kpis.comparisons.coming import COMING_METRIC, Coming, ComingKind
from queries.ledger.declared import LEDGER_FILE, DeclaredLedger, DeclaredTable
from queries.ledger.fields import FieldTable
from queries.ledger.reliance import EFFECTS, FieldReliance, Loss, breakdowns_lost
from queries.operation.emergency import RETURNS, Emergency, ModeHere
from queries.operation.emergency import SWITCH as MODE_SWITCH
from queries.operation.mode import EMERGENCY, MODES, NORMAL, Mode, ModeKey
from queries.operation.mode_file import OWN_MODES
from queries.recurring_kinds.counting import CasesAtCure, KindCount, KindPlace
from queries.recurring_kinds.cure import CURE, Cure, CureProgress, CureStep, cure_key, cure_sorts, written_item
from queries.recurring_kinds.cure import MOST_PIECES as MOST_PIECES_OF_A_CURE
from queries.recurring_kinds.kind import CONFIRMED as KIND_CONFIRMED
from queries.recurring_kinds.kind import KIND as RECURRING_KIND
from queries.recurring_kinds.kind import KIND_DIMENSIONS, MOST_WORDS, KindCases, RecurringKind
from queries.recurring_kinds.proposals import KindProposal, Proposals
from queries.roll_calls.duty_roster import DUTY_FILE, DutyRoster, DutyTurn
from queries.roll_calls.reach import LevelCalled, Reach
from queries.roll_calls.roll_call import CentreAnswer, CentreCalled, LevelReached, RollCall
from queries.roll_calls.standing_calls import ANSWER as ROLL_CALL_ANSWER
from queries.roll_calls.standing_calls import CALL as ROLL_CALL
from queries.roll_calls.standing_calls import ENDED as ROLL_CALL_ENDED
from queries.roll_calls.standing_calls import areas_called, roll_call_answer_key
from queries.samples.drawn_sample import DrawnCase, DrawnSample, UnitVerdicts, VerdictCounts
from queries.samples.sample_acts import SAMPLE_VERDICT
from queries.samples.sampling_rule import AREA as SAMPLED_AREA

__all__ = [
    "ACTS_END",
    "AGENDA_LOOP",
    "ALARM_ANSWER",
    "BANDS",
    "COMING_METRIC",
    "CURE",
    "DAYS_BACK",
    "DISPATCHED_METRIC",
    "DUTY_FILE",
    "EFFECTS",
    "EMERGENCY",
    "EVALUATION_VALUE",
    "FEWEST",
    "FLAGS",
    "GROUPS",
    "KIND_CONFIRMED",
    "KIND_DIMENSIONS",
    "LEAST_LIKENESS",
    "LEDGER_FILE",
    "MATTER_LOOP",
    "MATTER_ORDERS",
    "MODES",
    "MODE_SWITCH",
    "MOST_MATTERS",
    "MOST_PIECES_OF_A_CURE",
    "MOST_SPOTS",
    "MOST_STANDING",
    "MOST_WORDS",
    "NORMAL",
    "OWN_MODES",
    "PAIR_DAYS",
    "PAIR_METRES",
    "PARTS_OF_LOOPS",
    "PLAYBOOK_FILE",
    "REASONS",
    "RECURRING_KIND",
    "RETURNS",
    "ROLL_CALL",
    "ROLL_CALL_ANSWER",
    "ROLL_CALL_ENDED",
    "SAMPLED_AREA",
    "SAMPLE_VERDICT",
    "SEVERITIES",
    "SPOT_BOUNDS",
    "SPOT_METRIC",
    "SPOT_ORDERS",
    "STANDARD_SPOTS",
    "STANDINGS",
    "Act",
    "Agenda",
    "AgendaItem",
    "Alarm",
    "AlarmAnswer",
    "AlarmRule",
    "CallAttempt",
    "CasesAtCure",
    "CentreAnswer",
    "CentreCalled",
    "Coming",
    "ComingKind",
    "Cure",
    "CureProgress",
    "CureStep",
    "DeclaredLedger",
    "DeclaredTable",
    "Deed",
    "DrawnCase",
    "DrawnSample",
    "DutyRoster",
    "DutyTurn",
    "Emergency",
    "EnteredPart",
    "EnteredScore",
    "EnteredValue",
    "EntryUse",
    "Evaluation",
    "EvaluationResult",
    "FieldReliance",
    "FieldTable",
    "HitEvidence",
    "Hops",
    "KindCases",
    "KindCount",
    "KindPlace",
    "KindProposal",
    "KindStanding",
    "KindWithout",
    "LevelCalled",
    "LevelPair",
    "LevelReached",
    "Loop",
    "LoopAnswer",
    "Loss",
    "Matter",
    "MatterAnswer",
    "MattersWanted",
    "Meeting",
    "Mode",
    "ModeHere",
    "ModeKey",
    "NotesAsked",
    "ObjectionCounts",
    "Objections",
    "PairedCase",
    "Part",
    "PartScore",
    "PassingUnit",
    "Playbook",
    "PlaybookEntry",
    "PlaybookUse",
    "Proposals",
    "Reach",
    "RecurringKind",
    "RepeatSpot",
    "RollCall",
    "RuleHit",
    "RuleTested",
    "SavedThing",
    "ScoreBand",
    "SpotAnswer",
    "SpotRule",
    "SpotsWanted",
    "Stage",
    "StageCount",
    "Standing",
    "Suggestion",
    "Suggestions",
    "UnhandedCases",
    "UnitClass",
    "UnitScore",
    "UnitTried",
    "UnitVerdicts",
    "VerdictCounts",
    "WaitingCase",
    "areas_called",
    "breakdowns_lost",
    "cure_key",
    "cure_sorts",
    "entered_key",
    "entered_part_name",
    "left_to_do",
    "longest",
    "new_key",
    "roll_call_answer_key",
    "states",
    "subject_of",
    "written_item",
]
