"""The simulator: one thread per source that tells, window after window, what has happened since it was last heard."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from dashboard.commands import server_file
from dashboard.errors import NotAllowed
from dashboard.simulator.feed.feeds import BULK_BATCH, LIVE_BATCH, Feed, feeds_of, goes_on_from, kind_of
from dashboard.simulator.feed.happenings import Happenings
from dashboard.simulator.feed.keys import keys_of
from dashboard.simulator.feed.progress_file import ProgressFile
from dashboard.simulator.feed.sender import Sender, Stopped
from dashboard.simulator.fleet.fleet import Fleet
from dashboard.simulator.simulation import Simulation
from geodata.areas.special_grids import read_special_grids
from geodata.areas.tree_file import read_tree
from geodata.city.profile import load_profile

LOOK_AGAIN_S = 1.0
PATIENCE_S = 10.0
log = logging.getLogger("yiping")


class FeedThread:
    """Tells one feed. `city_now`: the city's time, None while no server says it."""

    def __init__(
        self, feed: Feed, sender: Sender, progress: ProgressFile, city_now: Callable[[], datetime | None], stop: Event
    ) -> None:
        self.feed, self._sender, self._progress = feed, sender, progress
        self._city_now, self._stop = city_now, stop

    def run(self) -> None:
        """Until it is told to stop. A mistake of ours is logged and tried again, never ends the others."""
        while not self._stop.is_set():
            try:
                wait = 0.0 if self.tell() else self.feed.every_s
            except Stopped:
                return
            except Exception:
                log.exception("%s could not be told.", self.feed.source)
                wait = PATIENCE_S
            self._stop.wait(wait)

    def tell(self) -> bool:
        """One window, acknowledged and remembered; whether there is more to tell at once. Raises Stopped."""
        now = self._city_now()
        if now is None:
            self._stop.wait(LOOK_AGAIN_S)
            return True
        since = goes_on_from(self._progress.reached.get(self.feed.source), now)
        if since >= now:
            return False
        until = self.feed.window_end(since, now)
        rows = self.feed.rows(since, until)
        if rows:
            live = now - since < timedelta(minutes=5) and self.feed.every_s <= 1
            self._sender.send(kind_of(self.feed), rows, LIVE_BATCH if live else BULK_BATCH)
        self._progress.note(self.feed.source, until)
        return since < until < now


class Simulator:
    """The simulated sources of the city in `folder`, speaking to whichever server serves it."""

    def __init__(self, folder: Path) -> None:
        """Raises NotAllowed with a sentence when this is no simulated city."""
        profile, progress = load_profile(folder), ProgressFile.read(folder)
        if not profile.simulated:
            raise NotAllowed(f"{profile.name} is a real city; nothing is simulated for it.")
        if progress is None:
            raise NotAllowed(f"{profile.name} was built by an older yiping; `yiping demo --rebuild` makes it anew.")
        self._folder, self._stop = folder, Event()
        keys_of(folder)
        tree = read_tree(folder)
        happenings = Happenings(Simulation(tree, progress.seed), progress.first)
        fleet = Fleet(tree, read_special_grids(folder), progress.seed)
        self._tellers = [
            FeedThread(feed, self._sender(feed.source), progress, self.city_now, self._stop)
            for feed in feeds_of(happenings, fleet)
        ]

    def run(self) -> None:
        """Tells until `stop` is called from another thread or a signal ends it."""
        threads = [Thread(target=one.run, name=one.feed.source, daemon=True) for one in self._tellers]
        for thread in threads:
            thread.start()
        try:
            while not self._stop.wait(3600):
                pass
        finally:
            self.stop()
            for thread in threads:
                thread.join(PATIENCE_S)

    def stop(self) -> None:
        """Ends `run`; what is not acknowledged yet is told again next time."""
        self._stop.set()

    def city_now(self) -> datetime | None:
        """The city's time, by the server's word; None without a server."""
        address = server_file.read(self._folder)
        return None if address is None else datetime.now(UTC) + timedelta(seconds=address.ahead_s)

    def _sender(self, source: str) -> Sender:
        def where() -> str | None:
            address = server_file.read(self._folder)
            return address.url if address else None

        return Sender(source, where, lambda: keys_of(self._folder)[source], self._stop)
