"""What `writings.toml` declares."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def declared() -> dict[str, Any]:
    """The tables of the file, by their names."""
    return tomllib.loads(Path(__file__).with_name("writings.toml").read_text(encoding="utf-8"))
