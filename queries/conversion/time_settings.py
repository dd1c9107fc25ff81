"""What a mapping says of times: `time_format` and `time_zones`."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geodata.sentence import Sentence
from queries.conversion.canonical import TIMES
from queries.conversion.writings.given_formats import is_format
from queries.errors import MappingRefused


def time_formats_of(overrides: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Column ("" for every one) → its formats. Raises MappingRefused."""
    given = overrides.get("time_format", {})
    by_column = given if isinstance(given, dict) else {"": given}
    found: dict[str, tuple[str, ...]] = {}
    for name, value in by_column.items():
        formats = [value] if isinstance(value, str) else value
        if name and name not in TIMES:
            text = f"The mapping's time_format names {name!r}, which is no time of a case; name one such as closed_at."
            raise MappingRefused(Sentence("mapping_time_column", text, name=name))
        if not isinstance(formats, list) or not all(isinstance(one, str) and is_format(one) for one in formats):
            text = (
                "The mapping's time_format must be a format of strptime that gives year, month and day, such as "
                '"%d.%m.%Y %H:%M", a list of them, or a table [time_format] with lines such as closed_at = "%d/%m/%y".'
            )
            raise MappingRefused(Sentence("mapping_time_format", text))
        found[name] = tuple(formats)
    return found


def time_zones_of(overrides: dict[str, Any]) -> dict[str, str]:
    """Abbreviation → time zone. Raises MappingRefused."""
    zones = overrides.get("time_zones", {})
    for name, zone in zones.items() if isinstance(zones, dict) else [("", zones)]:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
            text = (
                'The mapping\'s time_zones must be a table with lines such as CST = "Asia/Shanghai"; '
                f"{name} is {zone!r}."
            )
            raise MappingRefused(Sentence("mapping_time_zones", text, name=name, zone=str(zone))) from None
    return dict(zones)
