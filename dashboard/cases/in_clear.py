"""What people wrote about a case, in clear: the form that asks for it, and the answer."""

from __future__ import annotations

from dashboard.cases.payloads import CaseInClear, CaseUnmask
from dashboard.errors import NotFound
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import CaseAsked

SHORTEST_REASON, LONGEST_REASON = 4, 200  # characters


def unmask_form(scene: Scene) -> CaseUnmask:
    """For whoever may see what is personal."""
    words = scene.words
    return {
        "words": {
            "open": words("unmask.open"),
            "reason": words("unmask.reason"),
            "recorded": words("unmask.recorded"),
            "show": words("unmask.show"),
            "cancel": words("unmask.cancel"),
            "in_clear": words("unmask.in_clear"),
            "failed": words("card.failed"),
        },
        "longest": LONGEST_REASON,
    }


def in_clear(city: City, scene: Scene, source: str, number: str) -> CaseInClear:
    """What POST /api/v1/case/unmask answers. Raises NotFound where the case is not known or had not been reported by
    the moment of the scene, and PersonsMasked."""
    asked = CaseAsked(source, number, scene.now.as_of, scene.view.recorded_as_of, scope=scene.scope)
    found = city.cases.texts_in_clear(asked)
    if found is None:
        raise NotFound(f"There is no case {source[:100]}/{number[:100]} that had been reported by then.")
    return {"texts": [{"name": scene.words(f"unmask.text_of.{name}"), "text": text} for name, text in found.items()]}
