"""What of a scope a statement needs: a number of cases by day or district is the same for whoever may open fewer of
them, so that it is counted as fast, and once for all of these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from queries.scope import Scope
from queries.store.scoped.coarser_areas import CoarserAreas
from queries.store.scoped.reading import NAMED, UNSEEN
from queries.store.scoped.whole_rows import tells_whole_rows

OPEN_TABLES = frozenset({"batches", "data_versions", "default_points", "settings", "sources"})
"""They say nothing of any case: when inputs came, under which name of a file, how far a source has come, and how the
store is made."""
COUNTED = OPEN_TABLES | {"events", "event_history", "recorded_cases", "unclosed_cases"}
"""Of closed lines only some columns of these differ, or nothing."""
TELLING = frozenset({"area_id", "lon", "lat", "title", "text", "address", "area_code", "area_name"})
"""The columns in which a case of a closed line is another than it is."""
EVERY = "*"
PART_AREA = "part_area"
"""A column of cases that is only compared with intervals of areas, those from $first_ids to $last_ids."""
IN_AREA = re.compile(r"(?P<of>\b(?:\w+\.)?)area_id BETWEEN \$first_id AND \$last_id\b")
_PART_AREA = re.compile(rf"\bstored\.area_id AS {PART_AREA}\b")


def least_scope(statement: str, bound: Mapping[str, Any], scope: Scope, areas: CoarserAreas | None) -> Scope:
    """The scope with which the statement has the same answer, for all who share it. areas: None where not known."""
    if not scope.restricts:
        return replace(scope, statements=False)
    known = _known(statement)
    read, by_area, by_parts = known.read, known.by_area, known.by_parts
    needed = replace(scope, statements=False)
    if not read or UNSEEN.search(statement):
        return needed
    if read <= OPEN_TABLES:
        return replace(needed, areas=None, lines_of_business=None, closed_lines=())
    if not scope.closed_lines or known.telling or not known.is_of_counts:
        return needed
    if areas is None or not all(areas.keeps(*one) for one in _intervals(bound, by_area, by_parts)):
        return needed
    return replace(needed, closed_lines=())


def tells_areas_alone(statement: str) -> bool:
    """Whether a statement tells of a case of a closed line nothing that differs but the number of its area: added up
    to whatever is larger than a deepest area, its answer is the same for whoever may open fewer cases."""
    known = _known(statement)
    return known.is_of_counts and known.telling <= {"area_id"}


def _intervals(bound: Mapping[str, Any], by_area: bool, by_parts: bool) -> Iterator[tuple[int, int]]:
    if by_area:
        yield bound["first_id"], bound["last_id"]
    if by_parts:
        yield from zip(bound["first_ids"], bound["last_ids"], strict=True)


@dataclass(frozen=True)
class _Known:
    """What a statement reads; whether it compares areas of cases with that of the question, and with those of parts;
    which other columns it names that differ (EVERY: any of them); is_of_counts: only tables of which nothing else
    does."""

    read: frozenset[str]
    by_area: bool
    by_parts: bool
    telling: frozenset[str]
    is_of_counts: bool


@lru_cache(maxsize=4096)
def _known(statement: str) -> _Known:
    found = [*NAMED.finditer(statement)]
    read = frozenset(str(one["table"] or one["macro"] or one["prepared"]) for one in found)
    prepared = {one["prepared"] for one in found if one["prepared"]}  # hold keys of cases, made of all of them
    by_area, by_parts = bool(IN_AREA.search(statement)), bool(_PART_AREA.search(statement))
    others = _PART_AREA.sub("", IN_AREA.sub("", statement))
    telling = TELLING & set(re.findall(r"\w+", others)) | ({EVERY} if tells_whole_rows(others) else set())
    return _Known(read, by_area, by_parts, telling, read <= COUNTED | prepared)
