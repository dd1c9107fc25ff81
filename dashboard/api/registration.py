"""All routes of the HTTP API, one line for each resource."""

from flask import Flask

from dashboard.api import (
    areas,
    case,
    case_list,
    cases,
    commands,
    deliveries,
    jobs,
    kpis,
    live,
    openapi,
    readiness,
    search,
    sources,
)
from dashboard.api.acts import saved, unmasking
from dashboard.api.alarms import routes as alarms
from dashboard.api.background import Background
from dashboard.api.briefings import routes as briefings
from dashboard.api.evaluation import routes as evaluation
from dashboard.api.findings import routes as findings
from dashboard.api.fleet import routes as fleet
from dashboard.api.governance import case_acts, dispatch, handovers, lines, matters, recurring_kinds, samples
from dashboard.api.governance import routes as governance
from dashboard.api.ledger import routes as ledger
from dashboard.api.map import cells, layers, outlines, point_cases
from dashboard.api.open311 import routes as open311
from dashboard.api.operation import routes as operation
from dashboard.api.roll_calls import duty
from dashboard.api.roll_calls import routes as roll_calls
from dashboard.api.walls import routes as walls
from dashboard.commands.city_commands import CityCommands
from dashboard.governance.case_acts import CaseActs
from dashboard.intake.receiver import Receiver
from dashboard.screens.screen_registry import REGISTRY
from dashboard.settings import Settings
from dashboard.walls.health.wall_list import wall_list
from dashboard.web.page.release import RELEASE
from queries.city import City


def register(flask: Flask, city: City, settings: Settings, reception: Receiver | None, background: Background) -> None:
    """Adds every route of this package to `flask`; deliveries go to `reception`."""
    answers = CityCommands(city, settings, reception, screens=lambda: REGISTRY)
    for part in (
        kpis.routes(answers),
        findings.routes(answers),
        governance.routes(answers),
        lines.routes(answers),
        matters.routes(answers),
        handovers.routes(answers),
        alarms.routes(answers),
        evaluation.routes(answers),
        roll_calls.routes(answers),
        dispatch.routes(answers),
        operation.routes(answers),
        duty.routes(answers),
        fleet.routes(answers),
        samples.routes(answers),
        briefings.routes(answers, REGISTRY),
        recurring_kinds.routes(answers),
        ledger.routes(answers),
        case_acts.routes(city, CaseActs(city, reception)),
        cases.routes(answers),
        areas.routes(city),
        case.routes(city),
        unmasking.routes(city),
        case_list.routes(city),
        search.routes(city, background.index),
        live.routes(city, flask.extensions[RELEASE]),
        sources.routes(city),
        saved.routes(city, answers.keeping()),
        outlines.routes(city),
        cells.routes(city, settings.tile_bytes),
        layers.routes(city),
        point_cases.routes(city),
        open311.routes(city),
        readiness.routes(city),
        openapi.routes(flask),
        deliveries.routes(city, settings, reception),
        jobs.routes(background.jobs),
        walls.routes(wall_list(flask)),
        commands.routes(answers),
    ):
        flask.register_blueprint(part)
