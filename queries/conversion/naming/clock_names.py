"""Names of columns that hold the time of day of a day in another column: open_date and open_time, 日期 and 时间."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from queries.conversion.canonical import TIMES
from queries.conversion.naming.known_names import clock_words
from queries.privacy.personal_columns import plain_name

_OF_THE_REPORT = "reported_at"


def with_clocks(columns: Mapping[str, tuple[str, ...]], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The columns, each time whose day and time of day stand in two of `names` with both, the day first."""
    found = dict(columns)
    taken = {name for held in columns.values() for name in held}
    for canonical in TIMES:
        if len(held := columns.get(canonical, ())) == 1:
            free = [name for name in names if name == held[0] or name not in taken]
            pair = pair_of(canonical, held[0], free)
            found[canonical] = pair
            taken.update(pair)
    return found


def pair_of(canonical: str, name: str, others: Sequence[str]) -> tuple[str, ...]:
    """The day and the time of day of which one has this name; the name alone where the others do not hold both."""
    by_plain = {plain_name(other): other for other in reversed(others)}
    plain = plain_name(name)
    for day, clock in _pairs(plain):
        if day in by_plain and clock in by_plain:
            return by_plain[day], by_plain[clock]
    bare = clock_words().alone if canonical == _OF_THE_REPORT and plain not in clock_words().alone else ()
    return next(((name, by_plain[clock]) for clock in bare if clock in by_plain), (name,))


def _pairs(plain: str) -> Iterator[tuple[str, str]]:
    """Names of a day and its time of day that differ in one word, one of them being `plain`."""
    for day, clock in clock_words().differ:
        yield from ((plain, other) for other in _replaced(plain, day, clock))
        yield from ((other, plain) for other in _replaced(plain, clock, day))


def _replaced(text: str, word: str, by: str) -> Iterator[str]:
    """The text with one of the occurrences of a word replaced."""
    place = text.find(word)
    while place >= 0:
        yield text[:place] + by + text[place + len(word) :]
        place = text.find(word, place + 1)
