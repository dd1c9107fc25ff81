"""Whether the store and landing/ agree, and what the store knows of the inputs in landing/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from queries.acts.act import SOURCE as ACTS_SOURCE
from queries.calendar.city_days import TICK
from queries.landing.folder import Landed, all_landed, loose_landed, manifest_of, number_in_packs
from queries.loading.alarms.transition import SOURCE as ALARMS_SOURCE
from queries.loading.erasure.erasure import SOURCE as ERASURES_SOURCE
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements
from queries.store.store import Store

_SQL = read_statements(Path(__file__).with_name("agreement.sql"))


def statements(cursor: duckdb.DuckDBPyConnection) -> BoundStatements:
    """The statements of agreement.sql, run with a cursor."""
    return BoundStatements(cursor, _SQL)


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
    landed = {one.batch: one for one in to_look_at}
    known = known_inputs(store, loose if to_look_at is loose else None)
    applied = {batch: name for batch, name in known.items() if name is not None}
    waiting = sorted(set(landed) - set(known))
    lost = sorted(batch for batch in applied if not _is_there(store.folder, batch, landed))
    found = [*unread, *differing_counts(store)]
    if waiting:
        found.append(f"{len(waiting):,} accepted files are not in the store, first {waiting[0]}; run `yiping rebuild`.")
    if lost:
        found.append(f"{len(lost):,} files are missing in landing/, first {applied[lost[0]]}; take them from a backup.")
    return tuple(found)


def differing_counts(store: Store) -> list[str]:
    """Sentences about every count of rows in which the store differs from what its log of inputs says."""
    with store.cursor() as cursor:
        named = {"acts": ACTS_SOURCE, "alarms": ALARMS_SOURCE, "erasures": ERASURES_SOURCE}
        [counts] = statements(cursor).run("reconcile", **named).fetchall()
    held, accepted, quarantined, refused, steps, steps_accepted, acts, acts_accepted, alarms, alarms_accepted = counts
    found = []
    if held != accepted:
        found.append(f"The store holds {held:,} versions of cases, {accepted:,} were accepted; run `yiping rebuild`.")
    if steps != steps_accepted:
        found.append(f"The store holds {steps:,} steps, {steps_accepted:,} were accepted; run `yiping rebuild`.")
    if acts != acts_accepted:
        found.append(f"The store holds {acts:,} acts of people, {acts_accepted:,} were accepted; run `yiping rebuild`.")
    if alarms != alarms_accepted:
        found.append(f"The store holds {alarms:,} steps of alarms, {alarms_accepted:,} came; run `yiping rebuild`.")
    if quarantined != refused:
        found.append(f"The store keeps {quarantined:,} refused rows, {refused:,} were refused; run `yiping rebuild`.")
    return found


def read_every_table(store: Store) -> None:
    """Read every row of every table. Raises StoreDamaged where a block of the file is damaged."""
    with store.cursor() as cursor:
        for (table,) in statements(cursor).run("tables").fetchall():
            cursor.execute(_SQL.filled("read_table", table=table)).fetchall()


def _is_there(folder: Path, batch: str, landed: Mapping[str, Landed]) -> bool:
    """Whether an applied input is still in landing/; of one whose manifest cannot be read that is not known."""
    if batch in landed:
        return landed[batch].exists(folder)
    return manifest_of(folder, batch).exists()


def packs_are_applied(store: Store, loose: Sequence[Landed]) -> bool:
    """Whether the store knows as many inputs beside these, which lie as single files, as there are in packs.

    Only applied inputs are ever packed; so a store that does not belong to this landing/, such as one from a backup,
    is recognised without reading a pack.
    """
    there = number_in_packs(store.folder)
    with store.cursor() as cursor:
        batches = [landed.batch for landed in loose]
        [(elsewhere,)] = statements(cursor).run("landed_elsewhere", batches=batches).fetchall()
    return bool(there == elsewhere)


def known_inputs(store: Store, among: Sequence[Landed] | None = None) -> dict[str, str | None]:
    """Batch → the name of its file in landing/, None where it brought nothing new; of all batches, or among these."""
    with store.cursor() as cursor:
        if among is None:
            return dict(statements(cursor).run("landed").fetchall())
        batches = [landed.batch for landed in among]
        return dict(statements(cursor).run("landed_among", batches=batches).fetchall())


def sources_of_cases(store: Store) -> list[str]:
    """The sources that have delivered cases."""
    with store.cursor() as cursor:
        return [source for (source,) in statements(cursor).run("sources_of_cases").fetchall()]


def moment_after(newest: datetime | None, moment: datetime) -> datetime:
    """When an input of a source that arrives at `moment` becomes known: later than the `newest` before it, also where
    the clock was put back, since arrival may be what tells which of two versions is newer."""
    return moment if newest is None else max(moment, newest + TICK)


def newest_landed(store: Store, damaged: list[str] | None = None) -> dict[str, datetime]:
    """Source → the moment (aware, UTC) at which the newest of its inputs in landing/ was accepted."""
    loose = list(loose_landed(store.folder, damaged))
    newest: dict[str, datetime] = {}
    if packs_are_applied(store, loose):
        with store.cursor() as cursor:
            rows = statements(cursor).run("newest_landed").fetchall()
        newest = {source: moment.replace(tzinfo=UTC) for source, moment in rows}
        landed = loose
    else:
        landed = list(all_landed(store.folder, damaged))
    for one in landed:
        newest[one.source] = max(one.recorded_at, newest.get(one.source, one.recorded_at))
    return newest
