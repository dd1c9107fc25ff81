"""Kinds of cases as services of Open311."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Any

from dashboard.words.catalogue import Catalogue
from queries.values import CaseKind

CODE_DIGITS = 10
ABOVE = " › "


@lru_cache(maxsize=4096)
def service_code(kind: CaseKind) -> str:
    """The code of a kind: letters and digits alone, so that it fits into addresses and lists; made of the masked
    categories, from which nobody can find out what was masked."""
    return f"s{sha256(chr(31).join(kind.categories).encode()).hexdigest()[:CODE_DIGITS]}"


def service_name(kind: CaseKind, words: Catalogue) -> str:
    """The narrowest category."""
    return kind.categories[-1] if kind.categories else words("unknown")


def service(kind: CaseKind, words: Catalogue) -> dict[str, Any]:
    """A `Service` of the schemas."""
    name = service_name(kind, words)
    return {
        "service_code": service_code(kind),
        "service_name": name,
        "description": ABOVE.join(kind.categories) or name,
        "metadata": False,
        "type": "realtime",
        "keywords": ", ".join(dict.fromkeys(kind.categories)),
        "group": kind.categories[0] if kind.categories else name,
    }
