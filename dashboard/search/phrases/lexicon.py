"""The words of one city with their readings: KPIs, times, values of cases, areas and special grids."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from dashboard.search.index import SearchIndex
from dashboard.search.phrases.named_places import NamedPlaces
from dashboard.search.phrases.readings import CasesAsked, Reading
from dashboard.search.phrases.spoken import is_edge, is_han, spoken
from dashboard.search.phrases.word_data import same_words, words_of_kpis, words_of_parts, words_of_signs, words_of_times
from dashboard.search.words import Words
from dashboard.words.catalogue import LANGUAGES, catalogue
from geodata.areas.area_tree import Area
from queries.values import UNKNOWN, Conditions, Dictionary, fixed_values

LONGEST_WORD = 40
MOST_BEGINNINGS, MOST_TOGETHER = 3, 20
LEAST_HAN, LEAST_LATIN = 2, 3
Values = Mapping[str, tuple[str, ...]]


class Lexicon:
    """values: of each dimension those that cases have; levels: the names of each level of areas by its key. Pure once
    made."""

    def __init__(
        self,
        index: SearchIndex,
        dictionary: Dictionary,
        values: Values,
        levels: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.values, self._places = values, NamedPlaces(index)
        self._inside = {
            name: Words([spoken(value) for value in all_], range(len(all_))) for name, all_ in values.items()
        }
        self._words: dict[str, tuple[Reading, ...]] = {}
        self._add(words_of_kpis(dictionary))
        self._add(words_of_times())
        self._add((value, CasesAsked(((name, value),))) for name, all_ in values.items() for value in all_)
        self._add(_terms("channel", "channel", values.get("channel", ())))
        self._add(_terms("case_status", "status", fixed_values("status")))
        for group in set(same_words().values()):
            alike = tuple(self._values_like(group))
            self._add((word, reading) for word in group if same_words()[word] == group for reading in alike)
        self._add(words_of_parts(levels or {}))
        self._add(one for one in words_of_signs() if spoken(one[0]) not in self._words)
        self._sorted = sorted(self._words)

    def _add(self, words: Iterable[tuple[str, Reading]]) -> None:
        for word, reading in words:
            key = spoken(word)
            if key and reading not in self._words.get(key, ()):
                self._words[key] = (*self._words.get(key, ()), reading)

    def area(self, reading: Reading) -> Area | None:
        """The area that a reading means, if it means one."""
        return self._places.area(reading)

    def exact(self, word: str, within: Area) -> tuple[Reading, ...]:
        """The readings of a whole word; areas inside `within` before others."""
        known = self._words.get(word, ())
        if len(word) < LEAST_HAN:
            return known
        return (*known, *self._places.called(word, within))

    def near(self, part: str, within: Area, *, may_go_on: bool) -> tuple[Reading, ...]:
        """The readings of a part that is no whole word: of a name that begins so, is written so in pinyin or initials,
        or has this code; of values that hold it; where `may_go_on`, of words that begin so."""
        if len(part) < (LEAST_HAN if is_han(part[0]) else LEAST_LATIN):
            return ()
        found = [*self._places.alike(part, within), *self._values_like((part,))]
        if may_go_on:
            found += self._beginning(part)
        return tuple(dict.fromkeys(found))

    def _beginning(self, part: str) -> Iterator[Reading]:
        place = bisect_left(self._sorted, part)
        for word in islice(self._sorted, place, place + MOST_BEGINNINGS):
            if word.startswith(part):
                yield self._words[word][0]

    def _values_like(self, words: Iterable[str]) -> Iterator[CasesAsked]:
        """Of each dimension the values that are one of the words, those first; then, where none is, those that hold
        one."""
        exact = {name: self._owners(name, words, exact=True) for name in self.values}
        inside = {name: self._owners(name, words, exact=False) for name, found in exact.items() if not found}
        for found in (exact, inside):
            yield from (CasesAsked(values) for values in found.values() if 0 < len(values) <= MOST_TOGETHER)

    def _owners(self, name: str, words: Iterable[str], *, exact: bool) -> Conditions:
        inside, values = self._inside[name], self.values[name]
        found = dict.fromkeys(owner for word in words for owner in inside.owners(word, "exact" if exact else "inside"))
        chosen = (values[owner] for owner in found)
        return tuple((name, value) for value in chosen if exact or any(_holds(value, word) for word in words))


def _holds(value: str, word: str) -> bool:
    """Whether a value holds a word, in Latin letters from the beginning of one of its own words."""
    text = spoken(value)
    place = text.find(word)
    while place >= 0:
        if is_edge(text, place):
            return True
        place = text.find(word, place + 1)
    return False


def _terms(group: str, dimension: str, values: Iterable[str]) -> Iterator[tuple[str, Reading]]:
    """What the catalogues call values of ours."""
    for value in values:
        if value not in (UNKNOWN, "unknown"):
            for language in LANGUAGES:
                yield catalogue(language).term(group, value), CasesAsked(((dimension, value),))
