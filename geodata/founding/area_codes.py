"""Codes for areas whose file has none, and codes made unique within one tree."""

from __future__ import annotations

from geodata.founding.boundary_columns import slug
from geodata.founding.boundary_files import Boundaries


def codes_of(boundaries: Boundaries, level_key: str, above: set[str]) -> list[str]:
    """A code for every row, different from each other and from those `above`.

    The file's own code where it has one, else the name in short; `level-` goes before one that an area above has, and a
    number after one that repeats.
    """
    codes: list[str] = []
    taken = set(above)
    for row in range(len(boundaries)):
        code = boundaries.code[row] if boundaries.code else slug(boundaries.label[row])
        if code in above:
            code = f"{level_key}-{code}"
        candidate, times = code, 1
        while candidate in taken:
            times += 1
            candidate = f"{code}-{times}"
        taken.add(candidate)
        codes.append(candidate)
    return codes
