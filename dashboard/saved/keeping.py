"""Views and notes of one city: read as a file, and kept as acts of whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, tzinfo
from urllib.parse import urlsplit

from dashboard.access.actor import Actor
from dashboard.access.audit.request_audit import enter_act
from dashboard.access.request_scope import request_scope
from dashboard.errors import NotFound, wrong_parameter
from dashboard.intake.receiver import RowReceiver
from dashboard.saved.file_format import Kept, NoteEntry, SavedFile, ThingNamed, ViewEntry
from dashboard.view import parsers
from dashboard.view.address import parse_view, search_of
from dashboard.view.registry import Registry
from dashboard.view.resolution import vocabulary
from dashboard.words.moments import moment_in
from queries.city import City
from queries.values import Act, NotesAsked, SavedThing, end_of_day, new_key

OF_A_THING = ("name", "text", "screen", "search", "area_code", "lon", "lat", "from_at", "until_at")
BARE_DAY = 10
"""Characters of a day without a time."""


class Keeping:
    """What is done with them. reception: takes deliveries, where a server has one."""

    def __init__(self, city: City, registry: Registry, reception: RowReceiver | None = None) -> None:
        self._city, self._registry, self._reception = city, registry, reception

    def exported(self, asked: NotesAsked | None = None, known: datetime | None = None) -> SavedFile:
        """All views, and all notes or those asked for, as they stood at a moment (aware; None: now)."""
        scope, zone = request_scope(), self._city.profile.time_zone
        notes = self._city.saved.notes(asked or NotesAsked(self._city.tree.root), known, scope=scope)
        return SavedFile(
            city=self._city.profile.name,
            views=[self._view(one, zone) for one in self._city.saved.views(known, scope=scope)],
            notes=[self._note(one, zone) for one in notes],
        )

    def keep(self, file: SavedFile, actor: Actor) -> Kept:
        """Keep the entries that are new or say something else than what is held. Raises BadParameter, ActRefused,
        UnknownArea and IntakeFull; then none is kept."""
        acts = [self._act_of_view(entry, actor) for entry in file.views]
        acts += [self._act_of_note(entry, actor) for entry in file.notes]
        held = {(one.act.kind, one.key): one.act for kind in ("view", "note") for one in self._standing(kind)}
        changed = [act for act in acts if not _says_the_same(act, held.get((act.kind, act.subject)))]
        return self._delivered(changed, len(acts) - len(changed))

    def withdraw(self, thing: ThingNamed, actor: Actor) -> Kept:
        """Let a thing no longer stand; what is known of a past moment stays. Raises NotFound and IntakeFull."""
        if not any(one.key == thing.key for one in self._standing(thing.kind)):
            raise NotFound("There is no such view or note; it may be withdrawn already.")
        return self._delivered([self._act(thing.kind, thing.key, actor, deed="withdrawn")], 0)

    def _delivered(self, acts: Sequence[Act], unchanged: int) -> Kept:
        applied = self._city.acts.deliver(acts, self._reception) if acts else True
        for act in acts:
            what = {"deed": act.deed, "thing": act.kind, "key": act.subject}
            enter_act(self._city.ground.folder, "act", what)
        stamp = self._city.sources.stamp(at_least=self._city.sources.data_version)
        return Kept(saved=[act.subject for act in acts], unchanged=unchanged, applied=applied, stamp=str(stamp))

    def _standing(self, kind: str) -> list[SavedThing]:
        scope = request_scope()
        if kind == "view":
            return self._city.saved.views(scope=scope)
        return self._city.saved.notes(NotesAsked(self._city.tree.root), scope=scope)

    def _act(self, kind: str, key: str, actor: Actor, **said: object) -> Act:
        now = self._city.acts.moment()
        return replace(Act(kind, key or new_key(), "saved", actor.who, actor.origin, now), **said)  # type: ignore[arg-type]

    def _act_of_view(self, entry: ViewEntry, actor: Actor) -> Act:
        screen, search = self._address(entry.address)
        return self._act("view", entry.key, actor, name=parsers.text("name", entry.name), screen=screen, search=search)

    def _address(self, given: str) -> tuple[str, str]:
        """Key of the screen and query of an address, without language and theme, which are the reader's."""
        try:
            parts = urlsplit(given)
        except ValueError as error:
            raise wrong_parameter("address", "no_address", given=parsers.quoted(given)) from error
        screen = next((one for one in self._registry.screens if one.path == parts.path), None)
        if screen is None or parts.scheme or parts.netloc:
            raise wrong_parameter("address", "no_address", given=parsers.quoted(given))
        view, notices = parse_view(parts.query, vocabulary(self._city, self._registry, request_scope()))
        if notices:
            raise wrong_parameter("address", "unknown_here", given=parsers.quoted(notices[0].value))
        return screen.key, search_of(replace(view, language=None, theme="dark", saved=None))

    def _act_of_note(self, entry: NoteEntry, actor: Actor) -> Act:
        zone = self._city.profile.time_zone
        begins = _moment("from", entry.from_at, zone)
        ends = _moment("until", entry.until or entry.from_at, zone, ends=True)
        place: dict[str, object] = {"lon": entry.lon, "lat": entry.lat}
        if entry.lon is None and entry.area:
            place["area_code"] = self._city.tree.area(parsers.code("area", entry.area)).code
        text = parsers.text("text", entry.text)
        return self._act("note", entry.key, actor, text=text, from_at=begins, until_at=ends, **place)

    def _view(self, thing: SavedThing, zone: tzinfo) -> ViewEntry:
        return ViewEntry(
            key=thing.key, name=thing.act.name, address=address_of(thing, self._registry), **_made(thing, zone)
        )

    def _note(self, thing: SavedThing, zone: tzinfo) -> NoteEntry:
        act = thing.act
        begins, ends = written_span(act.from_at, act.until_at, zone)
        return NoteEntry(
            key=thing.key, text=act.text, area=act.area_code, area_name=self._city.saved.area_of(thing).name,
            lon=act.lon, lat=act.lat, from_at=begins, until=ends, **_made(thing, zone),
        )  # fmt: skip


