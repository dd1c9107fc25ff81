"""What is related to a case, in words: cases of the same matter, of the same person, at the same spot."""

from __future__ import annotations

from urllib.parse import quote

from dashboard.cases.payloads import CaseRelated, RelatedGroup, RelatedRow
from dashboard.display.wording import clock_text
from dashboard.errors import NotFound, wrong_parameter
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import SPOT_DAYS, SPOT_METRES, CaseAsked, RelatedCase, RelatedCases

MOST = 10


def related_of(city: City, scene: Scene, source: str, number: str) -> CaseRelated:
    """What GET /api/v1/case/related answers. Raises BadParameter for no case, NotFound for one that is not known."""
    if not source or not number:
        raise wrong_parameter("id", "which_case")
    asked = CaseAsked(source, number, scene.now.as_of, scene.view.recorded_as_of, scope=scene.scope)
    found = city.cases.related(asked, MOST)
    if found is None:
        raise NotFound(f"There is no case {number[:100]!r} that had been reported by {scene.now.as_of.isoformat()}.")
    return {"groups": [_group(city, scene, one) for one in found], "metres": SPOT_METRES}


def outlines_around(city: City, area_id: int) -> str:
    """The address of the outlines around a case: those of its area and the ones beside it."""
    area = city.tree.by_id(area_id)
    around = city.tree.by_id(area.parent_id) if area.is_leaf and area.parent_id else area
    return f"/outlines/{quote(city.tree.grid_version)}/{quote(around.code, safe='')}.geojson"


def _group(city: City, scene: Scene, found: RelatedCases) -> RelatedGroup:
    words, shown = scene.words, len(found.cases)
    about = {"n": whole(found.n), "metres": whole(SPOT_METRES), "days": whole(SPOT_DAYS)}
    notes = [words(f"related.{found.relation}_note", **about)] if found.n else []
    if found.n > shown:
        notes.append(words("related.newest", shown=whole(shown)))
    return {
        "relation": found.relation,
        "title": words(f"related.{found.relation}", **about),
        "n": found.n,
        "note": " ".join(notes),
        "rows": [_row(city, scene, one) for one in found.cases],
    }


def _row(city: City, scene: Scene, one: RelatedCase) -> RelatedRow:
    place = city.tree.by_id(one.area_id).name if one.area_id else ""
    return {
        "source": one.source,
        "id": one.source_id,
        "title": one.title or "",
        "place": place,
        "status": scene.words.term("case_status", one.status),
        "time": clock_text(one.reported_at, scene),
        "point": one.point,
    }
