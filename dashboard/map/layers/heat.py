"""The heat: how densely the cases of the chosen KPI lie; computed in map/heat."""

from __future__ import annotations

from dashboard.map.heat.heat_legend import legend
from dashboard.map.heat.payloads import HeatAnswer
from dashboard.map.heat.raster import as_json, heat
from dashboard.map.layer import Answer, Given, MapLayer
from dashboard.map.view_box import view_box
from dashboard.view.scene import Scene
from queries.city import City


def data(city: City) -> Answer:
    """Answers with the raster of what is in sight and its legend."""

    def answer(scene: Scene, given: Given) -> HeatAnswer:
        found = heat(city, scene, view_box(given), city.ground.cell_tiles())
        return as_json(found, legend(found, scene))

    return answer


LAYER = MapLayer("heat", order=20, data=data, parameters=("zoom", "bbox"))
