"""Saved views and notes as they stood at a moment, from the acts that were known by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from geodata.areas.area_tree import Area, AreaTree
from geodata.errors import UnknownArea
from queries.acts.act import Act, states
from queries.acts.act_chain import RecordedAct, recorded_acts
from queries.budget.single_flight import SingleFlight
from queries.privacy.masking import masked
from queries.privacy.text_columns import leaving
from queries.scope import of_the_city
from queries.store.statements import read_statements
from queries.store.store import Store

_SQL = read_statements(Path(__file__).with_name("acts.sql"))
MOST_MOMENTS = 32
Standing = Mapping[str, Sequence["SavedThing"]]
"""By kind, the newest first."""


@dataclass(frozen=True)
class SavedThing:
    """A view or note that stands. act: the last act about it, its texts as they may leave; made_at, made_by: of the
    first; known_at: when the last became known (aware, UTC); history: of a thing with states every act since it stands,
    the last one too."""

    act: Act
    made_at: datetime
    made_by: str
    known_at: datetime
    history: tuple[Act, ...] = ()

    @property
    def key(self) -> str:
        """Of the thing."""
        return self.act.subject


@dataclass(frozen=True)
class NotesAsked:
    """Notes about an area, the areas in it and those that it lies in, whose time touches a span (aware; None: open)."""

    area: Area
    start: datetime | None = None
    end: datetime | None = None


class SavedThings:
    """What stands, read from the store when acts have come: one for a city, since it holds all acts. Safe to use from
    many threads."""

    def __init__(self, store: Store, tree: AreaTree) -> None:
        self._store, self._tree = store, tree
        self._acts: SingleFlight[int, Sequence[RecordedAct]] = SingleFlight(1)
        self._standing: SingleFlight[tuple[int, datetime | None], Standing] = SingleFlight(MOST_MOMENTS)

    def acts(self) -> Sequence[RecordedAct]:
        """Every act, in the order of arrival, as it is held."""
        return self._acts.get(self._store.act_version, self._read)

    def things(self, kind: str, known: datetime | None) -> list[SavedThing]:
        """Those of a kind that stood at a moment (aware; None: now), the newest first."""
        if not self.acts():
            return []
        key = (self._store.act_version, known)
        return [*self._standing.get(key, lambda: _standing(self.acts(), known)).get(kind, ())]

    def notes(self, asked: NotesAsked, known: datetime | None) -> list[SavedThing]:
        """The notes of an area and span that stood at a moment; one whose area the city no longer has belongs to the
        whole city."""
        things = self.things("note", known)
        above = {area.area_id for area in self._tree.ancestors(asked.area)} if things else set()
        return [one for one in things if _touches(one.act, asked) and self._is_about(one.act, asked.area, above)]

    def _read(self) -> Sequence[RecordedAct]:
        with of_the_city(), self._store.cursor() as cursor:
            found = cursor.execute(_SQL["all"])
            columns = [column[0] for column in found.description or ()]
            return tuple(recorded_acts(columns, found.fetchall()))

    def _is_about(self, act: Act, area: Area, above: set[int]) -> bool:
        pinned = self.area_of(act).area_id
        return area.holds(pinned) or pinned in above

    def area_of(self, act: Act) -> Area:
        """The area that a note is pinned to."""
        try:
            return self._tree.area(act.area_code)
        except UnknownArea:
            return self._tree.root


def _touches(act: Act, asked: NotesAsked) -> bool:
    if act.from_at is None or act.until_at is None:
        return False
    ends_before = asked.start is not None and max(act.until_at, act.from_at) < asked.start
    begins_after = asked.end is not None and act.from_at >= asked.end
    touches_start_only = act.from_at < act.until_at == asked.start
    return not (ends_before or begins_after or touches_start_only)


def _standing(acts: Iterable[RecordedAct], known: datetime | None) -> Standing:
    """The last saving of each thing that is not withdrawn."""
    standing: dict[tuple[str, str], SavedThing] = {}
    first: dict[tuple[str, str], RecordedAct] = {}
    for one in acts:
        if known is not None and one.recorded_at > known:
            continue
        key = (one.act.kind, one.act.subject)
        made = first.setdefault(key, one)
        before = standing.pop(key, None)
        if one.act.deed == "saved":
            by, shown = str(leaving("who", made.act.who)), _shown(one.act)
            history = (*(before.history if before else ()), shown) if states(one.act.kind) else ()
            standing[key] = SavedThing(shown, made.act.happened_at, by, one.recorded_at, history)
    by_kind: dict[str, list[SavedThing]] = {}
    for thing in reversed(standing.values()):
        by_kind.setdefault(thing.act.kind, []).append(thing)
    return by_kind


def _shown(act: Act) -> Act:
    who, unit = str(leaving("who", act.who)), str(leaving("unit", act.unit))
    return replace(act, name=masked(act.name) or "", text=masked(act.text) or "", who=who, unit=unit)
