"""Keeping a simulated city up to now never ends the server, whatever happens to it."""

import logging
import time
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import topping_up
from dashboard.topping_up import TopUp


class Demo:
    """A stand-in for the simulation: counts its top-ups, and fails while it is told to."""

    fails = False
    done = 0

    def __init__(self, city: Any) -> None:
        pass

    def top_up(self, now: Any) -> int:
        if Demo.fails:
            raise RuntimeError("disk full")
        Demo.done += 1
        return 1


@pytest.fixture(autouse=True)
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topping_up, "LiveDemo", Demo)
    Demo.fails, Demo.done = False, 0


def city(simulated: bool) -> Any:
    return SimpleNamespace(profile=SimpleNamespace(simulated=simulated))


def test_a_failure_is_said_once_until_it_works_again(caplog: pytest.LogCaptureFixture) -> None:
    top_up = TopUp(city(simulated=True))
    with caplog.at_level(logging.WARNING, logger="yiping"):
        Demo.fails = True
        top_up.once()
        top_up.once()
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        Demo.fails = False
        top_up.once()
        Demo.fails = True
        top_up.once()
    assert len(caplog.records) == 2
    assert Demo.done == 1


def test_it_goes_on_until_it_is_stopped() -> None:
    top_up = TopUp(city(simulated=True), every=0.01)
    top_up.start()
    for _ in range(500):
        if Demo.done >= 3:
            break
        time.sleep(0.01)
    top_up.stop()
    done = Demo.done
    assert done >= 3
    time.sleep(0.05)
    assert Demo.done == done


def test_a_real_city_is_never_added_to() -> None:
    top_up = TopUp(city(simulated=False), every=0.01)
    top_up.start()
    time.sleep(0.05)
    top_up.stop()
    assert Demo.done == 0
