"""What the parts of an answer are called, for those that no source names: a key of ours is never a name."""

from __future__ import annotations

from typing import Any

from dashboard.words.catalogue import Catalogue
from queries.values import NOT_PLACED, UNKNOWN

WORDS_OF = {"status": "case_status"}
"""The group of words of a breakdown whose words stand under another name."""


def part_name(by: str, code: str, name: str, words: Catalogue) -> str:
    """The name of one part in the language of `words`; by: the breakdown (area, channel, …) or dimension."""
    if code == NOT_PLACED:
        return words("not_placed")
    if code == UNKNOWN:
        return words("unknown")
    if by == "hour":
        return f"{code}:00"
    return name if by == "area" else words.term(WORDS_OF.get(by, by), code, name)


def with_part_names(answer: dict[str, Any], by: str | None, words: Catalogue) -> dict[str, Any]:
    """An answer as JSON whose parts have names for people."""
    rows = [{**row, "name": part_name(by or "", row["code"], row["name"], words)} for row in answer["rows"]]
    return {**answer, "rows": rows}
