"""The questions that are asked of a city by named texts, the same for the HTTP API and the command line: a line each.

How one is described over HTTP stands in dashboard/api, its options and its table in dashboard/cli.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.alarms.listing import alarms_as_json
from dashboard.evaluation.evaluation_answers import evaluations_as_json
from dashboard.findings.comparison import comparison_as_json
from dashboard.findings.hot_spots import hot_spots_as_json
from dashboard.findings.measure import measure_as_json
from dashboard.findings.tide import tide_as_json
from dashboard.fleet.nearest_answers import nearest_as_json
from dashboard.fleet.partner_answers import partners_as_json
from dashboard.fleet.reading_answers import readings_as_json
from dashboard.fleet.workload_answers import workload_as_json
from dashboard.governance.agenda_answers import agenda_as_json
from dashboard.governance.coming_answers import coming_as_json
from dashboard.governance.dispatch_answers import dispatch_as_json
from dashboard.governance.kind_answers import kinds_as_json
from dashboard.governance.line_answers import lines_as_json
from dashboard.governance.loop_answers import loops_as_json
from dashboard.governance.matter_answers import matters_as_json, suggestions_as_json
from dashboard.governance.sample_answers import samples_as_json
from dashboard.governance.spot_answers import spots_as_json
from dashboard.governance.unhanded_answers import unhanded_as_json
from dashboard.ledger.ledger_answers import ledger_as_json
from dashboard.operation.mode_answers import mode_as_json
from dashboard.roll_calls.call_answers import calls_as_json
from dashboard.roll_calls.duty_answers import duty_as_json
from dashboard.words.catalogue import Catalogue
from queries.city import City

QUESTIONS: Mapping[str, Callable[[City, Mapping[str, str], Catalogue], dict[str, Any]]] = {
    "agenda": agenda_as_json,
    "alarms": alarms_as_json,
    "coming": coming_as_json,
    "compare": comparison_as_json,
    "dispatch": dispatch_as_json,
    "duty": duty_as_json,
    "evaluation": evaluations_as_json,
    "handovers": unhanded_as_json,
    "hotspots": hot_spots_as_json,
    "ledger": ledger_as_json,
    "lines": lambda city, given, _words: lines_as_json(city, given),
    "loops": loops_as_json,
    "matters": matters_as_json,
    "measure": measure_as_json,
    "mode": mode_as_json,
    "nearest": nearest_as_json,
    "partners": partners_as_json,
    "readings": readings_as_json,
    "recurring_kinds": lambda city, given, _words: kinds_as_json(city, given),
    "roll_calls": calls_as_json,
    "samples": samples_as_json,
    "spots": spots_as_json,
    "suggestions": suggestions_as_json,
    "tide": tide_as_json,
    "workload": workload_as_json,
}
