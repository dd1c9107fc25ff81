"""The HTTP API under /api/v1, the outlines and the readiness probe."""

from flask import Flask

from dashboard.api import (
    case,
    cells,
    commands,
    counts,
    intake,
    jobs,
    live,
    map_layers,
    map_points,
    openapi,
    outlines,
    questions,
    readiness,
    search,
    sources,
)
from dashboard.api.background import Background
from dashboard.commands.city_commands import CityCommands
from dashboard.intake.receiver import Takes
from dashboard.settings import Settings
from queries.city import City


def register(flask: Flask, city: City, settings: Settings, reception: Takes | None, background: Background) -> None:
    """Adds every route of this package to `flask`; deliveries go to `reception`."""
    answers = CityCommands(city, settings, reception)
    for part in (questions.routes(answers), live.routes(city), outlines.routes(city), readiness.routes(city)):
        flask.register_blueprint(part)
    flask.register_blueprint(cells.routes(city, settings.tile_bytes))
    flask.register_blueprint(case.routes(city))
    flask.register_blueprint(map_layers.routes(city))
    flask.register_blueprint(search.routes(city, background.index))
    flask.register_blueprint(map_points.routes(city))
    flask.register_blueprint(sources.routes(city))
    flask.register_blueprint(counts.routes(city))
    flask.register_blueprint(openapi.routes())
    flask.register_blueprint(intake.routes(city, settings, reception))
    flask.register_blueprint(jobs.routes(background.jobs))
    flask.register_blueprint(commands.routes(answers))
