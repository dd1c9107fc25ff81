"""What is done with a city: files and deliveries are taken in, its store is checked and made again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from geodata.city.profile import Profile
from queries.acts.act import ACTS, SOURCE, Act, most, refuse_wrong
from queries.acts.acts_about_cases import areas_of_cases
from queries.acts.saved import SavedThings
from queries.city_context import CityContext
from queries.erasure.erasing import Erasing
from queries.errors import ActRefused, StoreClosed, StoreDamaged, StoreStopped
from queries.intake.receipt import Receipt
from queries.intake.reception import Reception
from queries.loading.load import load_file, load_table, source_name
from queries.loading.summary import LoadSummary
from queries.privacy.masking import masked, masked_value
from queries.recovery.agreement import moment_after, newest_landed, reconcile, sources_of_cases
from queries.recovery.packing import Packer
from queries.recovery.rebuild import rebuild
from queries.recovery.recovery import read_the_rest
from queries.store.damage import damage_noted

LONGEST_REASON = 200  # characters
PATIENCE_S = 5.0
"""How long somebody who saves something waits until it is applied."""


class Accepts(Protocol):
    """What takes deliveries, as `Reception` does."""

    def accept(self, source: str, kind: str, rows: Sequence[Any], patience_s: float = 0.0) -> Receipt: ...


class Acts:
    """`city.acts`. recovered: sentences about what was found wrong and repaired when the city was opened."""

    def __init__(self, context: CityContext, things: SavedThings, recovered: tuple[str, ...] = ()) -> None:
        self._context, self._things = context, things
        self.recovered = recovered

    def load(self, path: Path | str, **options: Any) -> LoadSummary:
        """Load a file of cases; options, rules and errors as in `load_file`."""
        source = options.get("source") or source_name(self._context.profile)
        return load_file(self._context, path, **self._known(source, options))

    def load_table(self, table: pa.Table, source: str, **options: Any) -> LoadSummary:
        """Load a table of cases with canonical columns; options, rules and errors as in `load_table`."""
        return load_table(self._context, table, source=source, **self._known(source, options))

    def _known(self, source: str, options: dict[str, Any]) -> dict[str, Any]:
        """The options, with the moment at which an input that arrives now becomes known where they say none."""
        if options.get("recorded_at"):
            return options
        newest = newest_landed(self._context.store, []).get(source)
        return options | {"recorded_at": moment_after(newest, datetime.now(UTC))}

    def reception(self, *, on_applied: Callable[[LoadSummary], None] | None = None) -> Reception:
        """A new reception, which takes deliveries; at most one may be started. on_applied: called with every summary
        in the thread that applies."""
        return Reception(self._context, on_applied=on_applied)

    def moment(self) -> datetime:
        """When somebody who acts now does so, by the clock of the city (aware, UTC)."""
        return self._context.recording_moment()

    def deliver(self, acts: Sequence[Act], reception: Accepts | None = None) -> bool:
        """Keep what somebody saves or withdraws: it is in landing/ when this returns; whether it is applied already, as
        it else will be soon. Names and texts lose what is personal in them before. reception: the started one of this
        city, where there is one.

        A note at a point is pinned to the deepest area there, an act about a case to where that lies. Raises
        ActRefused, and IntakeFull: nothing was kept.
        """
        kept = self._placed([_masked(act) for act in acts])
        refuse_wrong(kept)
        self._refuse_too_many(kept)
        if reception is not None:
            return reception.accept(SOURCE, ACTS, [act.row() for act in kept], PATIENCE_S).result is not None
        own = self.reception()
        own.accept(SOURCE, ACTS, [act.row() for act in kept])
        own.apply_waiting()
        return own.backlog == 0

    def _placed(self, acts: Sequence[Act]) -> list[Act]:
        of_cases = areas_of_cases(self._context.store, [act for act in acts if act.source_id])
        numbers = [of_cases[act.source, act.source_id] if act.source_id else self._number_at(act) for act in acts]
        codes = [None if number is None else self._context.tree.by_id(number).code for number in numbers]
        return [act if code is None else replace(act, area_code=code) for act, code in zip(acts, codes, strict=True)]

    def _number_at(self, act: Act) -> int | None:
        """The deepest area at the point of an act; None where it has no point, or is withdrawn."""
        if act.lon is None or act.lat is None or act.deed == "withdrawn":
            return None
        [number] = self._context.placer.place([act.lon], [act.lat]).tolist()
        if not number:
            raise ActRefused("outside", "The point lies outside the city; choose one within it.")
        return int(number)

    def _refuse_too_many(self, acts: Sequence[Act]) -> None:
        for kind in {act.kind for act in acts if act.deed == "saved"}:
            standing = {one.key for one in self._things.things(kind, None)}
            standing |= {act.subject for act in acts if act.kind == kind}
            if len(standing) > most(kind):
                raise ActRefused("too_many", f"There are {most(kind):,} already; withdraw some of them.")

    def replace_profile(self, profile: Profile) -> None:
        """Write a changed profile into the city's folder and use it from now on."""
        self._context.replace_profile(profile)

    def rebuild(self, progress: Callable[[str, float], None] | None = None) -> tuple[LoadSummary, ...]:
        """Make the store again from landing/, in one transaction. Raises LandingDamaged."""
        return rebuild(self._context, progress)

    @staticmethod
    def without_personal(text: str) -> str:
        """A text without what is personal in it."""
        return masked(text) or ""

    def erasing(self) -> Erasing:
        """What erases texts and persons of this city for good."""
        return Erasing(self._context)

    def reconcile(self) -> tuple[str, ...]:
        """Sentences about everything in which store and landing/ do not agree; empty when there is nothing."""
        return reconcile(self._context.store)

    def pack(self) -> bool:
        """Put small applied inputs of landing/ into one file if there are enough; whether that was done. Not beside a
        started reception, whose `pack` waits for its turn."""
        return Packer(self._context.store).pack_some()

    def checkpoint(self) -> None:
        """Bring the write-ahead log of the store into its file; beside readers, between two applications."""
        self._context.store.checkpoint()

    def prepare_deliveries(self) -> None:
        """Read what the first small delivery of each source of cases needs: 0.1 s for 0.7 M cases."""
        for source in sources_of_cases(self._context.store):
            self._context.store.read_case_keys(source)

    def prepare_questions(self, days: int) -> None:
        """Prepare what KPIs about what follows a case need, for questions about the newest days."""
        since = self._context.recording_moment() - timedelta(days=days)
        self._context.store.prepare_since(since.replace(tzinfo=None))

    def verify(self) -> None:
        """Read through what opening the city with recovery left unread; what is found is logged. May take minutes."""
        read_the_rest(self._context)

    def damage(self) -> str | None:
        """Why the store can no longer be used, or None."""
        noted = damage_noted(self._context.folder)
        if noted:
            return noted
        try:
            self._context.store.probe()
        except (StoreDamaged, StoreStopped) as error:
            return " ".join(str(error.__cause__ or error).split())[:LONGEST_REASON]
        except StoreClosed:
            return None
        return None


def _masked(act: Act) -> Act:
    unit = masked_value(act.unit) or ""
    return replace(act, name=masked(act.name) or "", text=masked(act.text) or "", unit=unit)
