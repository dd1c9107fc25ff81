"""The systems of the ledger: the sources that deliver to yiping, and those that the city declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from dashboard.view.view_state import ORDERS_OF_SYSTEMS
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import DeclaredLedger, DeclaredTable, Scope, SourceStanding

OWN, DECLARED = "source", "declared"
ORDERS = ORDERS_OF_SYSTEMS
"""Orders of the systems, each with the greatest, the worst or the latest first, those not told last."""


@dataclass(frozen=True)
class System:
    """One system. key: a source or the name of a declared system; owner: empty where nobody said; tables, records: None
    where not told; filled: the mean share of rows in which a field is known; refused: rows; last_load: ISO; sources:
    those by which it delivers to yiping."""

    key: str
    name: str
    origin: Literal["source", "declared"]
    owner: str
    tables: int | None
    records: int | None
    filled: float | None
    refused: int | None
    late: bool | None
    last_load: str | None
    sources: tuple[str, ...]
    words: str = ""
    """What a search looks at beside name and owner."""

    def as_json(self) -> dict[str, Any]:
        """All but `words`."""
        return {name: value for name, value in asdict(self).items() if name != "words"}


def systems_of(city: City, declared: DeclaredLedger, words: Catalogue, scope: Scope) -> tuple[System, ...]:
    """The sources of the city by name, then what it declares in the order of its file. Raises TooSlow."""
    owners = {table.source: table.owner for table in reversed(declared.tables) if table.source}
    own = [_own(city, one, owners.get(one.name, ""), words, scope) for one in city.sources.standings(scope=scope)]
    return (*own, *(_declared(name, tables) for name, tables in declared.systems.items()))


def _own(city: City, source: SourceStanding, owner: str, words: Catalogue, scope: Scope) -> System:
    tables = city.ledger.tables(source.name, scope=scope)
    shares = [table.filled for table in tables if table.filled is not None]
    told = source.rows is not None
    return System(
        key=source.name,
        name=source.title(words.language),
        origin="source",
        owner=owner,
        tables=len(tables) if told else None,
        records=source.rows,
        filled=sum(shares) / len(shares) if shares else None,
        refused=source.refused,
        late=None if source.status in ("static", "empty") else source.status in ("late", "broken"),
        last_load=source.last_load.isoformat() if source.last_load else None,
        sources=(source.name,),
        words=" ".join((source.name, *(field.name for table in tables for field in table.fields))),
    )


def _declared(name: str, tables: Sequence[DeclaredTable]) -> System:
    shares = [(table.filled, table.records) for table in tables if table.filled is not None]
    weight = sum(records for _, records in shares)
    refused = [table.refused for table in tables if table.refused is not None]
    lates = [table.late for table in tables if table.late is not None]
    days = [table.updated for table in tables if table.updated]
    return System(
        key=name,
        name=name,
        origin="declared",
        owner=next((table.owner for table in tables if table.owner), ""),
        tables=len(tables),
        records=sum(table.records for table in tables),
        filled=sum(share * records for share, records in shares) / weight if weight else None,
        refused=sum(refused) if refused else None,
        late=any(lates) if lates else None,
        last_load=max(days).isoformat() if days else None,
        sources=tuple(dict.fromkeys(table.source for table in tables if table.source)),
        words=" ".join(word for table in tables for word in (table.table, *table.fields)),
    )


def found_in(systems: Sequence[System], text: str) -> tuple[System, ...]:
    """Those whose name, owner, tables or fields hold every word of a text."""
    wanted = text.casefold().split()
    return tuple(
        one for one in systems if all(word in f"{one.name} {one.owner} {one.words}".casefold() for word in wanted)
    )


def in_order(systems: Sequence[System], order: str) -> tuple[System, ...]:
    """In one of ORDERS; of a size, those that deliver to yiping first."""
    if order == "size":
        return tuple(sorted(systems, key=lambda one: (one.origin != OWN, -(one.records or 0), one.name)))
    if order in ("name", "owner"):
        return tuple(sorted(systems, key=lambda one: (not getattr(one, order), getattr(one, order), one.name)))
    told = [one for one in systems if getattr(one, order) is not None]
    worst_first = order != "filled"
    found = sorted(told, key=lambda one: one.name)
    found.sort(key=lambda one: getattr(one, order), reverse=worst_first)
    return (*found, *(one for one in systems if getattr(one, order) is None))
