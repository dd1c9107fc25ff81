"""Which sources may deliver: their place in city.toml, their key, and their folder under drop/."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from dashboard.access import source_keys
from dashboard.access.audit.request_audit import enter_act
from dashboard.access.request_scope import request_scope
from dashboard.errors import BadParameter, NotFound
from dashboard.intake.drop_folder import DROP
from dashboard.words.numbers import whole
from geodata.city.profile import SOURCE_KINDS, Profile, SourceProfile
from geodata.coordinates.systems import SYSTEMS_IN_WORDS
from queries.city import City

NAME = re.compile(r"\w[\w.-]{0,63}")
DECLARABLE = ("kind", "cadence_s", "crs", "zone", "title_zh", "title_en")
FIXED = ("kind", "crs", "zone")
"""What cannot change once rows are stored: a rebuild would read them differently."""
ADVICE = {
    "kind": f"{', '.join(SOURCE_KINDS[:-1])} or {SOURCE_KINDS[-1]}",
    "cadence_s": "a number of seconds",
    "crs": SYSTEMS_IN_WORDS,
    "zone": "it like Asia/Shanghai",
}


def add(city: City, name: str, given: Mapping[str, str]) -> str:
    """Declares a source as `given` (the names of `DECLARABLE`, and `new_key`), makes its folder, and gives its new key.

    Raises BadParameter for what cannot be taken, or when it has a key already and no `new_key` is asked for.
    """
    if not NAME.fullmatch(name):
        raise BadParameter("name", f"{name!r} is no name of a source: letters, digits, - . and _, 64 at most")
    folder = city.ground.folder
    if name in source_keys.holders(folder) and not given.get("new_key"):
        raise BadParameter("name", f"{name} has a key already; --new-key makes another, and the old one ends")
    _declare(city, name, {key: text for key, text in given.items() if key in DECLARABLE})
    (folder / DROP / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    key = source_keys.create(folder, name)
    enter_act(folder, "source_key", {"deed": "made", "source": name})
    return key


def _declare(city: City, name: str, given: Mapping[str, str]) -> None:
    present = city.profile.source(name).model_dump()
    changed = {key: text for key, text in given.items() if str(present[key]) != text}
    rows = next((one.rows for one in city.sources.standings(scope=request_scope()) if one.name == name), 0)
    for key in FIXED:
        if rows and key in changed:
            raise BadParameter(
                key, f"{name} has delivered {whole(rows)} rows as {present[key]}; that cannot be changed now"
            )
    declared = {**city.profile.model_dump()["sources"], name: present | changed}
    if changed or name not in city.profile.sources:
        _write(city, declared, given)


def remove(city: City, name: str) -> dict[str, Any]:
    """Ends the key of a source. One that never delivered is forgotten, of another only its cadence, so that it does
    not count as late: what it delivered stays, and so does how to read it. Raises NotFound."""
    had = source_keys.remove(city.ground.folder, name)
    rows = next((one.rows for one in city.sources.standings(scope=request_scope()) if one.name == name), 0)
    if not had and name not in city.profile.sources and not rows:
        raise NotFound(f"There is no source {name}.")
    enter_act(city.ground.folder, "source_key", {"deed": "removed", "source": name})
    declared = dict(city.profile.model_dump()["sources"])
    about = declared.pop(name, None)
    if about and rows:
        declared[name] = about | {"cadence_s": None}
    _write(city, declared, {})
    return {"key": had, "rows": rows}


def listing(city: City) -> list[dict[str, Any]]:
    """Every source and how it stands, with `has_key`."""
    holders = source_keys.holders(city.ground.folder)
    return [one.as_json() | {"has_key": one.name in holders} for one in city.sources.standings(scope=request_scope())]


def _write(city: City, sources: Mapping[str, Any], given: Mapping[str, str]) -> None:
    try:
        checked = {name: SourceProfile.model_validate(about) for name, about in sources.items()}
        profile = Profile.model_validate(city.profile.model_dump() | {"sources": checked})
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][-1])
        raise BadParameter(key, f"{given.get(key)!r} cannot be taken; write {ADVICE.get(key, 'another')}") from error
    city.acts.replace_profile(profile)
