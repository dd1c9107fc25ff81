"""The store is a projection of landing/: making it again, and telling at a start whether the two agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from queries.city_context import CityContext
from queries.errors import FileRefused, LandingDamaged
from queries.landing.folder import Landed, all_landed, forget, loose_landed, manifest_of, number_in_packs, verify
from queries.loading.apply import apply_within
from queries.loading.combined_segments import apply_together, can_go_together
from queries.loading.statements import statements
from queries.loading.summary import LoadSummary
from queries.store.store import Store


def rebuild(
    city: CityContext, progress: Callable[[str, float], None] | None = None, *, damaged: list[str] | None = None
) -> tuple[LoadSummary, ...]:
    """Empty the store and apply everything in landing/ again, of each source in the order of acceptance, in one
    transaction.

    The result equals the old state, the log of loads that changed nothing aside; `data_version` goes on counting.
    An accepted input that is missing or has changed is left out and told in `damaged`; without that list it raises
    LandingDamaged, leaving the store as it was.
    """
    everything = whole_inputs(city.folder, damaged)
    told = progress or (lambda _step, _share: None)
    applied: list[LoadSummary] = []
    refused = []
    with city.store.write() as cursor:
        cursor.execute(statements()["empty_store"])
        for run in _runs(everything):
            told(run[0].file or run[0].name, len(applied) / len(everything))
            if len(run) > 1:
                for summaries in apply_together(city, run, cursor):
                    applied += summaries
                    told(run[0].source, len(applied) / len(everything))
                continue
            try:
                applied.append(apply_within(city, run[0], cursor)[0])
            except FileRefused:
                refused.append(run[0])
        now = datetime.now(UTC).replace(tzinfo=None)
        cursor.execute(statements()["note_version"], {"recorded_at": now, "batch": "rebuild"})
    for landed in refused:
        forget(city.folder, landed)
    told("the store stands", 1.0)
    return tuple(applied)


def _runs(everything: Sequence[Landed]) -> list[list[Landed]]:
    """The inputs source by source, consecutive ones that can be applied together in one list."""
    by_source = sorted(everything, key=lambda one: one.source)
    runs: list[list[Landed]] = []
    for (_, together), run in groupby(by_source, key=lambda one: (one.source, can_go_together(one))):
        inputs = list(run)
        runs += [inputs] if together else [[one] for one in inputs]
    return runs


def whole_inputs(folder: Path, damaged: list[str] | None) -> list[Landed]:
    """The accepted inputs that are as they were accepted, oldest first; sentences about the others in `damaged`, or
    LandingDamaged without that list."""
    whole = []
    for landed in all_landed(folder, damaged):
        try:
            verify(folder, landed)
        except LandingDamaged as error:
            if damaged is None:
                raise
            damaged.append(str(error))
        else:
            whole.append(landed)
    return whole


def reconcile(store: Store) -> tuple[str, ...]:
    """Sentences about everything in which the store and landing/ do not agree, and about manifests and packs that
    cannot be read; empty when there is nothing of the kind.

    Packs are looked into only when the numbers differ.
    """
    unread: list[str] = []
    loose = list(loose_landed(store.folder, unread))
    to_look_at = loose
    if not packs_are_applied(store, loose):
        unread.clear()
        to_look_at = list(all_landed(store.folder, unread))
    with store.cursor() as cursor:
        held, accepted, quarantined, refused = cursor.execute(statements()["reconcile"]).fetchall()[0]
    landed = {one.batch: one for one in to_look_at}
    known = known_inputs(store, loose if to_look_at is loose else None)
    applied = {batch: name for batch, name in known.items() if name is not None}
    waiting = sorted(set(landed) - set(known))
    lost = sorted(batch for batch in applied if not _is_there(store.folder, batch, landed))
    found = unread
    if held != accepted:
        found.append(f"The store holds {held:,} versions of cases, {accepted:,} were accepted; run `yiping rebuild`.")
    if quarantined != refused:
        found.append(f"The store keeps {quarantined:,} refused rows, {refused:,} were refused; run `yiping rebuild`.")
    if waiting:
        found.append(f"{len(waiting):,} accepted files are not in the store, first {waiting[0]}; run `yiping rebuild`.")
    if lost:
        found.append(f"{len(lost):,} files are missing in landing/, first {applied[lost[0]]}; take them from a backup.")
    return tuple(found)


def _is_there(folder: Path, batch: str, landed: Mapping[str, Landed]) -> bool:
    """Whether an applied input is still in landing/; of one whose manifest cannot be read that is not known."""
    if batch in landed:
        return landed[batch].exists(folder)
    return manifest_of(folder, batch).exists()


def packs_are_applied(store: Store, loose: Sequence[Landed]) -> bool:
    """Whether the store holds as many inputs beside these, which lie loose, as there are in packs.

    Only applied inputs are ever packed, so that this tells a store of another time from that of this landing/ without
    reading a pack.
    """
    there = number_in_packs(store.folder)
    with store.cursor() as cursor:
        batches = [landed.batch for landed in loose]
        [(elsewhere,)] = cursor.execute(statements()["landed_elsewhere"], {"batches": batches}).fetchall()
    return bool(there == elsewhere)


def known_inputs(store: Store, among: Sequence[Landed] | None = None) -> dict[str, str | None]:
    """Batch → the name of its file in landing/, None where it brought nothing new; of all batches, or among these."""
    with store.cursor() as cursor:
        if among is None:
            return dict(cursor.execute(statements()["landed"]).fetchall())
        batches = [landed.batch for landed in among]
        return dict(cursor.execute(statements()["landed_among"], {"batches": batches}).fetchall())


def newest_landed(store: Store, damaged: list[str] | None = None) -> dict[str, datetime]:
    """Source → the moment (aware, UTC) at which the newest of its inputs in landing/ was accepted."""
    loose = list(loose_landed(store.folder, damaged))
    newest: dict[str, datetime] = {}
    if packs_are_applied(store, loose):
        with store.cursor() as cursor:
            told = cursor.execute(statements()["newest_landed"]).fetchall()
        newest = {source: moment.replace(tzinfo=UTC) for source, moment in told}
        landed = loose
    else:
        landed = list(all_landed(store.folder, damaged))
    for one in landed:
        newest[one.source] = max(one.recorded_at, newest.get(one.source, one.recorded_at))
    return newest
