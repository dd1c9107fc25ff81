"""Which briefings there are, and a document read from a file, as plain data for the HTTP API and the command line."""

from __future__ import annotations

import json
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.briefings.city_briefings import briefings_of, mistake_in
from dashboard.briefings.schedule.sent_briefings import sent_as_json
from dashboard.errors import NotFound
from queries.city import City

NEEDED = ("briefing", "stamp", "figures", "sentences", "areas", "tables", "map", "trend")


def briefings_as_json(city: City) -> dict[str, Any]:
    """The briefings that the city can fill for whoever asks, and the files that its schedule made for them."""
    listed = [
        {
            "key": one.key,
            "zh": one.zh,
            "en": one.en,
            "period": one.period,
            "figures": ["/".join(filter(None, counted)) for counted in one.figures],
            "parts": list(one.parts),
            "level": one.level,
            "special": one.special,
        }
        for one in briefings_of(city, request_scope()).values()
    ]
    return {"briefings": listed, "mistake": mistake_in(city), **sent_as_json(city)}


def read_document(content: str) -> dict[str, Any]:
    """The document of a briefing from JSON. Raises NotFound for what is none."""
    try:
        found = json.loads(content)
    except ValueError as error:
        raise NotFound("This is no document of a briefing.") from error
    if not isinstance(found, dict) or any(name not in found for name in NEEDED):
        raise NotFound("This is no document of a briefing.")
    return found
