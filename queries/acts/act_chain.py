"""Acts as the store holds them: each with the hash of the one before, so that what was left out or altered shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from queries.acts.act import MOMENTS, Act


@dataclass(frozen=True)
class RecordedAct:
    """An act, when it became known (aware, UTC), its place among all, and the hash that it bears."""

    act: Act
    recorded_at: datetime
    place: int
    hash: str


def chained(before: str, acts: Sequence[tuple[Act, datetime]], first: int) -> Iterator[RecordedAct]:
    """Acts with the moments at which they became known, each bound to the one before. before: the hash of the last act
    held; first: the place of the first of these."""
    for place, (act, recorded_at) in enumerate(acts, first):
        before = bound(before, act, recorded_at)
        yield RecordedAct(act, recorded_at, place, before)


def bound(before: str, act: Act, recorded_at: datetime) -> str:
    """The hash of an act that follows one with the hash `before`."""
    content = [before, recorded_at.astimezone(UTC).isoformat(), act.bound_content()]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_broken(acts: Sequence[RecordedAct]) -> RecordedAct | None:
    """The first of all acts that does not bear the hash that it must; None where the chain is whole."""
    before = ""
    for place, one in enumerate(acts):
        before = bound(before, one.act, one.recorded_at)
        if one.hash != before or one.place != place:
            return one
    return None


def recorded_acts(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> Iterator[RecordedAct]:
    """The acts of rows of `city.acts`."""
    names = [one.name for one in fields(Act)]
    for row in rows:
        held = dict(zip(columns, row, strict=True))
        own = {name: _as_sent(held[name], name) for name in names}
        yield RecordedAct(Act(**own), _aware(held["recorded_at"]), int(str(held["place"])), str(held["hash"]))  # type: ignore[arg-type]


def _as_sent(value: object, name: str) -> object:
    if name in MOMENTS:
        return _aware(value) if value is not None else None
    return value if name in ("lon", "lat") else value or ""


def _aware(moment: object) -> datetime:
    assert isinstance(moment, datetime)  # noqa: S101  # narrows the type
    return moment.replace(tzinfo=UTC)
