"""A phrase split into known words, as many letters as possible in as few words as possible. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from dashboard.search.phrases.lexicon import LONGEST_WORD, Lexicon
from dashboard.search.phrases.readings import Piece, Reading
from dashboard.search.phrases.spoken import is_edge, is_han
from dashboard.search.phrases.written_times import times_at
from geodata.areas.area_tree import Area

WORD, LETTER, STRETCH = 1, 10, 5
LONE_LETTER = 12
"""The cost of a word, of a letter in no word, of a stretch of such letters, and of a word of one Chinese letter: less
than to leave it alone between words, more than inside a stretch."""
LONGEST_STRETCH = 12  # Chinese letters that are looked through for names which begin or end somewhere in them
MOST_LOOKUPS = 100
"""Of parts that are no word, for one phrase: each takes a tenth of a millisecond. Later parts are not understood."""
NEVER = 10**9
Near = Callable[[str, bool], tuple[Reading, ...]]


@dataclass
class _Way:
    """The cheapest way to a place of the phrase: where its last part begins, and what that is."""

    cost: int = NEVER
    start: int = 0
    readings: tuple[Reading, ...] = ()
    is_stretch: bool = False


def pieces(phrase: str, lexicon: Lexicon, within: Area, today: date) -> list[Piece]:
    """The words of a phrase (`spoken`) in their order; what is no word is looked for among names, and values.

    Areas are looked for inside the largest that the phrase names, else inside `within` before others."""

    lookups = count()

    def near(part: str, may_go_on: bool) -> tuple[Reading, ...]:
        return lexicon.near(part, within, may_go_on=may_go_on) if next(lookups) < MOST_LOOKUPS else ()

    found: list[Piece] = []
    for start, end, readings in _split(phrase, lambda start: _words_at(phrase, start, lexicon, within, today)):
        text = phrase[start:end].strip()
        if readings:
            found.append(Piece(text, readings))
        elif text:
            found.extend(_looked_through(text, near, is_last=end == len(phrase)))
    return _inside_the_largest(found, lexicon)


def _inside_the_largest(found: list[Piece], lexicon: Lexicon) -> list[Piece]:
    """The pieces, those of smaller areas read anew: of many areas of one name only some are readings."""
    named = [(n, lexicon.area(piece.readings[0])) for n, piece in enumerate(found) if piece.readings]
    areas = [(n, area) for n, area in named if area]
    if len(areas) < 2:
        return found
    _, largest = min(areas, key=lambda one: one[1].level)
    for n, area in areas:
        if area.level > largest.level and not largest.holds(area.area_id):
            text = found[n].text
            inside = lexicon.exact(text, largest) or lexicon.near(text, largest, may_go_on=False)
            found[n] = Piece(text, inside or found[n].readings)
    return found


def _words_at(
    phrase: str, start: int, lexicon: Lexicon, within: Area, today: date
) -> Iterator[tuple[int, tuple[Reading, ...]]]:
    """Ends and readings of the words that begin at a place."""
    written: dict[int, tuple[Reading, ...]] = {}
    for end, reading in times_at(phrase, start, today):
        written[end] = (*written.get(end, ()), reading)
    for end in range(start + 1, min(len(phrase), start + LONGEST_WORD) + 1):
        if is_edge(phrase, end):
            readings = (*lexicon.exact(phrase[start:end], within), *written.get(end, ()))
            if readings:
                yield end, tuple(dict.fromkeys(readings))


def _split(
    phrase: str, words_at: Callable[[int], Iterator[tuple[int, tuple[Reading, ...]]]]
) -> list[tuple[int, int, tuple[Reading, ...]]]:
    """Start, end and readings of the words, and of the stretches between them; spaces belong to nothing."""
    words, stretches = ([_Way() for _ in range(len(phrase) + 1)] for _ in range(2))
    words[0] = _Way(0)
    for place, letter in enumerate(phrase):
        here, stretch = words[place], stretches[place]
        cheapest = min(here.cost, stretch.cost)
        if letter == " ":
            words[place + 1] = _Way(cheapest, place, is_stretch=stretch.cost < here.cost)
        elif is_edge(phrase, place):
            for end, readings in words_at(place):
                cost = cheapest + (LONE_LETTER if end == place + 1 and is_han(letter) else WORD)
                if cost <= words[end].cost:
                    words[end] = _Way(cost, place, readings, is_stretch=stretch.cost < here.cost)
        begun, gone_on = here.cost + STRETCH + LETTER, stretch.cost + (0 if letter == " " else LETTER)
        if letter != " " and begun < gone_on:
            stretches[place + 1] = _Way(begun, place)
        elif stretch.cost < NEVER:
            stretches[place + 1] = _Way(gone_on, stretch.start)
    return _way_back(phrase, words, stretches)


def _way_back(phrase: str, words: list[_Way], stretches: list[_Way]) -> list[tuple[int, int, tuple[Reading, ...]]]:
    found: list[tuple[int, int, tuple[Reading, ...]]] = []
    end = len(phrase)
    is_stretch = stretches[end].cost < words[end].cost
    while end > 0:
        way = (stretches if is_stretch else words)[end]
        if is_stretch or way.readings:
            found.append((way.start, end, way.readings))
        end, is_stretch = way.start, not is_stretch and way.is_stretch
    return found[::-1]


def _looked_through(text: str, near: Near, *, is_last: bool) -> Iterator[Piece]:
    """A stretch as one name; else its parts between spaces; else, of Chinese letters, the longest names in it."""
    if readings := near(text, is_last):
        yield Piece(text, readings)
    elif " " in text:
        parts = text.split(" ")
        for number, part in enumerate(parts, start=1):
            yield from _looked_through(part, near, is_last=is_last and number == len(parts))
    elif len(text) <= LONGEST_STRETCH and all(map(is_han, text)):
        yield from _names_within(text, near, is_last=is_last)
    else:
        yield Piece(text)


def _names_within(text: str, near: Near, *, is_last: bool) -> Iterator[Piece]:
    unknown, place = "", 0
    while place < len(text):
        ends = range(len(text), place + 1, -1)
        named = ((end, near(text[place:end], is_last and end == len(text))) for end in ends)
        end, readings = next((one for one in named if one[1]), (place + 1, ()))
        if readings:
            if unknown:
                yield Piece(unknown)
            yield Piece(text[place:end], readings)
        unknown = "" if readings else unknown + text[place]
        place = end
    if unknown:
        yield Piece(unknown)
