"""Links that filter by a value: where an ordinary click leads, and what the browser makes of one with Shift or Alt."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.view.filtering import alone, is_alone
from dashboard.view.scene import Scene
from queries.values import MASK


@dataclass(frozen=True)
class FilterLink:
    """href: the address after a click; condition: dimension=value; also: parameter=value that the click sets beside;
    is_chosen: whether the value is one of those chosen."""

    href: str
    condition: str
    also: str | None
    is_chosen: bool

    def as_json(self) -> dict[str, object]:
        """What a row of a list has of it; absent values left out."""
        current = {"current": True} if self.is_chosen else {}
        also = {"also": self.also} if self.also is not None else {}
        return {"href": self.href, "condition": self.condition, **also, **current}


def filter_link(scene: Scene, dimension: str, value: str, **beside: str) -> FilterLink | None:
    """The link of a value, or None: on a screen without links, and of a name that is masked, by which no case is found.
    beside: the parameter that a click sets too, unless it takes the condition back."""
    if not scene.screen.is_interactive or MASK in value:
        return None
    where, condition = scene.view.where, (dimension, value)
    changes = {} if is_alone(where, condition) else beside
    also = next((f"{name}={set_to}" for name, set_to in beside.items()), None)
    href = scene.link(where=alone(where, condition), **changes)
    return FilterLink(href, f"{dimension}={value}", also, condition in where)
