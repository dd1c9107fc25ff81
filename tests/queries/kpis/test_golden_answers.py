"""Every KPI with every denominator, counted by hand on the tiny city as of 10 June 2024, 18:00."""

from datetime import datetime

import pytest

from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, Scope
from tests.cities.tiny.cases import AS_OF
from tests.queries.conftest import Ask
from tests.queries.governance.test_call_rounds import COUNTED as OF_ATTEMPTS

HOUR = 1 / 24

COUNTS = {
    ("reported", None): 15,
    ("matters", None): 12,  # K10 K11 are void, and K2 tells of the matter of K1
    ("merged", None): 1,  # K10
    ("open", None): 4,  # K6 K7 K9 K15
    ("open", "suspended"): 1,
    ("open", "not_suspended"): 3,
    ("overdue_open", None): 2,  # K6 K15
    ("near_limit", None): 0,  # of K9 47 % is spent; K7 is suspended
    ("near_limit", "nine_tenths"): 0,
    ("cross_open", None): 1,  # K9
    ("minor", None): 1,
}
OF_REPORTS = {
    ("roster", None): 130,
    ("roster", "grid_workers"): 120,
    ("calls", None): 210,
    ("connect", "unanswered"): 3,  # of 200; of the second hour the answered ones are not known
}
RATIOS = {
    ("filed_rate", None): (11, 12),  # K13 is not filed; K10 K11 are void, K12 not accepted
    ("filed_rate", "reported"): (11, 13),
    ("filed_on_time", None): (3, 4),
    ("filed_on_time", "due"): (3, 5),
    ("auto_dispatch", None): (7, 9),
    ("first_dispatch", None): (8, 10),
    ("first_dispatch", "decided"): (8, 9),
    ("received_on_time", None): (3, 5),
    ("received_on_time", "received"): (3, 4),
    ("declined", None): (1, 10),
    ("overdue_open", "open"): (2, 4),
    ("overdue_open", "open_with_limit"): (2, 4),
    ("closing_rate", None): (6, 11),
    ("closing_rate", "due"): (6, 8),
    ("closing_rate", "filed"): (6, 10),
    ("closing_rate", "with_minor"): (7, 12),
    ("closed_on_time", None): (4, 8),
    ("closed_on_time", "closed"): (5, 7),
    ("closed_on_time", "closed_and_overdue"): (5, 9),
    ("satisfaction", None): (1, 3),
    ("satisfaction", "service"): (1, 2),
    ("satisfaction", "surveyed"): (1, 4),
    ("resolved", None): (1, 3),
    ("response", None): (1, 3),
    ("response", "filed"): (2, 4),
    ("callback", None): (3, 4),
    ("callback", "in_time"): (2, 4),
    ("returned", None): (2, 7),
    ("redo_solved", None): (1, 2),
    ("redo_solved", "in_hand"): (1, 2),
    ("voided", None): (2, 15),
    ("voided", "abnormal"): (1, 15),
    ("voided", "abnormal_of_voided"): (1, 2),
    ("suspended", None): (1, 4),
    ("suspended", "past_limit"): (0, 4),
    ("suspended", "past_limit_of_suspended"): (0, 1),
    ("repeat", None): (1, 12),
    ("repeat", "same_person"): (1, 12),
    ("recurrence", None): (3, 7),  # K1 and K2 by K15, K4 by K13; K14 was closed before it was reported itself
    ("cross", None): (1, 2),
    ("cross", "region"): (1, 1),
    ("cross", "level"): (0, 1),
    ("cross", "department"): (1, 1),
    ("diverted", None): (1, 2),
    ("in_grid", None): (3, 5),
    ("online", None): (1, 2),
    ("online", "with_unknown"): (1, 3),
    ("staffed", None): (1, 3),
    ("connect", None): (197, 200),
    ("connect", "within_15s"): (180, 200),
    ("connect", "within_15s_of_answered"): (180, 197),
    ("linked", None): (1, 4),
    ("linked", "departments"): (1, 2),
    ("linked", "special_grids"): (0, 1),
    ("linked", "systems"): (0, 1),
}
DURATIONS = {  # value, sum, n
    ("filed_on_time", "latency_p50"): (20, 220, 11),
    ("filed_on_time", "latency_p95"): (30, 220, 11),
    ("dispatch_latency", None): (10, 95, 10),
    ("dispatch_latency", "mean"): (9.5, 95, 10),
    ("dispatch_latency", "p90"): (11, 95, 10),
    ("dispatch_latency", "p95"): (15.5, 95, 10),
    ("dispatch_latency", "automatic"): (10, 60, 7),
    ("dispatch_latency", "by_hand"): (15, 30, 2),
    ("dispatch_latency", "automatic_p95"): (10, 60, 7),
    ("dispatch_latency", "by_hand_p95"): (19.5, 30, 2),
    ("handling_time", None): (279 / 6 * HOUR, 279 * HOUR, 6),  # K14 is left out
    ("handling_time", "median"): (37 * HOUR, 279 * HOUR, 6),
    ("handling_time", "p90"): (96 * HOUR, 279 * HOUR, 6),
    ("handling_time", "without_suspension"): (267 / 6 * HOUR, 267 * HOUR, 6),
    ("handling_time", "from_report"): (280 / 6 * HOUR, 280 * HOUR, 6),
    # office hours 9–12 and 13–17: K1 none (a weekend), K2 15:10, K3 7:00, K4 21:10, K5 1:00, K8 none (a night)
    ("handling_time", "working_time"): (133 / 18, 133 / 3, 6),
    ("handling_time", "working_time_median"): (4, 133 / 3, 6),
    ("handling_time", "working_time_p90"): (109 / 6, 133 / 3, 6),
}
NO_CASES = {("recurrence", "observed")}
OF_DEVICE_ALARMS = {("false_alarms", name) for name in (None, "video", "iot", "judged")}  # test_device_alarms.py
PER_DAY = {("handled_daily", None): (7, 6)}  # from the first closing on the 2nd to the last one on the 7th


