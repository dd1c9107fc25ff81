"""Dear questions never take the threads that health checks, pages and news need."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dashboard.web.request_lanes import QUESTIONS, QUICK, SCREENS, LaneDispatcher, lane_of, thread_limits


@pytest.mark.parametrize(
    ("method", "path", "lane"),
    [
        ("GET", "/healthz", QUICK),
        ("GET", "/api/v1/live", QUICK),
        ("GET", "/wall", QUICK),
        ("GET", "/assets/app.css", QUICK),
        ("POST", "/_dash-update-component", SCREENS),
        ("GET", "/cells/1/2/3/4", SCREENS),
        ("GET", "/api/v1/map/spot", SCREENS),
        ("POST", "/api/v1/events", SCREENS),
        ("GET", "/api/v1/kpi", QUESTIONS),
        ("GET", "/open311/v2/requests.xml", QUESTIONS),
        ("POST", "/api/v1/commands/load", QUESTIONS),
    ],
)
def test_every_request_has_a_lane(method: str, path: str, lane: str) -> None:
    assert lane_of(method, path) == lane


@pytest.mark.parametrize("threads", [1, 2, 4, 64, 256])
def test_every_lane_gets_on_and_questions_never_have_all_threads(threads: int) -> None:
    limits = thread_limits(threads)
    assert all(1 <= limit <= threads for limit in limits.values())
    assert threads == 1 or limits[QUESTIONS] <= limits[SCREENS] < limits[QUICK] == threads


class Request:
    """A request that is answered when the test lets it be."""

    def __init__(self, lane: str) -> None:
        self.lane, self.begun, self.may_end = lane, threading.Event(), threading.Event()

    def service(self) -> None:
        self.begun.set()
        self.may_end.wait(10)

    def cancel(self) -> None:
        self.may_end.set()


@contextmanager
def dispatched(threads: int, requests: list[Request]) -> Iterator[LaneDispatcher]:
    dispatcher = LaneDispatcher(threads)
    for request in requests:
        dispatcher.add_task(request)
    try:
        yield dispatcher
    finally:
        for request in requests:
            request.may_end.set()
        dispatcher.shutdown()


def begun(requests: list[Request], count: int) -> int:
    """How many have begun, once `count` have or a while has passed."""
    for request in requests[:count]:
        request.begun.wait(5)
    return sum(request.begun.wait(0.05) for request in requests)


def test_questions_have_half_of_the_threads_and_screens_all_but_the_reserve() -> None:
    questions, screens = [[Request(lane) for _ in range(20)] for lane in (QUESTIONS, SCREENS)]
    quick = Request(QUICK)
    with dispatched(8, questions) as dispatcher:
        assert begun(questions, 4) == 4
        for screen in screens:
            dispatcher.add_task(screen)
        assert begun(screens, 3) == 3
        dispatcher.add_task(quick)
        assert quick.begun.wait(5)
        for one in (*questions, *screens, quick):
            one.may_end.set()
        assert begun(questions, 20) == begun(screens, 20) == 20


def test_what_still_waits_when_the_server_ends_is_cancelled() -> None:
    questions = [Request(QUESTIONS) for _ in range(3)]
    dispatcher = LaneDispatcher(1)
    for question in questions:
        dispatcher.add_task(question)
    assert questions[0].begun.wait(5)
    threading.Timer(0.2, questions[0].may_end.set).start()
    dispatcher.shutdown()
    assert questions[2].may_end.is_set()
    assert not questions[2].begun.is_set()
