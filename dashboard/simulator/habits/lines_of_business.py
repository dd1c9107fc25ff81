"""The lines of business of the simulated city, as lines_of_business.toml declares them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from geodata.city.lines_of_business import LineProfile
from geodata.city.profile import Profile


@cache
def lines_of_business() -> dict[str, LineProfile]:
    """The committed lines, by name."""
    text = (files("dashboard.simulator.habits") / "lines_of_business.toml").read_text(encoding="utf-8")
    return {name: LineProfile.model_validate(about) for name, about in tomllib.loads(text).items()}


def with_lines_of_business(profile: Profile) -> Profile:
    """The profile with these lines, unless somebody has declared others."""
    return profile.model_copy(update={"lines_of_business": profile.lines_of_business or lines_of_business()})
