"""The seven sources of the simulated city, as sources.toml declares them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from dashboard.simulator.table import SOURCE
from geodata.city.profile import Profile, SourceProfile

EVENTS, STEPS, UNITS, DEVICES, CALLS, PARTNERS, READINGS = (
    SOURCE, "demo_steps", "demo_units", "demo_devices", "demo_calls", "demo_partners", "demo_readings",
)  # fmt: skip
_DECLARED = tomllib.loads(files("dashboard.simulator").joinpath("sources.toml").read_text(encoding="utf-8"))
SOURCES = {name: SourceProfile.model_validate(about) for name, about in _DECLARED.items()}


def with_sources(profile: Profile) -> Profile:
    """The profile with these sources declared, so that a silent one is seen to be late."""
    return profile.model_copy(update={"sources": {**profile.sources, **SOURCES}})
