"""The legends of units and devices as JSON: a line of counts, kinds that can be chosen, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from dashboard.view.scene import Scene
from queries.fleet.device_states import device_kinds
from queries.fleet.unit_positions import unit_kinds

Group = Literal["unit", "device"]
KINDS = {"unit": unit_kinds, "device": device_kinds}


def kind_line(scene: Scene, group: Group, kind: str, text: str, title: str) -> dict[str, Any]:
    """One kind: its sign, name and counts, whether it is shown, and the address that changes this."""
    chosen = scene.view.units if group == "unit" else scene.view.devices
    after = set(chosen) ^ {kind}
    kinds = tuple(one for one in KINDS[group]() if one in after)
    return {
        "sign": scene.words.term(f"{group}_sign", kind),
        "text": f"{scene.words.term(f'{group}_kind', kind)} {text}",
        "title": title,
        "href": scene.link(**{f"{group}s": kinds}),
        "on": not chosen or kind in chosen,
    }


def signs(group: str, badges: Iterable[tuple[str, str]], scene: Scene) -> list[list[str]]:
    """Sign and name of each state that has a sign."""
    return [[badge, scene.words.term(group, state)] for state, badge in badges if badge]
