"""Acts about a case: where it lies, and the one thing that they say of it in a loop."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from queries.acts.act import Act
from queries.errors import ActRefused
from queries.scope import of_the_city
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements
from queries.store.store import Store

_SQL = read_statements(Path(__file__).with_name("acts.sql"))
KEY_CHARACTERS = 24


def subject_of(kind: str, loop: str, source: str, source_id: str) -> str:
    """The key of what stands once for a case in a loop: a later act about it takes the place of the one before."""
    named = "\x1f".join((kind, loop, source, source_id))
    return hashlib.sha256(named.encode()).hexdigest()[:KEY_CHARACTERS]


def areas_of_cases(store: Store, acts: Sequence[Act]) -> dict[tuple[str, str], int]:
    """By source and number in it, the number of the deepest area where the case of each act lies, all in one scan.
    Raises ActRefused where there is no such case."""
    named = {(act.source, act.source_id) for act in acts}
    if not named:
        return {}
    sources, source_ids = map(list, zip(*named, strict=True))
    with of_the_city(), store.cursor() as cursor:
        statements = BoundStatements(cursor, _SQL)
        found = statements.run("areas_of_cases", sources=sources, source_ids=source_ids).fetchall()
    areas = {(source, source_id): int(area) for source, source_id, area in found}
    if missing := named - areas.keys():
        source, source_id = min(missing)
        raise ActRefused("no_case", f"There is no case {source_id} of {source}; look for its number.")
    return areas
