"""The HTTP API under /api/v1, the outlines and the readiness probe."""

from flask import Flask

from dashboard.api import commands, live, outlines, questions, readiness
from dashboard.commands import CityCommands
from dashboard.settings import Settings
from queries.city import City


def register(flask: Flask, city: City, settings: Settings) -> None:
    """Adds every route of this package to `flask`."""
    answers = CityCommands(city, settings)
    for part in (questions.routes(answers), live.routes(city), outlines.routes(city), readiness.routes(city)):
        flask.register_blueprint(part)
    flask.register_blueprint(commands.routes(answers))
