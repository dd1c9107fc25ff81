"""Opening a city so that its store holds exactly the accepted inputs, also after a crash or damage."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from queries.budget.memory_budget import STORE_FILE
from queries.city_context import CityContext
from queries.disk_refusals import refusal_of_disk
from queries.errors import LandingDamaged, QueryError, StoreClosed, StoreDamaged, StoreStopped
from queries.landing.folder import (
    LANDING,
    Landed,
    all_landed,
    forget,
    loose_landed,
    manifest_of,
    packed_landed,
    packs,
    verify,
)
from queries.landing.pack_file import PACK
from queries.loading.apply import apply_landed
from queries.reading.chunk import MEGABYTE
from queries.recovery.agreement import (
    differing_counts,
    known_inputs,
    moment_after,
    newest_landed,
    packs_are_applied,
    read_every_table,
    reconcile,
)
from queries.recovery.landing_repair import recover_pack, recover_segment, repair_landing
from queries.recovery.packing import cut_packs, remove_leftovers, remove_newest_leftovers
from queries.recovery.rebuild import rebuild
from queries.store.damage import damage_noted, set_aside
from queries.store.store import Store

SMALL = 48 * MEGABYTE  # what is read through before the city opens; more than that is read in the background
log = logging.getLogger("yiping")


def open_recovered(folder: Path | str, **options: Any) -> tuple[CityContext, tuple[str, ...]]:
    """The city of a folder, in agreement with landing/, and a sentence about everything that was not as it should be.

    A store that cannot be used (damaged, or of another version) is renamed and made again. Inputs that were accepted
    and not applied are applied. Where landing/ itself is damaged, its whole inputs are used and the others are named.
    `options` are those of `CityContext.open`; raises the same errors except StoreDamaged. A large city, and what is in
    packs, is read through in the background; damage found then is logged, and repaired by the next start that needs it.
    """
    folder = Path(folder)
    try:
        return _opened_whole(folder, options)
    except StoreDamaged as error:
        why = str(error)
    gc.collect()  # frees cursors that hold the damaged file open
    return _made_again(folder, options, why)


def _opened_whole(folder: Path, options: dict[str, Any]) -> tuple[CityContext, tuple[str, ...]]:
    """The city of a store in which no damage was found so far. Where its disk is read-only or full, nothing is applied
    and what is stored can be read. Raises StoreDamaged."""
    city = CityContext.open(folder, **options)
    if city.store.read_only:
        return city, (f"The disk of {folder.name} takes nothing; the city can only be read, and nothing was checked.",)
    try:
        sentences = recover(city)
        small = _bytes_of(folder) <= SMALL
        if small:
            sentences += read_through(city, packed=False)
        if not small or packs(folder):
            city.unread = "packs" if small else "all"
    except (StoreStopped, OSError, duckdb.Error) as error:
        city.close()
        if not isinstance(error, StoreStopped) and refusal_of_disk(error) is None:
            raise
        why = " ".join(str(error.__cause__ or error).split())
        return CityContext.open(folder, **options), (f"The disk takes nothing, so that accepted inputs wait: {why}.",)
    except BaseException:
        city.close()
        raise
    return city, tuple(dict.fromkeys(sentences))


def recover(city: CityContext) -> tuple[str, ...]:
    """Bring an opened city into agreement with landing/; sentences. Raises StoreDamaged."""
    folder = city.store.folder
    sentences = [recover_pack(folder, pack) for pack in cut_packs(folder)]
    remove_newest_leftovers(folder)
    sentences += repair_landing(folder, lambda source: _moment(city, source))
    damaged: list[str] = []
    waiting = _waiting(city, damaged)
    for landed in waiting:
        sentences += _applied(city, landed)
    sentences += damaged
    differences = reconcile(city.store)
    if differing_counts(city.store):
        sentences += differences
        sentences += _rebuilt(city) if _is_whole(folder) else ()
        return tuple(sentences)
    return (*sentences, *differences)


def read_through(city: CityContext, *, packed: bool = True) -> tuple[str, ...]:
    """Read every table and every accepted input once, those in packs if wanted; sentences about inputs that have
    changed. Raises StoreDamaged."""
    read_every_table(city.store)
    return _changed_inputs(city.store, all_landed if packed else loose_landed)


def _changed_inputs(store: Store, inputs: Callable[[Path, list[str]], Iterable[Landed]]) -> tuple[str, ...]:
    """Sentences about accepted inputs that have changed. Raises StoreClosed when the city is closed meanwhile."""
    folder, sentences = store.folder, list[str]()
    for landed in inputs(folder, sentences):
        if store.is_closed:
            raise StoreClosed("The store of this city has been closed.")
        try:
            verify(folder, landed)
        except LandingDamaged as error:
            if landed.place or manifest_of(folder, landed.batch).exists():  # not packed in the meantime
                sentences.append(str(error))
    return tuple(sentences)


def _made_again(folder: Path, options: dict[str, Any], why: str) -> tuple[CityContext, tuple[str, ...]]:
    aside = set_aside(folder)
    name = aside.name if aside else "nothing"
    sentences = [f"{why.partition(';')[0]}; it was set aside as {name} and is made again from landing/."]
    city = CityContext.open(folder, **options)
    try:
        sentences += repair_landing(folder, lambda source: _moment(city, source))
        sentences += _rebuilt(city)
        sentences += recover(city)
    except BaseException:
        city.close()
        raise
    return city, tuple(dict.fromkeys(sentences))


def _rebuilt(city: CityContext) -> list[str]:
    """Make the store again of everything in landing/ that is whole, or can be made so."""
    sentences: list[str] = []
    folder = city.store.folder
    for landed in list(all_landed(folder, sentences)):
        try:
            verify(folder, landed)
        except LandingDamaged:
            sentences.append(recover_segment(folder, landed)[1])
    megabytes = sum(path.stat().st_size for path in (folder / LANDING).iterdir()) / 1e6
    log.warning("The store of %s is being made again from landing/ (%.0f MB); wait.", folder.name, megabytes)
    rebuild(city, damaged=[])
    return sentences


def _waiting(city: CityContext, damaged: list[str]) -> list[Landed]:
    """What was accepted and not applied; files of inputs that brought nothing new are removed.

    Packs are looked into only if the numbers say that the store is not the one whose inputs were packed.
    """
    landed = loose = list(loose_landed(city.store.folder, damaged))
    if not packs_are_applied(city.store, loose):
        remove_leftovers(city.store.folder, packs(city.store.folder))
        damaged.clear()
        landed = list(all_landed(city.store.folder, damaged))
    known = known_inputs(city.store, loose if landed is loose else None)
    found = []
    for one in landed:
        if one.batch not in known:
            found.append(one)
        elif known[one.batch] is None:
            forget(city.store.folder, one)
    return found


def _applied(city: CityContext, landed: Landed) -> list[str]:
    folder = city.store.folder
    sentences: list[str] = []
    try:
        verify(folder, landed)
    except LandingDamaged:
        recovered, sentence = recover_segment(folder, landed)
        sentences.append(sentence)
        if recovered is None:
            return sentences
        landed = recovered
    try:
        kept = apply_landed(city, landed).is_kept
    except (StoreDamaged, StoreStopped):
        raise
    except QueryError as error:
        return [*sentences, f"The accepted input landing/{landed.name} could not be applied: {error}"]
    if not kept:
        forget(folder, landed)
    return sentences


def _is_whole(folder: Path) -> bool:
    damaged: list[str] = []
    for landed in all_landed(folder, damaged):
        try:
            verify(folder, landed)
        except LandingDamaged:
            return False
    return not damaged


def _moment(city: CityContext, source: str) -> datetime:
    """The city's present recording moment, later than what the source delivered before."""
    now = city.recording_moment()
    newest = newest_landed(city.store, []).get(source)
    return moment_after(newest, now)


def _bytes_of(folder: Path) -> int:
    """What there is to read before the city opens: the packs are read in the background in any case."""
    files = [folder / STORE_FILE, *(folder / LANDING).glob("*")]
    return sum(file.stat().st_size for file in files if file.is_file() and file.suffix != PACK)


def read_the_rest(city: CityContext) -> None:
    """Read through what opening the city left unread; what is found is logged. May take minutes."""
    unread, city.unread = city.unread, ""
    if not unread:
        return
    try:
        for sentence in read_through(city) if unread == "all" else _changed_inputs(city.store, packed_landed):
            log.warning("%s", sentence)
    except StoreDamaged:
        log.error("The store of the city is damaged (%s); the next start makes it again.",
                  damage_noted(city.store.folder))  # fmt: skip
    except StoreClosed:
        return
