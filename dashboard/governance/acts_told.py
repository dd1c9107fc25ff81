"""What people did about a case in a loop, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

from dashboard.words.moments import moment_in
from queries.values import Act, Question, SavedThing


def acts_as_json(done: Iterable[SavedThing], zone: tzinfo) -> list[dict[str, Any]]:
    """Every act about things that stand, the last of each first."""
    return [_act(act, zone) for thing in done for act in reversed(thing.history or (thing.act,))]


def known_by(asked: Question) -> datetime | None:
    """By when what people did was known: of a look back its moment; None: now."""
    return min((moment for moment in (asked.recorded_as_of, asked.as_of) if moment), default=None)


def _act(act: Act, zone: tzinfo) -> dict[str, Any]:
    told = {name: getattr(act, name) for name in ("kind", "state", "unit", "text", "who")}
    return told | {"happened_at": moment_in(zone, act.happened_at)}
