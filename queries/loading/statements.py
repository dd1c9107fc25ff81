"""The statements of upsert.sql, by name."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def statements() -> dict[str, str]:
    """Name → statement: every part of upsert.sql that starts with a line `-- name: …`."""
    text = files("queries.loading").joinpath("upsert.sql").read_text("utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))
