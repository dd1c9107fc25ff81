"""The index of the search box, built once, at the latest for the first search."""

from dashboard.search.index import SearchIndex
from queries.city import City
from queries.values import SingleFlight


class LateIndex:
    """Safe for many threads: a search during the build waits for it."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._made: SingleFlight[str, SearchIndex] = SingleFlight(1)

    def get(self) -> SearchIndex:
        """The index of the city's areas and special grids; takes seconds the first time."""
        return self._made.get("index", lambda: SearchIndex(self._city.tree, self._city.ground.special_grids))
