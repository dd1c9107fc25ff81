"""The head of the page /load: what it is for, and what its form offers, for assets/modules/load."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import cast

from dash import html
from dash.development.base_component import Component

from dashboard.display.column_roles import GROUPS, role_name
from dashboard.display.panel import Panel, frame
from dashboard.panels.payloads import LoadSettings, LoadWords
from dashboard.view.scene import Scene
from dashboard.words.catalogue import Catalogue
from geodata.city.profile import Profile
from geodata.coordinates.systems import CoordinateSystem
from queries.city import City

ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252", "latin-1", "shift_jis", "utf-16")
DELIMITERS = (",", ";", "tab", "|")
WORDS = tuple(LoadWords.__annotations__)


@dataclass(frozen=True)
class Offered:
    """The profile of the city, whose sources a file may belong to."""

    profile: Profile


def ask(city: City, scene: Scene) -> Offered:
    """The profile as it is now."""
    return Offered(city.profile)


def render(offered: Offered, scene: Scene) -> Component:
    """Title and one sentence; the settings of the form as data."""
    profile, words = offered.profile, scene.words
    sources = [name for name, about in profile.sources.items() if about.kind == "events"]
    settings: LoadSettings = {
        "sources": sources,
        "source": sources[0] if len(sources) == 1 else "" if profile.sources else profile.name,
        "zone": profile.zone,
        "systems": [str(system) for system in CoordinateSystem],
        "encodings": list(ENCODINGS),
        "delimiters": list(DELIMITERS),
        "roles": [
            {"title": words(f"role_group.{group}"), "roles": [[role, role_name(role, words)] for role in roles]}
            for group, roles in GROUPS.items()
        ],
        "words": load_words(words),
    }
    return frame(
        "load",
        words("load.title"),
        scene,
        [html.P(words("load.about"), className="panel-note")],
        data={"load": json.dumps(settings, ensure_ascii=False)},
        is_filtered=False,
        of_special=False,
    )


def load_words(words: Catalogue) -> LoadWords:
    """The sentences of the form; their {names} are filled in the browser."""
    return cast(LoadWords, {name: words.sentences[f"load.form.{name}"] for name in WORDS})


PANEL = Panel("load", ask, render)
