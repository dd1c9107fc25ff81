"""Letters in drawings: their family, and about how wide a text is."""

from __future__ import annotations

FAMILY = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
LATIN, CHINESE = 0.62, 1.05
"""Of the size of type, how wide a letter is at most, with its share of the gap."""
FIRST_CHINESE = "\u2e80"


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in the unit of the size of its type."""
    return size * sum(LATIN if letter < FIRST_CHINESE else CHINESE for letter in text)
