"""Parts beside each other as the HTTP API and the command line say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.findings.comparison_words import level_name, level_of, sentences
from dashboard.view import parsers
from dashboard.view.question_parameters import question
from dashboard.words.catalogue import Catalogue
from dashboard.words.part_names import part_name
from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import COMPARED_BY, SideBySide

AREAS = "areas"


def comparison_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The comparison that named texts ask for: those of a question, and `areas`. Raises BadParameter and as `ask`."""
    texts = {name: text for name, text in given.items() if name != AREAS}
    texts["by"] = texts.get("by", "").strip() or "area"
    asked = question(texts, city)
    if asked.by not in COMPARED_BY:
        raise wrong_parameter("by", "none_of", given=parsers.quoted(texts["by"]), known=", ".join(COMPARED_BY))
    within = city.tree.area(asked.area)
    areas = areas_of(city, given.get(AREAS, ""), within) if asked.by == "area" else ()
    found = city.kpis.compared(asked, areas)
    return found.as_json() | {"parts": _parts(found, words), "said": said(city, found, areas, words)}


def areas_of(city: City, written: str, within: Area) -> tuple[Area, ...]:
    """The areas of codes separated by commas, inside another. Raises BadParameter and UnknownArea."""
    codes = [parsers.code(AREAS, code) for code in written.split(",") if code.strip()]
    areas = tuple(city.tree.area(code) for code in dict.fromkeys(codes))
    for area in areas:
        if not within.holds(area.area_id):
            raise wrong_parameter(AREAS, "outside", area=area.name, within=within.name)
    return areas


def said(city: City, found: SideBySide, areas: tuple[Area, ...], words: Catalogue) -> list[str]:
    """The comparison in sentences."""
    shown = areas or city.tree.children(city.tree.area(found.whole.area))
    return sentences(found, level_name(found.by, level_of([area.level for area in shown]), city.profile, words), words)


def _parts(found: SideBySide, words: Catalogue) -> list[dict[str, Any]]:
    plain = found.as_json()["parts"]
    return [{**part, "name": part_name(found.by, part["code"], part["name"], words)} for part in plain]
