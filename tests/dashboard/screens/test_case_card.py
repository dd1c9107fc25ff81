"""Limits and lengths of time as a card says them."""

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.cases.card import limits_of
from dashboard.words.catalogue import catalogue
from dashboard.words.durations import span_text
from queries.cases.one_case import CaseFacts

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def case(limits: dict[str, int], **steps: int) -> CaseFacts:
    """Steps and limits by their minutes after nine."""

    def minute(count: int) -> datetime:
        return NINE + timedelta(minutes=count)

    happened = {step: minute(count) for step, count in steps.items()}
    return CaseFacts({}, happened, {key: minute(count) for key, count in limits.items()}, (), (), (), untimed=False)


@pytest.mark.parametrize(
    ("steps", "now", "kept", "elapsed"),
    [
        ({"filed": 2}, 30, "kept", 2),
        ({"filed": 3}, 30, "kept", 3),
        ({"filed": 4}, 30, "late", 4),
        ({}, 3, "running", 3),
        ({}, 5, "overdue", 5),
    ],
)
def test_a_limit_is_kept_late_running_or_overdue(steps: dict[str, int], now: int, kept: str, elapsed: int) -> None:
    [limit] = limits_of(case({"filing_due": 3}, reported=0, **steps), NINE + timedelta(minutes=now))
    assert (limit.state, limit.elapsed_s, limit.allowed_s) == (kept, 60 * elapsed, 180)


def test_a_limit_whose_beginning_has_not_come_is_not_told() -> None:
    assert (
        limits_of(case({"receive_due": 60, "callback_due": 90}, reported=0, filed=2), NINE + timedelta(hours=1)) == []
    )


def test_a_voided_case_waits_for_nothing() -> None:
    assert limits_of(case({"due": 60}, reported=0, filed=2, voided=5), NINE + timedelta(hours=5)) == []


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0秒"),
        (33, "33秒"),
        (146, "2分钟26秒"),
        (3600, "1小时"),
        (6 * 3600 + 1740, "6小时29分钟"),
        (432_000, "5天"),
        (262_674_000, "3,040天5小时"),
    ],
)
def test_a_length_of_time_has_two_units_at_most(seconds: int, said: str) -> None:
    assert span_text(timedelta(seconds=seconds), catalogue("zh-CN")) == said
