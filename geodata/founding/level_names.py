"""Names of levels: a key from a file's name, and what the screens call it."""

from __future__ import annotations

import re
from pathlib import Path

from geodata.city.profile import Level

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
_KEYS = {zh: key for key, zh in _ZH.items()} | {"区": "district", "乡": "township", "单元网格": "grid"}


def level_named(word: str) -> Level:
    """The level called `word`, in English or Chinese; one not known stays as it is on screen."""
    word = word.strip()
    key = _KEYS.get(word) or _spelt(word)
    english = word if not word.isascii() and key not in _ZH else key.replace("_", " ").capitalize()
    return Level(key=key, zh=_ZH.get(key, key) if word.isascii() else word, en=english)


def level_of_file(file: Path, city: str) -> Level:
    """The level that a file's name speaks of: boston_neighborhoods.geojson of boston holds neighborhoods."""
    name = file.name.split(".")[0]
    if not name.isascii():
        return level_named(max((zh for zh in _KEYS if len(zh) > 1 and name.endswith(zh)), key=len, default=name))
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    prefix = re.sub(r"[^a-z0-9]+", "_", city.lower()) + "_"
    words = stem.removeprefix(prefix)
    if words.endswith("ies"):
        words = words[:-3] + "y"
    elif words.endswith("s") and not words.endswith("ss"):
        words = words[:-1]
    return level_named(words)


def _spelt(word: str) -> str:
    """A key of the letters of `word`; those that are not Latin by their numbers in Unicode."""
    latin = "".join(letter if letter.isascii() else f" {ord(letter):x} " for letter in word.lower())
    key = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")
    return key if re.match(r"[a-z]", key) else f"level_{key}".rstrip("_")
