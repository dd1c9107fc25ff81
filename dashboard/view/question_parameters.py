"""One parser of question parameters, for the API and the command line alike."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dashboard.errors import BadParameter
from queries.kpis.conditions import DIMENSIONS, SPECIAL_GRID, Conditions
from queries.kpis.question import BREAKDOWNS, Question

if TYPE_CHECKING:
    from queries.city import City

NAMES = ("key", "area", "from", "to", "as_of", "recorded_as_of", "by", "denominator", "where")
BETWEEN = re.compile(r"(?<!\\);")  # conditions; a semicolon in a value is written \;
YEARS = range(1900, 2101)  # those in which loading takes a time for one
REACH = f"between {YEARS[0]} and {YEARS[-1]}"
OTHER_NAMES = ("lang", "limit")


def question(given: Mapping[str, str], city: "City") -> Question:
    """The question that `given` (names as in NAMES, texts as typed) asks of `city`.

    Days are city days. Raises BadParameter with the name of the parameter; unknown KPIs and areas are left to `ask`.
    """
    for name in given:
        if name not in (*NAMES, *OTHER_NAMES):
            raise BadParameter(name, f"there is no such parameter; known are {', '.join(NAMES)}")
    zone = ZoneInfo(city.profile.zone)
    text = {name: given[name].strip() for name in NAMES if given.get(name, "").strip()}
    if "key" not in text:
        raise BadParameter("key", "name the KPI; `/api/v1/kpis` or `yiping kpi --list` prints all keys")
    start, end = day("from", text.get("from")), day("to", text.get("to"))
    if start and end and start > end:
        raise BadParameter("to", f"{end} is before {start}")
    by = text.get("by")
    if by is not None and by not in BREAKDOWNS:
        raise BadParameter("by", f"{by!r} is none of {', '.join(BREAKDOWNS)}")
    return Question(
        metric=text["key"],
        area=text.get("area", city.tree.root.code),
        start=start,
        end=end,
        as_of=moment("as_of", text.get("as_of"), zone),
        recorded_as_of=moment("recorded_as_of", text.get("recorded_as_of"), zone),
        by=by,
        denominator=text.get("denominator"),
        where=conditions(text.get("where"), city),
    )


def conditions(text: str | None, city: "City") -> Conditions:
    """Conditions written channel=app;category1=noise. Raises BadParameter."""
    found = tuple(_condition(part) for part in BETWEEN.split(text or "") if part.strip())
    for dimension, value in found:
        if dimension == SPECIAL_GRID and value not in city.store.special_grids.code:
            raise BadParameter("where", f"there is no special grid of code {value!r}")
    return found


def joined(written: Iterable[str]) -> str:
    """Conditions, each written dimension=value, as the one text that `conditions` reads."""
    return ";".join(part.replace(";", r"\;") for part in written)


def _condition(text: str) -> tuple[str, str]:
    dimension, equals, value = (part.strip() for part in text.replace(r"\;", ";").partition("="))
    if not equals or not value:
        raise BadParameter("where", f"{text!r} is no condition; write it like channel=hotline_12345")
    if dimension not in DIMENSIONS:
        raise BadParameter("where", f"cases have no dimension {dimension!r}; known are {', '.join(DIMENSIONS)}")
    return dimension, value


def day(name: str, text: str | None) -> date | None:
    """A city day written 2011-12-31. Raises BadParameter."""
    if text is None:
        return None
    try:
        return _within_reach(date.fromisoformat(text))
    except ValueError:
        raise BadParameter(name, f"{text!r} is no day {REACH}; write it like 2011-12-31") from None


def _within_reach(asked: date) -> date:
    """`asked`, if its year is one that cases can have. Raises ValueError."""
    if asked.year not in YEARS:
        raise ValueError(f"{asked} is not {REACH}")
    return asked


def moment(name: str, text: str | None, zone: ZoneInfo) -> datetime | None:
    """An instant in UTC: a bare day is its last microsecond in `zone`, a time without offset is city time.

    An ambiguous local time takes the first reading, a non-existent one moves forward. Raises BadParameter.
    """
    if text is None:
        return None
    try:
        if len(text) <= 10:
            return last_moment(_within_reach(date.fromisoformat(text)), zone)
        # An unescaped + of a query string arrives as a space.
        written = datetime.fromisoformat(f"{text[:10]}T{text[11:].replace(' ', '+')}")
        _within_reach(written.date())
        local = written if written.tzinfo else written.replace(tzinfo=zone, fold=0)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        example = "write it like 2011-12-31, 2011-12-31T18:30 or 2011-12-31T18:30:00-05:00"
        raise BadParameter(name, f"{text!r} is no moment {REACH}; {example}") from None


def last_moment(city_day: date, zone: ZoneInfo) -> datetime:
    """The last microsecond of a city day, in UTC."""
    next_day = datetime.combine(city_day + timedelta(days=1), time(), zone)
    return next_day.astimezone(UTC) - timedelta(microseconds=1)


def limit(text: str | None) -> int | None:
    """The largest number of rows asked for, or None. Raises BadParameter."""
    if text is None or not text.strip():
        return None
    if not text.strip().isdecimal() or int(text) < 1:
        raise BadParameter("limit", f"{text!r} is no number of rows")
    return int(text)
