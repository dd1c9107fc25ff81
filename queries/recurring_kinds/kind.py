"""A kind of case that recurs (一类事): category × place × cause × programme, as a person confirmed or rejected it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from queries.acts.act import Act
from queries.acts.saved import SavedThing
from queries.kpis.conditions import Conditions

KIND = "recurring_kind"
CONFIRMED, REJECTED = "confirmed", "rejected"
KIND_DIMENSIONS = ("category1", "category2", "category3", "matter")
"""Dimensions of cases that a kind may be told by; a matter is the programme that caused it."""
KEY_CHARACTERS = 24
MOST_WORDS = 6


@dataclass(frozen=True)
class KindCases:
    """Which cases are of a kind: those of an area (its code) that meet the conditions, and whose title holds every one
    of the words."""

    area: str
    where: Conditions
    words: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Of the kind: the same cases are always the same kind, however it is named."""
        named = "\x1f".join((KIND, self.area, self.written()))
        return hashlib.sha256(named.encode()).hexdigest()[:KEY_CHARACTERS]

    def written(self) -> str:
        """Conditions and words as an act holds them."""
        told = {"where": sorted(map(list, self.where)), "words": sorted(self.words)}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def of_act(cls, act: Act) -> KindCases:
        """As an act tells them. Raises ValueError, TypeError and KeyError for one that does not."""
        told = json.loads(act.search)
        where = tuple((str(dimension), str(value)) for dimension, value in told["where"])
        return cls(act.area_code, where, tuple(map(str, told["words"])))


@dataclass(frozen=True)
class RecurringKind:
    """A kind that people judged. name, cause, programme: as that may leave; state: CONFIRMED or REJECTED; who, at
    (aware): of the last act about it; since (aware): when it came to that state."""

    key: str
    name: str
    cause: str
    programme: str
    cases: KindCases
    state: str
    who: str
    at: datetime
    since: datetime


def kind_of(thing: SavedThing) -> RecurringKind | None:
    """The kind that an act tells; None of one that tells none."""
    act = thing.act
    try:
        cases = KindCases.of_act(act)
    except (ValueError, TypeError, KeyError):
        return None
    same = list(takewhile(lambda one: one.state == act.state, reversed(thing.history)))
    since = same[-1].happened_at if same else act.happened_at
    return RecurringKind(thing.key, act.name, act.text, act.unit, cases, act.state, act.who, act.happened_at, since)
