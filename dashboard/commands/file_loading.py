"""Loading a file and rebuilding, as the command line and the server do it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dashboard.access.request_scope import request_scope
from dashboard.errors import BadParameter
from dashboard.intake.receiver import FileReceiver
from geodata.city.profile import KINDS_LOADED_AS_FILES, Profile
from geodata.coordinates.epsg import system_named
from geodata.coordinates.systems import SYSTEMS_IN_WORDS
from geodata.errors import CoordinatesRefused
from queries.city import City
from queries.values import source_name

Progress = Callable[[str, float], None]
DECLARED = {"zone": "it like Asia/Shanghai", "crs": SYSTEMS_IN_WORDS}
"""What a source declares, and how to write it."""
FORM = ("encoding", "delimiter", "sheet", "header_row")
"""What may be said about the form of a file."""


def load(  # noqa: PLR0913  (the city, the file, and what is said about it)
    city: City,
    path: Path,
    options: Mapping[str, str],
    progress: Progress,
    reception: FileReceiver | None = None,
    *,
    own: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Loads `path`; `options` may name source, map (a file), zone, crs, the form of the file (encoding, delimiter,
    sheet, header_row), and again (any text: also a file that is set aside). own: a mapping instead of the file `map`.
    Where sources deliver to a `reception`, it takes the file between two of their deliveries.

    Raises FileRefused, MappingRefused, and BadParameter for a zone or crs that cannot be taken.
    """
    source = options.get("source") or source_name(city.profile)
    kind = city.profile.source(source).kind
    if kind not in KINDS_LOADED_AS_FILES:
        raise BadParameter("source", f"{source} delivers {kind}, not cases; its files go into drop/{source}")
    if path.is_file():
        declare(city, source, options)
    mapping = dict(own) if own is not None else Path(options["map"]) if options.get("map") else None
    load_file = reception.land_file if reception else city.acts.load
    again = bool(options.get("again"))
    form: dict[str, Any] = {name: options[name] for name in FORM if options.get(name)}
    if "header_row" in form:
        form["header_row"] = int(form["header_row"])
    if mapping and options.get("crs"):
        form["crs"] = options["crs"]  # stands above what the mapping says
    return asdict(load_file(path, source=source, mapping=mapping, progress=progress, again=again, form=form))


def declare(city: City, source: str, options: Mapping[str, str]) -> None:
    """Writes zone and crs of a source into city.toml, where a rebuild finds them again. Raises BadParameter as
    `declared`."""
    profile = declared(city, source, options)
    if profile is not city.profile:
        city.acts.replace_profile(profile)


def declared(city: City, source: str, options: Mapping[str, str]) -> Profile:
    """The profile with zone and crs of a source as the options say; the present one where they change nothing.

    Raises BadParameter when they are unknown, or differ from those under which the source was loaded already.
    """
    about = city.profile.source(source).model_dump()
    present = {"zone": about["zone"] or city.profile.zone, "crs": about["crs"]}
    given = {name: options[name] for name in DECLARED if options.get(name)}
    if "crs" in given:
        given["crs"] = _known_system(given["crs"])
    changed = {name: text for name, text in given.items() if text != present[name]}
    if not changed:
        return city.profile
    first = next(iter(changed))
    if any(known.name == source and known.rows for known in city.sources.of_cases(scope=request_scope())):
        raise BadParameter(
            first,
            f"{source} was loaded with {present[first]}; change its {first} in city.toml and run `yiping rebuild`",
        )
    data = city.profile.model_dump()
    data["sources"] = {**data["sources"], source: about | changed}
    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][-1])
        raise BadParameter(name, f"{options.get(name)!r} is not known; write {DECLARED[name]}") from error


def _known_system(text: str) -> str:
    try:
        return system_named(text)
    except CoordinatesRefused as error:
        raise BadParameter("crs", f"{text!r} is not known; write {DECLARED['crs']}") from error


def rebuild(city: City, progress: Progress) -> list[dict[str, Any]]:
    """Makes the tables again from landing/; one summary per accepted file. Raises LandingDamaged."""
    summaries = city.acts.rebuild(progress)
    return [asdict(summary) for summary in summaries]
