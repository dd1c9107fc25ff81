"""One answer for a whole screen: every panel at one stamp, drawn side by side, and only what has changed.

A panel that needs longer than the others may wait for says that it is being computed; the browser then asks once more
for the same screen and is answered when it is there.
"""

from __future__ import annotations

import contextvars
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from time import monotonic
from urllib.parse import parse_qs

from cachetools import LRUCache
from dash import html

from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.permission import must
from dashboard.access.roles.route_abilities import route_abilities
from dashboard.display.panel import Panel, no_questions
from dashboard.errors import NotFound, NotPermitted, error_answer
from dashboard.screens.drawings import Drawing, SharedDrawings, elements_of, short
from dashboard.screens.scenes import SharedScenes
from dashboard.screens.screen_registry import REGISTRY
from dashboard.screens.shared_questions import scans_of
from dashboard.view.stamps import parse_stamp
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import time_to_the_second
from queries.city import City
from queries.values import Shared

PATIENCE_S = 0.8
"""How long the panels that are ready wait for the others."""
UNFINISHED_PATIENCE_S = 30.0
"""How long the second answer waits; a question that takes longer than its own limit has failed by then."""
SIDE_BY_SIDE = 8
SLOW_SIDE_BY_SIDE = 4
"""Panels of a kind that took longer than PATIENCE_S the last time are drawn by threads of their own, so that screens
that nobody waits for any more do not hold the others."""
MOST_KINDS = 1000
_Kind = tuple[str, str]


@dataclass(frozen=True)
class PanelPlace:
    """What a browser has in the place of a panel: `digest` of what is drawn there, `stale`: the sign that it bears,
    empty for none."""

    key: str
    digest: str = ""
    stale: str = ""


@dataclass(frozen=True)
class PanelChange:
    """What is to be in a place. content, digest: of a drawing (see Drawing), None where it stays as it is; stale,
    computing: signs, empty for none; unfinished: a part of the drawing comes second."""

    key: str
    content: str | None = None
    digest: str | None = None
    stale: str = ""
    computing: str = ""
    unfinished: bool = False


@dataclass(frozen=True)
class ScreenAsked:
    """The address and stamp that all panels of an answer have in common; words: in the language of the address."""

    path: str | None
    search: str | None
    stamp: str
    words: Catalogue