@pytest.mark.parametrize(("key", "expected"), [*COUNTS.items(), *OF_REPORTS.items()])
def test_counts(ask: Ask, things: None, key: tuple[str, str | None], expected: int) -> None:
    answer = ask(*key)
    assert (answer.status, answer.value, answer.numerator, answer.denominator, answer.n) == (
        "ok",
        expected,
        expected,
        None,
        expected,
    )


@pytest.mark.parametrize(("key", "expected"), RATIOS.items())
def test_ratios(ask: Ask, things: None, key: tuple[str, str | None], expected: tuple[int, int]) -> None:
    answer = ask(*key)
    assert (answer.status, answer.numerator, answer.denominator, answer.n) == ("ok", *expected, expected[1])
    assert answer.value == pytest.approx(expected[0] / expected[1])


@pytest.mark.parametrize(("key", "expected"), DURATIONS.items())
def test_durations(ask: Ask, key: tuple[str, str | None], expected: tuple[float, float, int]) -> None:
    answer = ask(*key)
    assert (answer.status, answer.n, answer.denominator) == ("ok", expected[2], expected[2])
    assert answer.value == pytest.approx(expected[0])
    assert answer.numerator == pytest.approx(expected[1])


@pytest.mark.parametrize(("key", "expected"), PER_DAY.items())
def test_per_day(ask: Ask, key: tuple[str, str | None], expected: tuple[int, int]) -> None:
    answer = ask(*key)
    assert (answer.numerator, answer.denominator, answer.n) == (*expected, expected[0])
    assert answer.value == pytest.approx(expected[0] / expected[1])


@pytest.mark.parametrize("key", sorted(NO_CASES))
def test_nothing_to_divide_by_is_no_cases_and_never_zero(ask: Ask, key: tuple[str, str | None]) -> None:
    answer = ask(*key)
    assert (answer.status, answer.value, answer.n) == ("no_cases", None, 0)


def test_every_number_of_the_dictionary_is_counted_here() -> None:
    counted = {*COUNTS, *OF_REPORTS, *RATIOS, *DURATIONS, *PER_DAY, *NO_CASES, *OF_ATTEMPTS, *OF_DEVICE_ALARMS}
    dictionary = Dictionary.read()
    assert counted == {(key, name) for key, metric in dictionary.items() for name in (None, *metric.denominators)}


