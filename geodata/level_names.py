"""Names of levels: a key from a file's name, and what the screens call it."""

from __future__ import annotations

import re
from pathlib import Path

from geodata.profile import Level

CITY = Level(key="city", zh="市", en="City")

_ZH = {
    "city": "市",
    "district": "区县",
    "county": "县",
    "borough": "行政区",
    "ward": "选区",
    "street": "街道",
    "town": "镇",
    "township": "乡镇",
    "community": "社区",
    "community_district": "社区委员会",
    "village": "村",
    "neighborhood": "街区",
    "neighbourhood": "街区",
    "precinct": "警区",
    "tract": "普查区",
    "grid": "网格",
    "micro_grid": "微网格",
    "block": "街块",
}


def level_named(key: str) -> Level:
    """The level called `key`; words not known keep their key as the Chinese name until the profile says better."""
    key = re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_")
    if not re.match(r"[a-z]", key):
        key = f"level_{key}".rstrip("_")
    return Level(key=key, zh=_ZH.get(key, key), en=key.replace("_", " ").capitalize())


def level_of_file(file: Path, city: str) -> Level:
    """The level that a file's name speaks of: boston_neighborhoods.geojson of boston holds neighborhoods."""
    stem = re.sub(r"[^a-z0-9]+", "_", file.name.split(".")[0].lower()).strip("_")
    prefix = re.sub(r"[^a-z0-9]+", "_", city.lower()) + "_"
    words = stem.removeprefix(prefix)
    if words.endswith("ies"):
        words = words[:-3] + "y"
    elif words.endswith("s") and not words.endswith("ss"):
        words = words[:-1]
    return level_named(words)