def address_of(view: SavedThing, registry: Registry) -> str:
    """Path and query of a saved view."""
    screen = next((one for one in registry.screens if one.key == view.act.screen), registry.home)
    return screen.path + view.act.search


def written_span(begins: datetime | None, ends: datetime | None, zone: tzinfo) -> tuple[str, str]:
    """The time of a note as its file has it: bare days where it is of whole days."""
    if begins is None or ends is None:
        return "", ""
    first, last = begins.astimezone(zone), ends.astimezone(zone)
    if first == datetime.combine(first.date(), time.min, zone) and ends == end_of_day(last.date(), zone):
        return first.date().isoformat(), last.date().isoformat()
    return first.isoformat(), last.isoformat()


def _made(thing: SavedThing, zone: tzinfo) -> dict[str, str]:
    return {"by": thing.made_by, "at": moment_in(zone, thing.made_at)}


def _moment(name: str, given: str, zone: tzinfo, *, ends: bool = False) -> datetime:
    """A moment of a note; a bare day is its beginning, or where the note ends with it, the beginning of the next."""
    if len(given) > BARE_DAY:
        return parsers.moment(name, given, zone).astimezone(UTC)
    day = parsers.day(name, given)
    whole = end_of_day(day, zone) if ends else datetime.combine(day, time.min, zone)
    return whole.astimezone(UTC)


def _says_the_same(act: Act, held: Act | None) -> bool:
    if held is None:
        return False
    said = [name for name in OF_A_THING if not (name == "area_code" and act.lon is not None)]
    return all(getattr(act, name) == getattr(held, name) for name in said)
