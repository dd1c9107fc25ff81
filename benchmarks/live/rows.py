"""Cases to deliver: those that the simulation makes, under numbers that the city has not seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard.simulator.generating import generate
from geodata.areas.tree_file import AreaTree

NUMBER = "@NUMBER@"
DROPPED = ("version",)  # a source that numbers no versions: the latest life-cycle time is taken


class Lives:
    """Cases of the last days as they stand now, each a JSON text that wants only its number."""

    def __init__(self, tree: AreaTree, days: int = 3) -> None:
        now = datetime.now(UTC)
        self.texts = tuple(
            json.dumps({"source_id": NUMBER, **row}, ensure_ascii=False)
            for table, _ in generate(tree, now - timedelta(days=days - 1), now)
            for row in map(_told, table.drop_columns(["source_id", *DROPPED]).to_pylist())
        )

    def bodies(self, prefix: str, rows: int) -> Iterator[bytes]:
        """JSON arrays of so many cases each, without end; numbers are never used twice under one prefix."""
        number = 0
        while True:
            body = []
            for _ in range(rows):
                text = self.texts[number % len(self.texts)]
                body.append(text.replace(NUMBER, f"{prefix}-{number}", 1))
                number += 1
            yield f"[{','.join(body)}]".encode()


def just_reported(text: str, number: str, at: datetime, title: str | None = None) -> str:
    """A case of `Lives` as it is told when it has just come in: reported at `at`, nothing done about it yet."""
    life = json.loads(text)
    kept = {name: value for name, value in life.items() if not name.endswith("_at") and name in FROM_THE_BEGINNING}
    row = kept | {"source_id": number, "reported_at": at.isoformat(), "status": "reported"}
    return json.dumps(row | ({"title": title} if title else {}), ensure_ascii=False)


FROM_THE_BEGINNING = (
    "title", "address", "category1", "category2", "category3", "channel", "lon", "lat", "area_code", "area_name",
)  # fmt: skip


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
        if value is not None
    }
