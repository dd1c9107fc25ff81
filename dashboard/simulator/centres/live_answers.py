"""Centres of a served city that answer the roll-calls that people make, as time goes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Protocol

from dashboard.errors import ServerFailed
from dashboard.simulator.centres.answer_times import CalledCentre, answer_times
from geodata.areas.area_tree import AreaTree

LOOK_S, LOOK_AGAIN_S = 1.0, 5.0
NEWEST = "10"
log = logging.getLogger("yiping")


class Server(Protocol):
    """What of the commands of a server is needed."""

    def ask(self, question: str, given: Mapping[str, str]) -> dict[str, Any]: ...
    def answer_simulated(self, call: str, areas: list[str]) -> int: ...


class LiveAnswers:
    """Lets centres answer. server: None while none runs; city_now: the city's time (aware)."""

    name = "centres"

    def __init__(
        self, tree: AreaTree, seed: int, server: Callable[[], Server | None], city_now: Callable[[], datetime | None]
    ) -> None:
        self._tree, self._seed, self._server, self._city_now = tree, seed, server, city_now
        self._answered = set[tuple[str, str]]()

    def run(self, stop: Event) -> None:
        """Runs until the stop event is set."""
        is_failing = False
        while not stop.is_set():
            try:
                self.answer_due()
                wait, is_failing = LOOK_S, False
            except ServerFailed as error:
                if not is_failing:
                    log.warning("No centre answers roll-calls: %s", error)
                wait, is_failing = LOOK_AGAIN_S, True
            except Exception:
                log.exception("Answers to roll-calls could not be simulated.")
                wait = LOOK_AGAIN_S
            stop.wait(wait)

    def answer_due(self) -> int:
        """Let all centres answer whose time has come; how many. One whose answer was taken back stays silent. Raises
        ServerFailed."""
        server, now = self._server(), self._city_now()
        if server is None or now is None:
            return 0
        return sum(self._answer(server, call, now) for call in server.ask("roll_calls", {"limit": NEWEST})["calls"])

    def _answer(self, server: Server, call: Mapping[str, Any], now: datetime) -> int:
        if not call["open"] or call["answered"] == call["called"]:
            return 0
        key, called_at = call["key"], datetime.fromisoformat(call["called_at"])
        [opened] = server.ask("roll_calls", {"call": key})["calls"]
        due = [
            centre.code
            for centre, after in answer_times(self._seed, key, self._silent(opened))
            if called_at + after <= now and (key, centre.code) not in self._answered
        ]
        if not due:
            return 0
        kept = server.answer_simulated(key, due)
        self._answered |= {(key, code) for code in due}
        return kept

    def _silent(self, call: Mapping[str, Any]) -> Iterator[CalledCentre]:
        limits = {level["key"]: timedelta(minutes=level["minutes"]) for level in call["levels"]}
        for one in call["centres"]:
            if one["answered_at"] is None:
                yield CalledCentre(self._tree.number_of_code[one["area"]], one["area"], limits[one["level"]])
