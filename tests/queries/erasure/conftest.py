"""A small city with cases to be erased, of every kind of input."""

from __future__ import annotations

from typing import Any

from queries.erasure.forgetting import ErasureSummary, forget
from queries.erasure.planning import ErasureWanted
from tests.queries.loading.conftest import SmallCity


def forgotten(city: SmallCity, *numbers: str, **options: Any) -> ErasureSummary:
    """Erase cases of a city."""
    wanted = {"reason": "asked by the caller", "who": "li", "origin": "command line"} | options
    is_tried = wanted.pop("is_tried", False)
    return forget(city.context, ErasureWanted(numbers, **wanted), is_tried=is_tried)
