"""The notes that a screen shows: where and when each is pinned, in the words of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from dashboard.saved.keeping import written_span
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute, short_day, time_of_day
from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import NotesAsked, SavedThing, end_of_day, start_of


@dataclass(frozen=True)
class PinnedNote:
    """A note and the area it belongs to. lon, lat: of its point, else of the middle of the area (degrees WGS-84), None
    where that is not known; begins, ends: aware."""

    thing: SavedThing
    area: Area
    lon: float | None
    lat: float | None
    begins: datetime
    ends: datetime

    def line(self, scene: Scene) -> str:
        """Its text and its time."""
        return f"{self.thing.act.text} · {self.time(scene)}"

    def time(self, scene: Scene) -> str:
        """Its days, or its moment or span to the minute."""
        first, last = written_span(self.begins, self.ends, scene.zone)
        if "T" not in first:
            return first if first == last else f"{first} – {short_day(date.fromisoformat(last))}"
        begins = date_and_minute(self.begins, scene.zone)
        if self.begins == self.ends:
            return begins
        same_day = self.begins.astimezone(scene.zone).date() == self.ends.astimezone(scene.zone).date()
        return f"{begins} – {(time_of_day if same_day else date_and_minute)(self.ends, scene.zone)}"


def notes_of_days(city: City, scene: Scene, start: date | None, end: date | None) -> tuple[PinnedNote, ...]:
    """The notes on city days, both inclusive (None: open), about the area of the scene, areas in it and those that it
    lies in, as known at its moment; the newest first."""
    begins = start_of(start, scene.zone) if start else None
    asked = NotesAsked(scene.area, begins, end_of_day(end, scene.zone) if end else None)
    return tuple(_pinned(city, one) for one in city.saved.notes(asked, scene.known, scope=scene.scope))


def notes_in(city: City, scene: Scene) -> tuple[PinnedNote, ...]:
    """Those of the period that lie in the area of the scene."""
    found = notes_of_days(city, scene, scene.period.start, scene.period.end)
    return tuple(note for note in found if scene.area.holds(note.area.area_id))


def _pinned(city: City, thing: SavedThing) -> PinnedNote:
    act, area = thing.act, city.saved.area_of(thing)
    lon, lat = (area.lon, area.lat) if area.has_outline else (None, None)
    if act.lon is not None:
        lon, lat = act.lon, act.lat
    never = datetime.min.replace(tzinfo=UTC)
    return PinnedNote(thing, area, lon, lat, act.from_at or never, act.until_at or never)
