"""Notices that the store of a running server can no longer be used, so that a new start makes it again."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from queries.city import City

EVERY_SECONDS = 5.0
log = logging.getLogger("yiping")


class StoreWatch:
    """A thread that looks every five seconds; at the first damage it logs a sentence and calls `on_damage`, once."""

    def __init__(self, city: City, on_damage: Callable[[], None], every: float = EVERY_SECONDS) -> None:
        self._city, self._on_damage, self._every = city, on_damage, every
        self._end = Event()
        self._thread = Thread(target=self._run, name="store-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()

    def damage(self) -> str | None:
        """Why the store can no longer be used, or None."""
        return self._city.acts.damage()

    def _run(self) -> None:
        while not self._end.wait(self._every):
            why = self.damage()
            if why:
                log.error("The store cannot be used any more (%s); a new start of the server makes it again.", why)
                self._on_damage()
                return
