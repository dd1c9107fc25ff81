"""What people type becomes a question: the same way for the API and the command line."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.errors import BadParameter
from dashboard.view import parsers
from dashboard.view.conditions import joined
from dashboard.view.question_parameters import limit, question
from queries.values import DIMENSIONS

NEW_YORK, SHANGHAI = ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai")


def boston() -> Any:
    ground = SimpleNamespace(home=lambda scope: SimpleNamespace(code="boston"))
    return SimpleNamespace(profile=SimpleNamespace(time_zone=NEW_YORK), ground=ground)


def test_a_key_alone_asks_about_the_whole_city_now() -> None:
    asked = question({"key": "open"}, boston())
    assert (asked.metric, asked.area) == ("open", "boston")
    assert (asked.start, asked.end, asked.as_of, asked.by) == (None, None, None, None)


def test_a_breakdown_has_the_name_of_its_condition_too() -> None:
    """All but matters, of which a city has as many as it likes."""
    named = {name: question({"key": "open", "by": name}, boston()).by for name in DIMENSIONS if name != "matter"}
    assert named == {name: "category" if name == "category1" else name for name in named}
    with pytest.raises(BadParameter, match="'matter' is none of area, day, week"):
        question({"key": "open", "by": "matter"}, boston())


def test_every_parameter_finds_its_place() -> None:
    asked = question(
        {"key": "closed_on_time", "area": "A", "from": "2011-07-01", "to": "2011-07-31", "as_of": "2011-12-31",
         "recorded_as_of": "2011-12-31T18:30", "by": "area", "denominator": "closed", "lang": "en"},
        boston(),
    )  # fmt: skip
    assert (asked.start, asked.end) == (date(2011, 7, 1), date(2011, 7, 31))
    assert asked.as_of == datetime(2012, 1, 1, 4, 59, 59, 999999, UTC)
    assert asked.recorded_as_of == datetime(2011, 12, 31, 23, 30, tzinfo=UTC)
    assert (asked.by, asked.denominator) == ("area", "closed")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "key"),
        ({"key": "open", "form": "2011-07-01"}, "form"),
        ({"key": "open", "from": "2011-13-01"}, "from"),
        ({"key": "open", "from": "2011-07-02", "to": "2011-07-01"}, "to"),
        ({"key": "open", "as_of": "yesterday"}, "as_of"),
        ({"key": "open", "as_of": "0001-01-01T00:00+14:00"}, "as_of"),
        ({"key": "open", "as_of": "9999-12-31"}, "as_of"),
        ({"key": "open", "as_of": "0001-01-01"}, "as_of"),
        ({"key": "open", "from": "0001-01-01"}, "from"),
        ({"key": "open", "to": "9999-12-31"}, "to"),
        ({"key": "open", "recorded_as_of": "2011-12-31T25:00"}, "recorded_as_of"),
        ({"key": "open", "by": "weather"}, "by"),
    ],
)
def test_the_wrong_parameter_is_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(BadParameter) as raised:
        question(given, boston())
    assert raised.value.parameter == named


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-11-20", SHANGHAI, datetime(2026, 11, 20, 15, 59, 59, 999999, UTC)),
        ("2026-11-20T10:32", SHANGHAI, datetime(2026, 11, 20, 2, 32, tzinfo=UTC)),
        ("2026-11-20T10:32:07Z", SHANGHAI, datetime(2026, 11, 20, 10, 32, 7, tzinfo=UTC)),
        ("2026-11-20T10:32:07 08:00", NEW_YORK, datetime(2026, 11, 20, 2, 32, 7, tzinfo=UTC)),
        ("2011-11-06 01:30", NEW_YORK, datetime(2011, 11, 6, 5, 30, tzinfo=UTC)),
        ("2011-03-13 02:30", NEW_YORK, datetime(2011, 3, 13, 7, 30, tzinfo=UTC)),
        ("2011-11-06", NEW_YORK, datetime(2011, 11, 7, 4, 59, 59, 999999, UTC)),
    ],
    ids=["bare day", "city time", "utc", "unescaped plus", "ambiguous: first", "missing: forward", "day of 25 hours"],
)
def test_moments(text: str, zone: ZoneInfo, utc: datetime) -> None:
    assert parsers.moment("as_of", text, zone).astimezone(UTC) == utc


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", "٣", "99999999999999999999"])
def test_a_limit_is_a_number_of_rows(text: str) -> None:
    with pytest.raises(BadParameter):
        limit({"limit": text})
    assert limit({"limit": "20"}) == 20
    assert limit({}) is None


def test_conditions_are_written_dimension_equals_value() -> None:
    written = joined(["channel=hotline_12345", "category1=noise; other", " department = a=b "])
    asked = question({"key": "open", "where": written}, boston())
    assert asked.where == (("channel", "hotline_12345"), ("category1", "noise; other"), ("department", "a=b"))
    assert question({"key": "open", "where": " ; "}, boston()).where == ()


WRONG = {
    "channel": "is no condition", "colour=red": "no dimension 'colour'", "colour!=red": "no dimension 'colour'",
    "!=red": "no dimension", "hour!=7": "no hour '7'; known are 00, 01", "status=done": "known are voided",
}  # fmt: skip


@pytest.mark.parametrize(("where", "said"), WRONG.items())
def test_a_wrong_condition_says_what_is_wrong(where: str, said: str) -> None:
    with pytest.raises(BadParameter, match=said) as refused:
        question({"key": "open", "where": where}, boston())
    assert refused.value.parameter == "where"
