"""Detects that the store of a running server can no longer be used, so that a restart rebuilds it."""

import logging
from collections.abc import Callable

from queries.city import City

log = logging.getLogger("yiping")


class StoreWatch:
    """Run by a job: at the first damage it logs a sentence and calls `on_damage`, once."""

    def __init__(self, city: City, on_damage: Callable[[], None]) -> None:
        self._city, self._on_damage = city, on_damage
        self._damaged = False

    def look(self) -> None:
        """Checks the store once."""
        why = None if self._damaged else self._city.acts.damage()
        if why:
            self._damaged = True
            log.error("The store cannot be used any more (%s); a new start of the server repairs it.", why)
            self._on_damage()
