"""All that erases in an opened city: what people ask for, what is due by rule, and what is left of it on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from queries.city_context import CityContext
from queries.erasure.forgetting import ErasureSummary, forget
from queries.erasure.freed_pages import overwrite_freed_pages
from queries.erasure.planning import ErasureWanted
from queries.erasure.redaction import Redaction, redact_landing, unredacted
from queries.erasure.retention import RuleAsked, forget_by_rule, is_due
from queries.landing.folder import LANDING
from queries.store.erased.compaction import is_compaction_due

Between = Callable[[Callable[[], Any]], Any]
"""Runs work while no delivery is applied and no file is loaded, and returns what it returns."""
Progress = Callable[[str, float], None]


def at_once(work: Callable[[], Any]) -> Any:
    """Where nobody else is at work."""
    return work()


@dataclass(frozen=True)
class Erasing:
    """Of one city. Every method takes what runs work between two deliveries, and raises ErasureRefused, StoreBusy."""

    context: CityContext

    def forget(self, wanted: ErasureWanted, between: Between = at_once, *, is_tried: bool = False) -> ErasureSummary:
        """Erase cases from the store; see `forgetting.forget`. `finish` does the rest."""
        return between(lambda: forget(self.context, wanted, is_tried=is_tried))  # type: ignore[no-any-return]

    def forget_by_rule(
        self, who: str, origin: str, between: Between = at_once, *, is_tried: bool = False
    ) -> ErasureSummary:
        """The same for what is due by the rule of the profile."""
        return forget_by_rule(self.context, RuleAsked(who, origin), between, is_tried=is_tried)

    @property
    def is_due(self) -> bool:
        """Whether anything is due by the rule of the profile, if there is one."""
        return is_due(self.context)

    @property
    def waiting(self) -> int:
        """How many inputs of landing/ may still hold what was erased."""
        return len(unredacted(self.context))

    def finish(self, between: Between = at_once, progress: Progress | None = None) -> Redaction:
        """Take what was erased out of landing/ and out of the free pages of the store. Nothing where nothing waits."""
        done = redact_landing(self.context, between, progress)
        if done.rewritten:
            between(lambda: overwrite_freed_pages(self.context.store))
        return done

    def beyond(self) -> list[str]:
        """Files of the city's folder that this program keeps as they were found and does not change: they may hold what
        was erased."""
        folder = self.context.folder
        found = [*folder.glob("store.duckdb.broken-*"), *(folder / LANDING).glob("*.damaged")]
        found += [path for path in (folder / "drop").rglob("*") if path.is_file()]
        return sorted(str(path.relative_to(folder)) for path in found)

    @property
    def is_compaction_due(self) -> bool:
        """Whether the store's file waits to be written anew."""
        return is_compaction_due(self.context.folder)
