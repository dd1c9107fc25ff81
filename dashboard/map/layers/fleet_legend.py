"""The legends of units and devices as JSON: a line of counts, kinds that can be chosen, and what the signs mean."""

from __future__ import annotations

from dashboard.display.wording import state_name
from dashboard.map.layers.payloads import KindLine, StateWords
from dashboard.view.scene import Scene
from queries.values import FleetKind, device_kinds, fleet_states, unit_kinds

KINDS = {"unit": unit_kinds, "device": device_kinds}


def kind_line(scene: Scene, group: FleetKind, kind: str, text: str, title: str) -> KindLine:
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


def signs(group: FleetKind, scene: Scene) -> list[tuple[str, str]]:
    """Sign and name of each state that has a sign."""
    return [(state.sign, state_name(group, state.code, scene)) for state in fleet_states(group).values() if state.sign]


def states(group: FleetKind, scene: Scene) -> list[StateWords]:
    """Code, name and sign of every state."""
    return [(state.code, state_name(group, state.code, scene), state.sign) for state in fleet_states(group).values()]


def unfiltered(scene: Scene) -> list[str]:
    """That conditions on cases are not followed, where there are any."""
    return [scene.words("condition.ignored")] if scene.view.where else []
