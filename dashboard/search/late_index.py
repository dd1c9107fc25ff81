"""The indexes of the search box, built once, at the latest for the first search."""

from threading import Lock

from cachetools import LRUCache

from dashboard.search.index import SearchIndex
from dashboard.search.phrases.lexicon import Lexicon
from queries.city import City
from queries.values import Scope, SingleFlight

MOST_LEXICONS = 32
"""Of askers with different scopes; made anew in 17 ms for the demo city."""


class LateIndex:
    """Safe for many threads: a search during the build waits for it."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._made: SingleFlight[str, SearchIndex] = SingleFlight(1)
        self._lexicons: LRUCache[Scope, Lexicon] = LRUCache(MOST_LEXICONS)
        self._lock = Lock()

    def get(self) -> SearchIndex:
        """The index of the city's areas and special grids; takes seconds the first time."""
        return self._made.get("index", lambda: SearchIndex(self._city.tree, self._city.ground.special_grids))

    def lexicon(self, *, scope: Scope) -> Lexicon:
        """The words of the city, as far as the asker may see it; made anew when cases with other values came. Raises
        TooSlow."""
        values, index = self._city.kpis.named_values(scope=scope), self.get()
        with self._lock:
            known = self._lexicons.get(scope)
            if known is None or known.values != values:
                levels = {level.key: (level.zh, level.en) for level in self._city.profile.levels[1:]}
                known = self._lexicons[scope] = Lexicon(index, self._city.kpis.dictionary, values, levels)
            return known
