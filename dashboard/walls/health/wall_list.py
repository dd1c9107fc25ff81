"""The walls of a city with what is wrong with each, for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from dashboard.walls.city_scenes import walls_of
from dashboard.walls.health.seen_walls import SeenWalls
from dashboard.walls.health.standing import WallStanding, standing_of
from queries.city import City
from queries.values import Scope

EXTENSION = "yiping_wall_list"


@dataclass(frozen=True)
class WallList:
    """What is known of the walls of a city. release: of the program that its server runs."""

    city: City
    seen: SeenWalls
    release: str

    def within(self, scope: Scope) -> list[WallStanding]:
        """The walls that an asker may know of, now; those that need somebody first."""
        now, most = self.seen.now(), walls_of(self.city).unattended.memory_mb
        found = [standing_of(one, now, self.release, most) for one in self.seen.within(scope)]
        return sorted(found, key=lambda one: (not one.is_dead, not one.needs_somebody))


def register(flask: Flask, city: City, release: str) -> None:
    """An application listens to what its walls report."""
    flask.extensions[EXTENSION] = WallList(city, SeenWalls(), release)


def wall_list(flask: Flask) -> WallList:
    """The walls of an application."""
    found: WallList = flask.extensions[EXTENSION]
    return found