class WholeScreens:
    """Answers screens of one city from its shared drawings."""

    def __init__(self, city: City, panels: Mapping[str, Panel], drawings: SharedDrawings, scenes: SharedScenes) -> None:
        self._city, self._panels, self._drawings, self._scenes = city, panels, drawings, scenes
        self._threads = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="panel")
        self._slow_threads = ThreadPoolExecutor(SLOW_SIDE_BY_SIDE, thread_name_prefix="slow panel")
        self._seconds: LRUCache[_Kind, float] = LRUCache(MOST_KINDS)
        self._lock = Lock()

    def changes(
        self,
        screen: ScreenAsked,
        places: Sequence[PanelPlace],
        *,
        patience_s: float = PATIENCE_S,
        finished: bool = False,
    ) -> list[PanelChange]:
        """What has changed in each place. A panel that fails takes only itself down; one that has not been drawn after
        `patience_s` seconds goes on being drawn, for whoever asks next. finished: no panel is drawn without what takes
        longer."""
        forbidden = self._forbidden(screen, {place.key for place in places})
        keys = {place.key for place in places} - forbidden.keys()
        ready = {key: drawing for key in keys if (drawing := self._held(screen, key))}
        missing = [self._panels[key] for key in keys - ready.keys() if key in self._panels]
        sharing = {panel.key for panel in missing if panel.questions is not no_questions}
        scans = self._begin_scans(screen, [panel for panel in missing if panel.key in sharing])
        drawn = {key: self._begin(screen, self._panels.get(key), ready.get(key), []) for key in keys - sharing}
        first = {} if finished else dict(self._meanwhile(screen, missing, places))
        waiting_last = sorted(sharing, key=lambda key: key in scans)
        to_draw = {**self._panels, **first}
        drawn |= {key: self._begin(screen, to_draw[key], None, scans.get(key, [])) for key in waiting_last}
        drawn |= forbidden
        wait(drawn.values(), patience_s)
        changes = [self._change(screen, place, drawn[place.key]) for place in places]
        return [replace(change, unfinished=change.key in first) for change in changes]

    def _forbidden(self, screen: ScreenAsked, keys: Iterable[str]) -> dict[str, Future[Drawing]]:
        """The refusals of the panels that the address opens and that whoever asks may not have."""
        table, visitor = route_abilities(), request_visitor()
        refused: dict[str, Future[Drawing]] = {}
        for key in keys:
            try:
                must(visitor, table.of_panel(key))
            except NotPermitted as error:
                panel, scene = self._panels.get(key), self._scenes.at(screen.path, screen.search, screen.stamp)
                if panel and not panel.is_open(scene):
                    continue
                refused[key] = Future()
                refused[key].set_exception(error)
        return refused

    def _meanwhile(
        self, screen: ScreenAsked, panels: Sequence[Panel], places: Sequence[PanelPlace]
    ) -> Iterator[tuple[str, Panel]]:
        """The panels that are drawn without what takes longer: in places that show no picture of this address yet."""
        empty = {place.key for place in places if not _is_of(place, screen)}
        for panel in panels:
            if panel.meanwhile and panel.key in empty and self._takes_longer(screen, panel):
                yield panel.key, replace(panel, key=f"{panel.key} meanwhile", ask=panel.meanwhile)

    def _takes_longer(self, screen: ScreenAsked, panel: Panel) -> bool:
        try:
            return panel.takes_longer(self._city, self._scenes.at(screen.path, screen.search, screen.stamp))
        except Exception as error:  # the panel then says by itself what is wrong
            error_answer(error)
            return False

    def _held(self, screen: ScreenAsked, key: str) -> Drawing | None:
        panel = self._panels.get(key)
        return self._drawings.held(panel, screen.path, screen.search, screen.stamp) if panel else None

    def _begin_scans(self, screen: ScreenAsked, panels: Sequence[Panel]) -> dict[str, list[Future[None]]]:
        """The scans that several panels share, begun; by the key of each panel that needs one."""
        begun: dict[str, list[Future[None]]] = {}
        version = parse_stamp(screen.stamp, self._city.sources.stamp()).version
        with self._city.sources.shared_at(version):  # submitted inside, so that the scans work at it too
            for scan, keys in self._scans_of(screen, panels):
                asked = self._threads.submit(contextvars.copy_context().run, scan)
                for key in keys:
                    begun.setdefault(key, []).append(asked)
        return begun

    def _scans_of(self, screen: ScreenAsked, panels: Sequence[Panel]) -> Iterator[tuple[Shared, frozenset[str]]]:
        """None where they cannot be planned: each panel then asks alone, and says by itself what is wrong."""
        try:
            yield from scans_of(self._city, panels, self._scenes.at(screen.path, screen.search, screen.stamp))
        except Exception as error:
            error_answer(error)  # logs what is a fault of the program

    def _begin(
        self, screen: ScreenAsked, panel: Panel | None, ready: Drawing | None, scans: Sequence[Future[None]]
    ) -> Future[Drawing]:
        if panel and not ready:
            kind = (panel.key, _kpi_in(screen.search))
            with self._lock:
                threads = self._slow_threads if self._seconds.get(kind, 0.0) > PATIENCE_S else self._threads
            return threads.submit(contextvars.copy_context().run, partial(self._draw, screen, panel, scans, kind))
        done: Future[Drawing] = Future()
        if ready:
            done.set_result(ready)
        else:
            done.set_exception(NotFound("There is no such panel."))
        return done

    def _draw(self, screen: ScreenAsked, panel: Panel, scans: Sequence[Future[None]], kind: _Kind) -> Drawing:
        """The drawing, once its scans are there: they were begun before it. One that failed is asked for alone."""
        began = monotonic()
        try:
            wait(scans)
            return self._drawings.of(panel, screen.path, screen.search, screen.stamp)
        finally:
            with self._lock:
                self._seconds[kind] = monotonic() - began

    def _change(self, screen: ScreenAsked, place: PanelPlace, drawn: Future[Drawing]) -> PanelChange:
        if not drawn.done():
            return _computing(screen, place)
        error = drawn.exception()
        if error is not None:
            return self._failed(screen, place, error)
        found = drawn.result()
        same = found.digest == place.digest
        return PanelChange(place.key) if same else PanelChange(place.key, found.content, found.digest)

    def _failed(self, screen: ScreenAsked, place: PanelPlace, error: BaseException) -> PanelChange:
        """A wall keeps the last good picture of the same address, dimmed, and says since when; elsewhere, and on a wall
        that has none, one sentence and a reference."""
        words, found = screen.words, error_answer(error)
        if REGISTRY.screen_at(screen.path).is_wall and _is_of(place, screen):
            as_of = parse_stamp(screen.stamp, self._city.sources.stamp()).as_of
            since = time_to_the_second(as_of, self._city.profile.time_zone)
            return PanelChange(place.key, stale=place.stale or words("stale", moment=since))
        sentence = found.sentence(words.language)
        if found.reference:
            sentence = f"{sentence} {words('reference', reference=found.reference)}"
        about = {"data-panel": "error", "data-search": screen.search or ""}
        body = html.Section(html.P(sentence, className="panel-error", role="alert"), className="panel-body", **about)
        return PanelChange(place.key, elements_of(body), "")


def _computing(screen: ScreenAsked, place: PanelPlace) -> PanelChange:
    """The picture of the same address stays, dimmed; another's goes, lest it be taken for this one's."""
    said = screen.words("computing")
    if _is_of(place, screen):
        return PanelChange(place.key, computing=said)
    body = html.Section(className="panel-body", **{"data-panel": "computing"})
    return PanelChange(place.key, elements_of(body), "", computing=said)


def _kpi_in(search: str | None) -> str:
    """The KPI that an address names, on which it depends most how long a panel takes."""
    return parse_qs((search or "").removeprefix("?")).get("kpi", [""])[0]


def _is_of(place: PanelPlace, screen: ScreenAsked) -> bool:
    return place.digest.startswith(short(screen.search or ""))
