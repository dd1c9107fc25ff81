"""Taking what was erased out of landing/, input by input; what could not be done waits for the next time."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from queries.city_context import CityContext
from queries.erasure.redacted_content import redacted_content
from queries.errors import QueryError
from queries.landing.folder import LANDING, Landed, all_landed, in_pack, verify
from queries.landing.replaced_content import redacted_in_pack, replace_content, settled
from queries.loading.erasure.held_texts import statements
from queries.recovery.packing import write_whole_pack

log = logging.getLogger("yiping")
Turn = Callable[[Callable[[], "Redaction"]], "Redaction"]
"""Runs work while no delivery is applied and no file is loaded, and returns what it returns."""


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
    city: CityContext, in_turn: Turn = lambda work: work(), progress: Callable[[str, float], None] | None = None
) -> Redaction:
    """Take what was erased out of every input that waits for it; each input, or pack of inputs, in a turn of its own.
    Killed at any moment, it goes on where it was."""
    waiting = set(unredacted(city))
    if not waiting:
        return Redaction()
    groups: defaultdict[str, list[Landed]] = defaultdict(list)
    for landed in all_landed(city.folder, []):
        if landed.batch in waiting:
            groups[landed.place.pack if landed.place else landed.batch].append(landed)
    found = {one.batch for inputs in groups.values() for one in inputs}
    _note(city, sorted(waiting - found), ())
    done = Redaction()
    for number, inputs in enumerate(groups.values()):
        if progress is not None:
            progress(inputs[0].file or inputs[0].name, number / len(groups))
        done += in_turn(lambda inputs=inputs: _redacted(city, inputs))  # type: ignore[misc]
    return done


def _redacted(city: CityContext, inputs: Sequence[Landed]) -> Redaction:
    place = inputs[0].place
    try:
        if place is not None and (pack := city.folder / LANDING / place.pack).exists():
            return _pack_redacted(city, pack, {one.batch for one in inputs})
        return _loose_redacted(city, replace(inputs[0], place=None)) if place is None else Redaction()
    except (QueryError, OSError) as error:
        sentence = f"landing/{inputs[0].name} may still hold what was erased: {error}"
        log.warning("%s", sentence)
        return Redaction(len(inputs), 0, (sentence,))


def _loose_redacted(city: CityContext, landed: Landed) -> Redaction:
    folder = city.folder
    verify(folder, landed)
    landed = settled(folder, landed)
    with redacted_content(city, landed) as new:
        if new is not None:
            landed = replace_content(folder, landed, new.path, new.kind)
    _note(city, [landed.batch], [landed])
    return Redaction(1, int(new is not None))


def _pack_redacted(city: CityContext, pack: Path, wanted: set[str]) -> Redaction:
    contents = list[tuple[Landed, bytes]]()
    changed = list[Landed]()
    for landed in in_pack(pack):
        new = _new_in_pack(city, landed) if landed.batch in wanted else None
        changed += [new[0]] if new else []
        contents.append(new or (replace(landed, place=None), landed.read(city.folder)))
    if changed:
        write_whole_pack(city.folder, pack, contents)
    _note(city, sorted(wanted), changed)
    return Redaction(len(wanted), len(changed))


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
