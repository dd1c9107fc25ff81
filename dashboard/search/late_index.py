"""The index of the search box, made once, at the latest when somebody first searches."""

from dashboard.search.index import SearchIndex
from queries.city import City
from queries.values import SingleFlight


class LateIndex:
    """Safe to use from many threads: who asks while it is being made waits for it."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._made: SingleFlight[str, SearchIndex] = SingleFlight(1)

    def get(self) -> SearchIndex:
        """The index of the city's areas and special grids; takes seconds the first time."""
        return self._made.get("index", lambda: SearchIndex(self._city.tree, self._city.ground.special_grids))
