"""Areas as an administrator writes them into a form: by name, by code, or as the list beside the field offers them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashboard.errors import wrong_parameter
from dashboard.view.parsers import quoted
from geodata.areas.area_tree import Area, AreaTree
from geodata.errors import UnknownArea

MOST_OFFERED = 500
"""More make no list to choose from; they are found by name or code all the same."""
BETWEEN = re.compile(r"[,，、;；\n]")
OFFERED = re.compile(r".*\((\S+)\)")


def offered(tree: AreaTree) -> list[str]:
    """What the list beside the field offers: the parts of the city and their parts, as `name (code)`."""
    parts = tree.children(tree.root)
    below = [(part, tree.children(part)) for part in parts]
    is_short = sum(len(some) for _, some in below) <= MOST_OFFERED
    found: list[str] = []
    for part, some in below:
        found.append(f"{part.name} ({part.code})")
        found += [f"{part.name} › {one.name} ({one.code})" for one in some if is_short]
    return found


def areas_named(texts: Iterable[str], tree: AreaTree) -> tuple[str, ...]:
    """The codes of the areas that the fields of a form name, each once. Raises BadParameter for a name that several
    areas have, and UnknownArea."""
    pieces = (piece.strip() for text in texts for piece in BETWEEN.split(text))
    codes = (code for piece in pieces if piece for code in _codes(piece, tree))
    return tuple(dict.fromkeys(codes))


def _codes(piece: str, tree: AreaTree) -> list[str]:
    """Of one name, or of several codes with spaces between."""
    if named := _named(piece, tree):
        return [named.code]
    if found := OFFERED.fullmatch(piece):
        return [tree.area(found[1]).code]
    return [tree.area(code).code for code in piece.split()]


def _named(piece: str, tree: AreaTree) -> Area | None:
    """The area of a code or a name; of several with one name the one further up, if it is alone there."""
    try:
        return tree.area(piece)
    except UnknownArea:
        found = [tree.by_id(number) for number in tree.numbers_by_folded_name.get(piece.casefold(), ())]
    highest = min((one.level for one in found), default=0)
    best = [one for one in found if one.level == highest]
    if len(best) > 1:
        codes = ", ".join(one.code for one in best[:5])
        raise wrong_parameter("areas", "several_areas", given=quoted(piece), codes=codes)
    return best[0] if best else None