DEVICES = """
INSERT INTO city.devices (source, device, kind, status, area_id, heartbeat_at, recorded_at) VALUES
  ('iot', 'd1', 'camera', 'online', 3, TIMESTAMP '2024-06-10 09:55', now()),
  ('iot', 'd2', 'camera', 'online', 4, TIMESTAMP '2024-06-10 09:00', now()),
  ('iot', 'd3', 'camera', 'unknown', 4, NULL, now()),
  ('iot', 'd4', 'camera', 'maintenance', 3, TIMESTAMP '2024-06-10 09:59', now())
"""
UNITS = """
INSERT INTO city.units (source, unit, kind, duty, area_id, seen_at, recorded_at) VALUES
  ('hr', 'u1', 'grid_worker', 'on', 3, TIMESTAMP '2024-06-10 09:50', now()),
  ('hr', 'u2', 'grid_worker', 'on', 4, TIMESTAMP '2024-06-10 09:00', now()),
  ('hr', 'u3', 'grid_worker', 'off', 4, TIMESTAMP '2024-06-10 09:50', now()),
  ('hr', 'u4', 'grid_worker', 'on', 6, NULL, now())
"""
ROSTERS = """
INSERT INTO city.rosters (source, kind, area_code, area_id, people, reported_at, recorded_at) VALUES
  ('hr', 'grid_worker', 'E', 2, 70, TIMESTAMP '2024-06-10 00:00', now()),
  ('hr', 'grid_worker', 'W1', 6, 50, TIMESTAMP '2024-06-10 00:00', now()),
  ('hr', 'fire', '', 1, 10, TIMESTAMP '2024-06-10 00:00', now())
"""
CALLS = """
INSERT INTO city.calls
  (source, hour, area_code, area_id, calls, answered, answered_15s, call_day, call_hour, reported_at, recorded_at)
VALUES
  ('line', TIMESTAMP '2024-06-10 08:00', '', 1, 200, 197, 180, DATE '2024-06-10', 16, NULL, now()),
  ('line', TIMESTAMP '2024-06-10 09:00', '', 1, 10, NULL, NULL, DATE '2024-06-10', 17, NULL, now()),
  ('line', TIMESTAMP '2024-06-10 10:00', '', 1, 99, 1, 1, DATE '2024-06-10', 18, TIMESTAMP '2024-06-10 10:30', now())
"""
PARTNERS = """
INSERT INTO city.partners (source, partner, kind, link, seen_at, recorded_at) VALUES
  ('lines', 'p1', 'department', 'up', TIMESTAMP '2024-06-10 09:58', now()),
  ('lines', 'p2', 'department', 'up', TIMESTAMP '2024-06-10 09:50', now()),
  ('lines', 'p3', 'special_grid', 'down', TIMESTAMP '2024-06-10 09:59', now()),
  ('lines', 'p4', 'system', 'degraded', TIMESTAMP '2024-06-10 09:59', now())
"""


@pytest.fixture(scope="module")
def things(tiny_city: City) -> None:
    """Four devices (seen, silent, never seen, in maintenance), four units (seen, unseen, off duty, never seen), rosters
    of three areas, two hours of calls and one that has not ended, four partners (one up and heard of)."""
    store = tiny_city._context.store
    with store.write() as cursor:
        for statement in (DEVICES, UNITS, ROSTERS, CALLS, PARTNERS):
            cursor.execute(statement)
        store.next_data_version(cursor, datetime(2024, 6, 10, 10), None)  # noqa: DTZ001 - naive UTC


@pytest.mark.usefixtures("things")
def test_who_failed_is_listed_the_longest_first(tiny_city: City) -> None:
    def failed(key: str, denominator: str | None = None) -> tuple[int, list[tuple[str, tuple[str, ...], int]]] | None:
        asked = Question(key, "C", AS_OF.date(), AS_OF.date(), AS_OF, denominator=denominator, scope=WHOLE_CITY)
        found = tiny_city.kpis.failures(asked)
        return None if found is None else (found.n, [(row.name, row.about, row.n) for row in found.rows])

    assert failed("online") == (1, [("d2", ("camera",), 1)])
    assert failed("online", "with_unknown") == (2, [("d3", ("camera",), 1), ("d2", ("camera",), 1)]), "never heard of"
    assert failed("staffed") == (2, [("u4", ("grid_worker",), 1), ("u2", ("grid_worker",), 1)])
    assert failed("linked") == (
        3, [("p2", ("department",), 1), ("p3", ("special_grid",), 1), ("p4", ("system",), 1)],
    )  # fmt: skip
    assert failed("connect") == (3, [("line", (), 3)])
    assert failed("connect", "within_15s") == (20, [("line", (), 20)])
    assert failed("closed_on_time") is None, "cases have a list of their own"
    west = Question("online", "W", as_of=AS_OF, scope=Scope(areas=((5, 7),)))
    assert tiny_city.kpis.failures(west) is None, "no device lies there"
