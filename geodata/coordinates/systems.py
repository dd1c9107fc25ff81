"""Names of the coordinate systems that a source may declare. No numpy: every command reads a city's profile."""

from __future__ import annotations

from enum import StrEnum


class CoordinateSystem(StrEnum):
    """Systems that a source may declare. CGCS2000 differs from WGS-84 by centimetres and is taken as it is."""

    WGS_84 = "WGS-84"
    CGCS2000 = "CGCS2000"
    GCJ_02 = "GCJ-02"
    BD_09 = "BD-09"


_DECLARED = frozenset(CoordinateSystem)

OFFSET_SYSTEMS = (CoordinateSystem.GCJ_02, CoordinateSystem.BD_09)
"""Those that lie some hundred metres off."""

SYSTEMS_IN_WORDS = f"{', '.join(CoordinateSystem)} or a published code such as EPSG:25832"
"""What may be written as the coordinate system of a source."""


def is_declared(system: str) -> bool:
    """Whether coordinates of a system are degrees by one of the names above, not by the code of a published one."""
    return system in _DECLARED
