"""The index of areas and special grids by name, pinyin and code. It needs no question to the store."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from dashboard.search.pinyin import PinyinForms
from dashboard.search.pinyin_process import pinyin_of
from dashboard.search.words import MATCHES, Match, Words
from geodata.areas.area_tree import Area, AreaTree
from geodata.areas.special_grids import SpecialGrids

LEAST_INSIDE = 3  # letters of pinyin that may be found in the middle of a word
SCOPES = 8
MOST_WORDS = 8  # of a query whose last word is looked for inside the others


def plain(text: str) -> str:
    """A query or name as it is compared: full-width letters made ordinary, small, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Names:
    """Names, each with the numbers of the areas that have it; found by the name, its pinyin and its initials."""

    def __init__(self, names: Sequence[str], forms: Sequence[PinyinForms], numbers: Sequence[Sequence[int]]) -> None:
        self._numbers = numbers
        full: tuple[list[str], list[int]] = ([], [])
        initials: tuple[list[str], list[int]] = ([], [])
        for place, of_name in enumerate(forms):
            for field, words in zip((full, initials), of_name, strict=True):
                field[0].extend(words)
                field[1].extend([place] * len(words))
        self._fields = (
            (Words([plain(name) for name in names], range(len(names))), 1),
            (Words(*full), LEAST_INSIDE),
            (Words(*initials), 10**6),
        )

    def found(self, query: str, matches: Sequence[Match] = MATCHES) -> Iterator[Sequence[int]]:
        """Numbers of the names that match in one of these ways, the best match first."""
        seen: set[int] = set()
        joined = query.replace(" ", "")
        for match in matches:
            for place, (words, least_inside) in enumerate(self._fields):
                if match == "inside" and len(joined) < least_inside:
                    continue
                for owner in words.owners(joined if place else query, match):
                    if owner not in seen:
                        seen.add(owner)
                        yield self._numbers[owner]


class Codes:
    """Codes in order, found by prefix."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._places = sorted(range(len(codes)), key=codes.__getitem__)
        self._codes = [codes[place].casefold() for place in self._places]

    def found(self, query: str) -> Iterator[int]:
        """Places of the codes that begin with the query, in the order of the codes."""
        for place in range(bisect_left(self._codes, query), len(self._codes) if query else 0):
            if not self._codes[place].startswith(query):
                return
            yield self._places[place]


class SearchIndex:
    """Areas and special grids of one city."""

    def __init__(self, tree: AreaTree, grids: SpecialGrids) -> None:
        self.tree, self.grids = tree, grids
        by_name = tree.names
        names, of_grids = list(by_name), grids.name.tolist()
        forms = pinyin_of([*names, *of_grids])
        self.area_names = Names(names, forms[: len(names)], list(by_name.values()))
        self.area_codes = Codes(tree.code.tolist())
        self.grid_names = Names(of_grids, forms[len(names) :], [(place,) for place in range(len(grids))])
        self._grid_codes = Codes(grids.code.tolist())

    def areas(self, query: str, within: Area, most: int) -> list[int]:
        """Numbers of at most `most` areas, the best match first, of equal names those inside `within` before others.

        Several words: the last is looked for inside what the others are. Codes are found by prefix.
        """
        plain_query = plain(query)
        found = dict.fromkeys(islice(self._by_code(plain_query), most))
        found |= dict.fromkeys(islice(self._by_name(plain_query, within), most))
        if not found and 0 < plain_query.count(" ") < MOST_WORDS:
            found = dict.fromkeys(islice(self._scoped(plain_query), most))
        return list(found)[:most]

    def special_grids(self, query: str, most: int) -> list[int]:
        """Places of at most `most` special grids in the order of their codes, the best match first."""
        plain_query = plain(query)
        by_name = (place for places in self.grid_names.found(plain_query) for place in places)
        found = dict.fromkeys(islice(self._grid_codes.found(plain_query), most))
        return list(found | dict.fromkeys(islice(by_name, most)))[:most]

    def _by_code(self, plain_query: str) -> Iterator[int]:
        return (place + 1 for place in self.area_codes.found(plain_query))

    def _by_name(self, plain_query: str, within: Area) -> Iterator[int]:
        for numbers in self.area_names.found(plain_query):
            yield from (number for number in numbers if within.holds(number))
            yield from (number for number in numbers if not within.holds(number))

    def _scoped(self, plain_query: str) -> Iterator[int]:
        scope, _, last = plain_query.rpartition(" ")
        around = [self.tree.by_id(number) for number in self.areas(scope, self.tree.root, SCOPES)]
        for numbers in self.area_names.found(last):
            for number in numbers:
                if any(area.holds(number) and area.area_id != number for area in around):
                    yield number
