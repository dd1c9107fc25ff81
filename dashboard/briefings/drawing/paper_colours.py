"""The colours of paper: those that the style sheet of the screens declares for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).resolve().parents[3] / "assets/styles/tokens.css"
_BLOCKS = {
    "light": re.compile(r':root\[data-theme="light"\] \{(.*?)\n\}', re.DOTALL),
    "paper": re.compile(r":root\[data-paper\],\s*\.on-paper \{(.*?)\n\}", re.DOTALL),
}
_TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")


@cache
def paper_colours() -> Mapping[str, str]:
    """Colours (#rrggbb) by the name of their token: those of paper on top of those of the light theme."""
    text = TOKENS.read_text("utf-8")
    found = {theme: pattern.search(text) for theme, pattern in _BLOCKS.items()}
    blocks = [block[1] for block in found.values() if block]
    if len(blocks) < len(_BLOCKS):
        raise ValueError(f"{TOKENS} has no theme of paper")
    return {name: colour for block in blocks for name, colour in _TOKEN.findall(block)}
