"""Opening a city so that it holds exactly what it accepted, whatever happened to it before."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from queries.city_context import CityContext
from queries.errors import LandingDamaged, QueryError, StoreClosed, StoreDamaged
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
from queries.recovery.agreement import differing_counts, known_inputs, newest_landed, packs_are_applied, reconcile
from queries.recovery.landing_repair import mend_landing, mended_pack, salvaged
from queries.recovery.packing import cut_packs, remove_leftovers, remove_newest_leftovers
from queries.recovery.rebuild import rebuild
from queries.store.damage import damage_noted
from queries.store.statements import Text
from queries.store.store import STORE_FILE, Store, set_aside

SMALL = 48 * MEGABYTE  # what is read through before the city opens; more than that is read in the background
_TABLES = """
SELECT table_name FROM duckdb_tables() WHERE database_name = 'city' ORDER BY table_name
"""
_READ = Text("SELECT bit_xor(hash(held)) FROM city.@table AS held")
TICK = timedelta(microseconds=1)
log = logging.getLogger("yiping")


def open_recovered(folder: Path | str, **options: Any) -> tuple[CityContext, tuple[str, ...]]:
    """The city of a folder, in agreement with landing/, and a sentence about everything that was not as it should be.

    A store that cannot be used (damaged, or of another version) is set aside and made again. What was accepted and not
    applied is applied. Of a landing/ that is damaged itself what is whole is taken, and the rest is told. `options` are
    those of `CityContext.open`; raises what it raises, StoreDamaged aside. A large city, and what is in packs, is read
    through in the background; a damage found then is logged, and mended by the next start that needs what it touches.
    """
    folder = Path(folder)
    try:
        return _opened_whole(folder, options)
    except StoreDamaged as error:
        why = str(error)
    gc.collect()  # what met the damage lets the file go
    return _made_again(folder, options, why)


def _opened_whole(folder: Path, options: dict[str, Any]) -> tuple[CityContext, tuple[str, ...]]:
    """The city of a store that can be read, at least as far as it was looked at. Raises StoreDamaged."""
    city = CityContext.open(folder, **options)
    try:
        said = recover(city)
        small = _bytes_of(folder) <= SMALL
        if small:
            said += read_through(city, packed=False)
        if not small or packs(folder):
            city.unread = "packs" if small else "all"
    except BaseException:
        city.close()
        raise
    return city, tuple(dict.fromkeys(said))


def recover(city: CityContext) -> tuple[str, ...]:
    """Bring an opened city into agreement with landing/; sentences. Raises StoreDamaged."""
    folder = city.store.folder
    said = [mended_pack(folder, pack) for pack in cut_packs(folder)]
    remove_newest_leftovers(folder)
    said += mend_landing(folder, lambda source: _moment(city, source))
    damaged: list[str] = []
    waiting = _waiting(city, damaged)
    for landed in waiting:
        said += _applied(city, landed)
    said += damaged
    differences = reconcile(city.store)
    if differing_counts(city.store):
        said += differences
        said += _rebuilt(city) if _is_whole(folder) else ()
        return tuple(said)
    return (*said, *differences)


def read_through(city: CityContext, *, packed: bool = True) -> tuple[str, ...]:
    """Read every table and every accepted input once, those in packs if wanted; sentences about inputs that have
    changed. Raises StoreDamaged."""
    with city.store.cursor() as cursor:
        for (table,) in cursor.execute(_TABLES).fetchall():
            cursor.execute(_READ.substitute(table=table))
    return _harm(city.store, all_landed if packed else loose_landed)


def _harm(store: Store, inputs: Callable[[Path, list[str]], Iterable[Landed]]) -> tuple[str, ...]:
    """Sentences about accepted inputs that have changed. Raises StoreClosed when the city is closed meanwhile."""
    folder, said = store.folder, list[str]()
    for landed in inputs(folder, said):
        if store.is_closed:
            raise StoreClosed("The store of this city has been closed.")
        try:
            verify(folder, landed)
        except LandingDamaged as error:
            if landed.place or manifest_of(folder, landed.batch).exists():  # not packed in the meantime
                said.append(str(error))
    return tuple(said)


def _made_again(folder: Path, options: dict[str, Any], why: str) -> tuple[CityContext, tuple[str, ...]]:
    aside = set_aside(folder)
    name = aside.name if aside else "nothing"
    said = [f"{why.partition(';')[0]}; it was set aside as {name} and is made again from landing/."]
    city = CityContext.open(folder, **options)
    try:
        said += mend_landing(folder, lambda source: _moment(city, source))
        said += _rebuilt(city)
        said += recover(city)
    except BaseException:
        city.close()
        raise
    return city, tuple(dict.fromkeys(said))


def _rebuilt(city: CityContext) -> list[str]:
    """Make the store again of everything in landing/ that is whole, or can be made so."""
    said: list[str] = []
    folder = city.store.folder
    for landed in list(all_landed(folder, said)):
        try:
            verify(folder, landed)
        except LandingDamaged:
            said.append(salvaged(folder, landed)[1])
    rebuild(city, damaged=[])
    return said


def _waiting(city: CityContext, damaged: list[str]) -> list[Landed]:
    """What was accepted and not applied; what was applied and brought nothing new is let go.

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
    said: list[str] = []
    try:
        verify(folder, landed)
    except LandingDamaged:
        mended, sentence = salvaged(folder, landed)
        said.append(sentence)
        if mended is None:
            return said
        landed = mended
    try:
        _, kept = apply_landed(city, landed)
    except StoreDamaged:
        raise
    except QueryError as error:
        return [*said, f"The accepted input landing/{landed.name} could not be applied: {error}"]
    if not kept:
        forget(folder, landed)
    return said


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
    return now if newest is None else max(now, newest + TICK)


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
        for sentence in read_through(city) if unread == "all" else _harm(city.store, packed_landed):
            log.warning("%s", sentence)
    except StoreDamaged:
        log.error("The store of the city is damaged (%s); the next start makes it again.",
                  damage_noted(city.store.folder))  # fmt: skip
    except StoreClosed:
        return
