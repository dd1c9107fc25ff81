"""The marks of notes on the map: one for each place, with the notes that are pinned to it."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.map.payloads import NoteMark
from dashboard.saved.scene_notes import PinnedNote
from dashboard.view.scene import Scene

MOST_PLACES, MOST_LINES = 200, 5


def note_marks(notes: Iterable[PinnedNote], scene: Scene) -> list[NoteMark]:
    """The marks, that of the newest note first."""
    places: dict[tuple[float, float], list[PinnedNote]] = {}
    for note in notes:
        if note.lon is not None and note.lat is not None:
            places.setdefault((note.lat, note.lon), []).append(note)
    return [_mark(place, pinned, scene) for place, pinned in list(places.items())[:MOST_PLACES]]


def _mark(place: tuple[float, float], notes: list[PinnedNote], scene: Scene) -> NoteMark:
    lines = [note.line(scene) for note in notes[:MOST_LINES]]
    if len(notes) > MOST_LINES:
        lines.append(scene.words("saved.more", count=len(notes) - MOST_LINES))
    href = scene.link(saved="notes") if scene.screen.is_interactive else ""
    label = scene.words("saved.mark", count=len(notes), text="; ".join(lines))
    return {"lat": place[0], "lon": place[1], "lines": lines, "label": label, "href": href}
