"""The ledger of a city, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.errors import wrong_parameter
from dashboard.ledger.reliance_answers import kpi_as_json, without_as_json
from dashboard.ledger.systems import ORDERS, OWN, System, found_in, in_order, systems_of
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import DeclaredLedger, DeclaredTable, FieldTable, Scope

NAMES = ("system", "without", "kpi", "find", "sort")


def ledger_as_json(
    city: City, given: Mapping[str, str], words: Catalogue, asker: Scope | None = None
) -> dict[str, Any]:
    """The ledger: its totals and systems; with `system` the tables of one, with `without` (SOURCE or SOURCE.FIELD)
    what becomes of which KPIs, with `kpi` what one relies on. Raises BadParameter, UnknownMetric, QuestionRefused and
    TooSlow. asker: None, whoever is behind the request."""
    parsers.refuse_others(given, NAMES, "lang")
    read = {name: parsers.text(name, given[name]) for name in NAMES if given.get(name, "").strip()}
    order = read.get("sort", ORDERS[0])
    if order not in ORDERS:
        raise wrong_parameter("sort", "none_of", given=parsers.quoted(order), known=", ".join(ORDERS))
    scope = asker or request_scope()
    declared = city.ledger.declared(scope=scope)
    every = systems_of(city, declared, words, scope)
    shown = in_order(found_in(every, read.get("find", "")), order)
    return {
        "simulated": city.profile.simulated,
        "declared": _declared(declared, words),
        "own": _own(every),
        "found": len(shown),
        "systems": [one.as_json() for one in shown],
        "tables": _tables(city, every, declared, read["system"], scope) if "system" in read else None,
        "without": without_as_json(city, read["without"], words, scope) if "without" in read else None,
        "kpi": kpi_as_json(city, read["kpi"], words, scope) if "kpi" in read else None,
    }


def _declared(ledger: DeclaredLedger, words: Catalogue) -> dict[str, Any]:
    days = [table.counted_on for table in ledger.tables if table.counted_on]
    return {
        "systems": len(ledger.systems),
        "tables": len(ledger.tables),
        "records": sum(table.records for table in ledger.tables),
        "counted_from": min(days).isoformat() if days else None,
        "counted_to": max(days).isoformat() if days else None,
        "refused_lines": ledger.refused_in_all,
        "refused": [
            {"line": one.line, "why": words(f"ledger.why.{one.why}", value=parsers.printable(one.value))}
            for one in ledger.refused
        ],
    }


def _own(systems: tuple[System, ...]) -> dict[str, Any]:
    own = [one for one in systems if one.origin == OWN]
    rows = [one.records for one in own if one.records is not None]
    return {
        "sources": len(own),
        "tables": sum(one.tables or 0 for one in own),
        "records": sum(rows) if len(rows) == len(own) else None,
    }


def _tables(
    city: City, systems: tuple[System, ...], declared: DeclaredLedger, key: str, scope: Scope
) -> list[dict[str, Any]]:
    """The tables of a system with their fields. Raises BadParameter."""
    if key not in {one.key for one in systems}:
        raise wrong_parameter("system", "not_there", given=parsers.quoted(key))
    found = [_declared_table(table) for table in declared.systems.get(key, ())]
    if any(one.key == key and one.origin == OWN for one in systems):
        found = [_own_table(city, table, scope) for table in city.ledger.tables(key, scope=scope)] + found
    return found


def _own_table(city: City, table: FieldTable, scope: Scope) -> dict[str, Any]:
    fed = city.ledger.feeds(table.name, scope=scope)
    fields = [
        {
            "name": one.name,
            "required": one.required,
            "delivered": one.delivered,
            "filled": None if one.filled is None or not table.rows else one.filled / table.rows,
            "known": one.filled,
            "kpis": list(fed.get(one.name, ())),
        }
        for one in table.fields
    ]
    return {"table": table.name, "records": table.rows, "filled": table.filled, "source": None, "fields": fields}


def _declared_table(table: DeclaredTable) -> dict[str, Any]:
    return {
        "table": table.table,
        "records": table.records,
        "filled": table.filled,
        "refused": table.refused,
        "updated": table.updated.isoformat() if table.updated else None,
        "late": table.late,
        "source": table.source or None,
        "fields": [{"name": name} for name in table.fields],
    }
