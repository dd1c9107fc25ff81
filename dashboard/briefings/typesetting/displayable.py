"""Texts as the fonts of this machine can show them: what none of them has would stop the whole briefing."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from functools import cache
from typing import Any

MISSING = "〓"
"""The mark that typesetters put for a letter that they do not have."""
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Categories of what is not there to be seen: controls, directions, halves of pairs, private and unassigned letters."""
Ranges = tuple[tuple[int, int], ...]


def displayable(value: Any) -> Any:
    """The same plain data with every text as it can be shown."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else "".join(map(_shown, value))
    if isinstance(value, dict):
        return {name: displayable(one) for name, one in value.items()}
    return [displayable(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def _shown(letter: str) -> str:
    if letter.isspace():
        return " "
    if unicodedata.category(letter) in INVISIBLE:
        return ""
    known = _letters_of_fonts()
    return letter if known is None or any(low <= ord(letter) <= high for low, high in known) else MISSING


@cache
def _letters_of_fonts() -> Ranges | None:
    """The letters (first and last of each range) that any font of this machine has, by fontconfig; None without it."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    told = subprocess.run(  # noqa: S603
        [program, ":", "charset"], capture_output=True, text=True, timeout=30, check=False
    ).stdout
    ranges = {part for line in told.splitlines() for part in line.partition("charset=")[2].split()}
    ends = (part.partition("-") for part in ranges)
    return tuple(sorted((int(low, 16), int(high or low, 16)) for low, _, high in ends))
