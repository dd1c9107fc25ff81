"""A question from named texts, the same for the API and the command line."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from dashboard.access.request_scope import request_scope
from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.view.against import AGAINST
from dashboard.view.conditions import parse_conditions, written
from queries.values import BREAKDOWNS, SPECIAL_GRID, Conditions, Question, fixed_values

if TYPE_CHECKING:
    from queries.city import City

_LIKE_A_CONDITION = {"category1": "category"}
"""Breakdowns by the names that conditions have for them."""
NAMES = ("key", "area", "from", "to", "as_of", "recorded_as_of", "by", "denominator", "where")
OTHER_NAMES = ("lang", "limit", "normal", "against", "format", "sort", "order", "q", "within", "cursor")
"""Of the words of an answer, and of the list of the cases behind it."""


def question(given: Mapping[str, str], city: "City") -> Question:
    """The question that `given` (names as in NAMES, texts as typed) asks of `city`.

    Days are city days. Raises BadParameter with the name of the parameter; unknown KPIs and areas are left to `ask`.
    """
    parsers.refuse_others(given, NAMES, *OTHER_NAMES)
    zone = city.profile.time_zone
    read = {name: parsers.text(name, given[name]) for name in NAMES if given.get(name, "").strip()}
    if "key" not in read:
        raise wrong_parameter("key", "which_kpi")
    start = parsers.day("from", read["from"]) if "from" in read else None
    end = parsers.day("to", read["to"]) if "to" in read else None
    if start and end and start > end:
        raise wrong_parameter("to", "before", last=end, first=start)
    by = _LIKE_A_CONDITION.get(read.get("by", ""), read.get("by"))
    if by is not None and by not in BREAKDOWNS:
        raise wrong_parameter("by", "none_of", given=parsers.quoted(by), known=", ".join(BREAKDOWNS))
    scope = request_scope()
    return Question(
        metric=read["key"],
        area=read.get("area", city.ground.home(scope).code),
        start=start,
        end=end,
        as_of=_moment("as_of", read, zone),
        recorded_as_of=_moment("recorded_as_of", read, zone),
        by=by,
        denominator=read.get("denominator"),
        where=conditions(read.get("where"), city),
        scope=scope,
    )


def texts_of(asked: Question, zone: tzinfo) -> dict[str, str]:
    """The texts by which `question` asks the same, moments in `zone`; what is not given is left out."""
    moments = {"as_of": asked.as_of, "recorded_as_of": asked.recorded_as_of}
    texts = {
        "key": asked.metric,
        "area": asked.area,
        "from": asked.start.isoformat() if asked.start else "",
        "to": asked.end.isoformat() if asked.end else "",
        **{name: at.astimezone(zone).isoformat() if at else "" for name, at in moments.items()},
        "by": asked.by or "",
        "denominator": asked.denominator or "",
        "where": written(asked.where),
    }
    return {name: text for name, text in texts.items() if text}


def conditions(given: str | None, city: "City") -> Conditions:
    """Conditions written channel=app;category1!=noise; any value may be asked for but that of a special grid, an
    hour, a weekday or a status must be known. Raises BadParameter.
    """

    def is_known(dimension: str, value: str) -> bool:
        if dimension == SPECIAL_GRID:
            return value in city.ground.special_grids.code
        return value in (fixed_values(dimension) or (value,))

    return parse_conditions("where", given or "", is_known)


def wants_normal(given: Mapping[str, str]) -> bool:
    """Whether what is normal is to be said beside the number. Raises BadParameter."""
    written = given.get("normal", "").strip()
    if written not in ("", "0", "1"):
        raise wrong_parameter("normal", "none_of", given=parsers.quoted(written), known="0, 1")
    return written == "1"


def wanted_against(given: Mapping[str, str]) -> str | None:
    """What the number is to be compared with, one of AGAINST; None for nothing. Raises BadParameter."""
    written = given.get("against", "").strip()
    if written and written not in AGAINST:
        raise wrong_parameter("against", "none_of", given=parsers.quoted(written), known=", ".join(AGAINST))
    return written or None


def limit(given: Mapping[str, str]) -> int | None:
    """The largest number of rows asked for, or None. Raises BadParameter."""
    written = given.get("limit", "")
    return parsers.limit("limit", written) if written.strip() else None


def _moment(name: str, read: Mapping[str, str], zone: tzinfo) -> datetime | None:
    return parsers.moment(name, read[name], zone).astimezone(UTC) if name in read else None
