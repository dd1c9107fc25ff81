"""A reception that keeps rows in memory: a row without `source_id` is refused; it can be full or behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.errors import IntakeFull


@dataclass(frozen=True)
class Refused:
    row: int
    reason: str


@dataclass(frozen=True)
class Taken:
    accepted: int
    refused: tuple[Refused, ...]
    segment: str


class FakeReception:
    def __init__(self) -> None:
        self.backlog = 0
        self.full = False
        self.kept: list[tuple[str, str, Mapping[str, Any]]] = []

    def accept(self, source: str, kind: str, rows: Sequence[Mapping[str, Any]]) -> Taken:
        if self.full:
            raise IntakeFull("The disk is full; nothing was taken.")
        bad = tuple(
            Refused(number, "has no source_id")
            for number, row in enumerate(rows)
            if not isinstance(row, dict) or not row.get("source_id")
        )
        wrong = {one.row for one in bad}
        self.kept += [(source, kind, row) for number, row in enumerate(rows) if number not in wrong]
        return Taken(len(rows) - len(bad), bad, "s1")
