"""Acts about a case: where it lies, and the one thing that they say of it in a loop."""

from __future__ import annotations

import hashlib
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


def area_of_case(store: Store, act: Act) -> int:
    """The number of the deepest area where the case of an act lies. Raises ActRefused where there is none."""
    with of_the_city(), store.cursor() as cursor:
        statements = BoundStatements(cursor, _SQL)
        found = statements.run("area_of_case", source=act.source, source_id=act.source_id).fetchall()
    if not found:
        raise ActRefused("no_case", f"There is no case {act.source_id} of {act.source}; look for its number.")
    return int(found[0][0])
