"""Loading a file and rebuilding, as the command line and the server do it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from queries.city import City


def load(city: City, path: Path, options: Mapping[str, str], progress: Callable[[str, float], None]) -> dict[str, Any]:
    """Loads `path`; `options` may name source, map (a file), zone and crs. Raises FileRefused and MappingRefused."""
    mapping = Path(options["map"]) if options.get("map") else None
    summary = city.load(path, source=options.get("source"), mapping=mapping, progress=progress)
    return asdict(summary)


def rebuild(city: City, progress: Callable[[str, float], None]) -> list[dict[str, Any]]:
    """Makes the tables again from landing/."""
    raise NotImplementedError
