"""A simulated city is kept up to now: at start and every minute."""

import logging
from datetime import UTC, datetime
from threading import Event, Thread

from dashboard.demo.live import LiveDemo
from queries.city import City

EVERY_SECONDS = 60.0
log = logging.getLogger("yiping")


class TopUp:
    """A thread that tops up a simulated city; for any other city it does nothing."""

    def __init__(self, city: City, every: float = EVERY_SECONDS) -> None:
        self._city, self._every = city, every
        self._end = Event()
        self._troubled = False
        self._demo: LiveDemo | None = None
        self._thread = Thread(target=self._run, name="top-up", daemon=True)

    def start(self) -> None:
        if self._city.profile.simulated:
            self._thread.start()

    def stop(self) -> None:
        """Waits for a top-up under way, at most half a minute."""
        self._end.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=30)

    def once(self) -> None:
        """One top-up. A failure is logged in one sentence, once until the next success; it never ends the server."""
        try:
            self._demo = self._demo or LiveDemo(self._city)
            self._demo.top_up(datetime.now(UTC))
            self._troubled = False
        except Exception as error:
            if not self._troubled:
                log.warning("The simulated city could not be topped up (%s: %s).", type(error).__name__, error)
            self._troubled, self._demo = True, None

    def _run(self) -> None:
        self.once()
        while not self._end.wait(self._every):
            self.once()
