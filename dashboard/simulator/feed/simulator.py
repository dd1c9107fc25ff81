"""The simulator: one thread for each source, which delivers what happened since its last delivery, window by window."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from dashboard.commands import server_file
from dashboard.commands.remote import RemoteCommands
from dashboard.errors import NotAllowed
from dashboard.simulator.centres.live_answers import LiveAnswers
from dashboard.simulator.feed.case_changes import CaseChanges
from dashboard.simulator.feed.feeds import BULK_BATCH, LIVE_BATCH, Feed, feeds_of, kind_of, resume_from
from dashboard.simulator.feed.keys import keys_of
from dashboard.simulator.feed.progress_file import ProgressFile
from dashboard.simulator.feed.sender import Sender, Stopped
from dashboard.simulator.fleet.fleet import Fleet
from dashboard.simulator.simulation import Simulation
from geodata.areas.special_grids import read_special_grids
from geodata.areas.tree_file import read_tree
from geodata.city.profile import load_profile

LOOK_AGAIN_S = 1.0
WAIT_AFTER_ERROR_S = 10.0
LONGEST_STOP_S = 10.0
log = logging.getLogger("yiping")


class FeedThread:
    """Delivers one feed. city_now: the city's time (aware), None while no server runs that would know it."""

    def __init__(
        self, feed: Feed, sender: Sender, progress: ProgressFile, city_now: Callable[[], datetime | None], stop: Event
    ) -> None:
        self.feed, self._sender, self._progress = feed, sender, progress
        self._city_now, self._stop = city_now, stop

    def run(self) -> None:
        """Runs until the stop event is set. An unexpected error is logged and tried again; the other feeds go on."""
        while not self._stop.is_set():
            try:
                wait = 0.0 if self.deliver_window() else self.feed.every_s
            except Stopped:
                return
            except Exception:
                log.exception("%s could not be delivered.", self.feed.source)
                wait = WAIT_AFTER_ERROR_S
            self._stop.wait(wait)

    def deliver_window(self) -> bool:
        """Delivers one window and records its end when acknowledged; True when there is more. Raises Stopped."""
        now = self._city_now()
        if now is None:
            self._stop.wait(LOOK_AGAIN_S)
            return True
        since = resume_from(self._progress.reached.get(self.feed.source), now)
        if since >= now:
            return False
        until = self.feed.window_end(since, now)
        rows = self.feed.rows(since, until)
        if rows:
            live = now - since < timedelta(minutes=5) and self.feed.every_s <= 1
            self._sender.send(kind_of(self.feed), rows, LIVE_BATCH if live else BULK_BATCH)
        self._progress.record(self.feed.source, until)
        return since < until < now


class Simulator:
    """The simulated sources and centres of the city in `folder`, beside whichever server serves it."""

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
        changes = CaseChanges(Simulation(tree, progress.seed), progress.first)
        fleet = Fleet(tree, read_special_grids(folder), progress.seed)
        self._feeds = [
            FeedThread(feed, self._sender(feed.source), progress, self.city_now, self._stop)
            for feed in feeds_of(changes, fleet)
            if feed.source in profile.sources  # a city built by an older yiping may lack one
        ]
        self._commands: RemoteCommands | None = None
        self._centres = LiveAnswers(tree, progress.seed, self._server, self.city_now)

    def run(self) -> None:
        """Delivers until `stop` is called from another thread or a signal ends it."""
        threads = [Thread(target=one.run, name=one.feed.source, daemon=True) for one in self._feeds]
        threads.append(Thread(target=self._centres.run, args=(self._stop,), name=self._centres.name, daemon=True))
        for thread in threads:
            thread.start()
        try:
            while not self._stop.wait(3600):
                pass
        finally:
            self.stop()
            for thread in threads:
                thread.join(LONGEST_STOP_S)

    def stop(self) -> None:
        """Ends `run`; what is not acknowledged yet is delivered again at the next start."""
        self._stop.set()

    def city_now(self) -> datetime | None:
        """The city's time as its server has it (aware); None without a server."""
        address = server_file.read(self._folder)
        return None if address is None else datetime.now(UTC) + timedelta(seconds=address.ahead_s)

    def _server(self) -> RemoteCommands | None:
        """The commands of the server that runs now."""
        address = server_file.read(self._folder)
        if self._commands is not None and self._commands.address != address:
            self._commands.close()
            self._commands = None
        if self._commands is None and address is not None:
            self._commands = RemoteCommands(address)
        return self._commands

    def _sender(self, source: str) -> Sender:
        def server_url() -> str | None:
            address = server_file.read(self._folder)
            return address.url if address else None

        return Sender(source, server_url, lambda: keys_of(self._folder)[source], self._stop)
