"""Deliveries to an open city, taken in by its own reception as a source would send them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from queries.city import City
from queries.intake.receipt import Receipt
from queries.loading.load import source_name


def deliver(city: City, kind: str, *rows: Mapping[str, Any], source: str | None = None) -> Receipt:
    """Deliver rows of a kind (events, units, devices, calls, partners) at the city's moment; returns when they are
    applied. source: by default the first of the profile that delivers the kind, else for cases the usual name."""
    declared = [name for name, about in city.profile.sources.items() if about.kind == kind]
    usual = source_name(city.profile) if kind == "events" and len(declared) < 2 else kind
    reception = city.acts.reception()
    reception.start()
    try:
        return reception.accept(source or next(iter(declared), usual), kind, rows)
    finally:
        reception.stop()
