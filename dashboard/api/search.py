"""GET /api/v1/search: areas, special grids and cases by what is typed into the search box."""

import logging
from threading import Thread

from flask import Blueprint, Response, request

from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.search.index import SearchIndex
from dashboard.search.results import results
from queries.city import City
from queries.values import SingleFlight

log = logging.getLogger("yiping")


class LateIndex:
    """The index of a city, made once in the background; who asks before waits for it."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._made: SingleFlight[str, SearchIndex] = SingleFlight(1)
        Thread(target=self._begin, name="search-index", daemon=True).start()

    def get(self) -> SearchIndex:
        return self._made.get("index", lambda: SearchIndex(self._city.tree, self._city.ground.special_grids))

    def _begin(self) -> None:
        try:
            self.get()
        except Exception:
            log.exception("The index of the search box could not be made.")


def routes(city: City) -> Blueprint:
    """GET /api/v1/search?q=…, at the moment and in the words of the screen that asks (path, search, stamp)."""
    part = Blueprint("search", __name__, url_prefix="/api/v1")
    index = LateIndex(city)

    @part.get("/search")
    def search() -> Response:
        scene = asking_scene(city)
        return answer(results(city, scene, index.get(), request.args.get("q", "")))

    return part
