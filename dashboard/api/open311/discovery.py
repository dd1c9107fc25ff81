"""The document by which clients of Open311 find the interface of a city."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dashboard.words.catalogue import Catalogue
from geodata.city.profile import Profile

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def discovery(profile: Profile, address: str, changed: datetime, words: Catalogue) -> dict[str, Any]:
    """A `Discovery` of the schemas. address: where the interface lies; changed: when the data last did (aware)."""
    changeset = changed.astimezone(profile.time_zone).isoformat(timespec="seconds")
    return {
        "changeset": changeset,
        "contact": words("open311.contact", city=words.either(profile.title_zh, profile.title_en)),
        "key_service": words("open311.key_service"),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": address,
                "changeset": changeset,
                "type": "test" if profile.simulated else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
