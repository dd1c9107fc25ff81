"""Taking what was erased out of landing/, input by input; what could not be done waits for the next time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from queries.city_context import CityContext
from queries.erasure.redacted_content import redacted_content
from queries.errors import QueryError
from queries.landing.folder import LANDING, Landed, in_pack, loose_landed, loose_one, packed_landed, packs, verify
from queries.landing.replaced_content import redacted_in_pack, replace_content, settled
from queries.loading.erasure.held_texts import statements
from queries.recovery.packing import remove_leftovers, write_whole_pack

log = logging.getLogger("yiping")
Turn = Callable[[Callable[[], Any]], Any]
"""Runs work while no delivery is applied and no file is loaded, and returns what it returns."""
Progress = Callable[[str, float], None]
_FAILURES = (QueryError, OSError, ValueError, LookupError, pa.ArrowException, duckdb.Error)
"""What one input may raise, whatever is in it."""


@dataclass(frozen=True)
class Redaction:
    """looked_at: inputs; rewritten: those of them that held something; problems: sentences about those that wait."""

    looked_at: int = 0
    rewritten: int = 0
    problems: tuple[str, ...] = ()

    def __add__(self, other: Redaction) -> Redaction:
        return Redaction(
            self.looked_at + other.looked_at, self.rewritten + other.rewritten, self.problems + other.problems
        )


def unredacted(city: CityContext) -> list[str]:
    """The inputs that may hold what was erased and wait to be looked at."""
    with city.store.cursor() as cursor:
        return [batch for (batch,) in statements(cursor).run("unredacted").fetchall()]


def redact_landing(
    city: CityContext, in_turn: Turn = lambda work: work(), progress: Progress | None = None
) -> Redaction:
    """Take what was erased out of every input that waits for it; each input, or pack of inputs, in a turn of its own.
    Killed at any moment, it goes on where it was."""
    if not unredacted(city):
        return Redaction()
    one = _Redacting(city)
    done = Redaction()
    while groups := in_turn(one.groups):
        for number, (name, label) in enumerate(groups.items()):
            if progress is not None:
                progress(label, number / len(groups))
            done += in_turn(partial(one.redacted, name))
    return done + Redaction(problems=one.damage)


@dataclass
class _Redacting:
    """One going through landing/, whose inputs may be packed, redacted or forgotten by others between two turns.
    failed: inputs that wait for the next time; damage: sentences about what could not be read at all."""

    city: CityContext
    failed: set[str] = field(default_factory=set)
    damage: tuple[str, ...] = ()

    def groups(self) -> dict[str, str]:
        """Packs and batches of loose inputs that wait and were not tried, each with a name to show; packs first. What
        lies nowhere any more waits no longer, unless it may be in what cannot be read."""
        folder, damaged = self.city.folder, list[str]()
        waiting = set(unredacted(self.city)) - self.failed
        if not waiting:
            return {}
        remove_leftovers(folder, packs(folder))
        packed = [landed for landed in packed_landed(folder, damaged) if landed.batch in waiting]
        loose = [landed for landed in loose_landed(folder, damaged) if landed.batch in waiting]
        lost = waiting - {landed.batch for landed in [*packed, *loose]}
        if damaged and lost:
            self.failed |= lost
            self.damage = tuple(damaged)
        else:
            _note(self.city, sorted(lost), ())
        named = {landed.place.pack: landed.name for landed in reversed(packed) if landed.place}
        return named | {landed.batch: landed.file or landed.name for landed in loose}

    def redacted(self, name: str) -> Redaction:
        """A pack, or the loose input of a batch, as it is now."""
        pack = self.city.folder / LANDING / name
        waiting = set(unredacted(self.city)) - self.failed
        inputs = list[Landed]()
        try:
            if pack in packs(self.city.folder):
                inputs = [landed for landed in in_pack(pack) if landed.batch in waiting]
                return self._in_pack(pack, {landed.batch for landed in inputs}) if inputs else Redaction()
            landed = loose_one(self.city.folder, name) if name in waiting else None
            inputs = [landed] if landed else []
            return _loose_redacted(self.city, landed) if landed else Redaction()
        except _FAILURES as error:
            self.failed |= {landed.batch for landed in inputs} or {name}
            return _problem(name if not inputs else inputs[0].name, error, len(inputs))

    def _in_pack(self, pack: Path, wanted: set[str]) -> Redaction:
        contents, changed, done = list[tuple[Landed, bytes]](), list[Landed](), Redaction()
        for landed in in_pack(pack):
            new = None
            if landed.batch in wanted:
                try:
                    new = _new_in_pack(self.city, landed)
                except _FAILURES as error:
                    self.failed.add(landed.batch)
                    done += _problem(landed.name, error, 0)
            changed += [new[0]] if new else []
            contents.append(new or (replace(landed, place=None), landed.read(self.city.folder)))
        if changed:
            write_whole_pack(self.city.folder, pack, contents)
        _note(self.city, sorted(wanted - self.failed), changed)
        return done + Redaction(len(wanted), len(changed))


def _problem(name: str, error: Exception, inputs: int) -> Redaction:
    sentence = f"landing/{name} may still hold what was erased: {error}"
    log.warning("%s", sentence)
    return Redaction(inputs, 0, (sentence,))


def _loose_redacted(city: CityContext, landed: Landed) -> Redaction:
    folder = city.folder
    verify(folder, landed)
    landed = settled(folder, landed)
    with redacted_content(city, landed) as new:
        if new is not None:
            landed = replace_content(folder, landed, new.path, new.kind)
    _note(city, [landed.batch], [landed])
    return Redaction(1, int(new is not None))


def _new_in_pack(city: CityContext, landed: Landed) -> tuple[Landed, bytes] | None:
    """An input of a pack with its new content, None where nothing of it was erased."""
    verify(city.folder, landed)
    with redacted_content(city, landed) as new:
        if new is None:
            return None
        content = new.path.read_bytes()
        return redacted_in_pack(landed, content, new.kind), content


def _note(city: CityContext, batches: Sequence[str], changed: Sequence[Landed]) -> None:
    """Write down that inputs hold nothing any more that was erased, and how those that were rewritten are called."""
    if not batches:
        return
    with city.store.write() as cursor:
        for landed in changed:
            statements(cursor).run("rename_landed", batch=landed.batch, name=landed.name)
        statements(cursor).run("note_redacted", batches=list(batches))
