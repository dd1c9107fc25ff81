"""What a map layer is, and the parameters by which the browser asks for the data of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.view.scene import Scene
from queries.city import City

API = "/api/v1/map/"
Given = Mapping[str, str]
Answer = Callable[[Scene, Given], Mapping[str, Any] | str]


def _always(city: City) -> bool:
    return True


@dataclass(frozen=True)
class MapLayer:
    """One layer. Its name is the sentence `layer.<key>` of the catalogue; assets draw it by its key.

    order: its place among the others, the lowest is drawn first and switched by the first number key.
    data: for layers with data of their own, makes the handler of an opened city: it answers a scene and the
    parameters of the request with an object, or with JSON already written; it raises BadParameter and as
    `city.kpis.ask`.
    parameters: names of those parameters, beside those of the screen that asks; their parsers are in view/parsers.
    is_available: whether a city can have the layer at all.
    """

    key: str
    order: int
    on_by_default: bool = False
    data: Callable[[City], Answer] | None = None
    parameters: tuple[str, ...] = ()
    is_available: Callable[[City], bool] = _always

    @property
    def address(self) -> str | None:
        """Where the browser asks for its data."""
        return f"{API}{self.key}" if self.data else None
