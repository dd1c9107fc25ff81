"""Whether an access token can be guessed: its length, and how much of it is not a pattern or a well-known word."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

SHORTEST = 16  # characters
LEAST_BITS = 40.0
HOW_TO_MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(24))'"
KNOWN = re.compile(
    r"password|passwort|passw0rd|qwert[yz]u?i?o?p?|asdfg?h?j?k?l?|letmein|welcome|changeme|secret|token|admin|yiping|"
    r"dashboard|server|default|example|test|login|access|geheim|mima",
    re.IGNORECASE,
)


def weakness(token: str) -> str | None:
    """Why a token is too weak, as a sentence that says how to make a better one, or None.

    A lower bound of what a guess must find is taken: characters without well-known words, with runs (`1234`, `aaaa`)
    and repeated pieces counted once, times the entropy of their distribution.
    """
    how = f"make one with: {HOW_TO_MAKE_ONE}"
    if len(token) < SHORTEST:
        return f"The access token has {len(token)} characters and can be guessed; {SHORTEST} are the least; {how}"
    if _bits(token) < LEAST_BITS:
        return f"The access token is made of words or patterns and can be guessed; {how}"
    return None


def _bits(token: str) -> float:
    left = _without_runs(_without_repetition(KNOWN.sub("*", token)))
    counts = Counter(left)
    return -sum(count * math.log2(count / len(left)) for count in counts.values())


def _without_runs(text: str) -> str:
    """Leaves out what follows its neighbour by the same step as the one before (`abcd`, `9876`, `aaaa`)."""
    codes = [ord(character) for character in text]
    steps = [after - before for before, after in pairwise(codes)]
    in_run = {at + 2 for at in range(len(steps) - 1) if steps[at] == steps[at + 1] and abs(steps[at]) <= 1}
    return "".join(character for at, character in enumerate(text) if at not in in_run)


def _without_repetition(text: str) -> str:
    return re.sub(r"(.{2,}?)\1+", r"\1", text, flags=re.DOTALL)
