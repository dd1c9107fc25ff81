"""Under which name something is kept: that of a person, or of a part of the program.

Imports nothing of the floors below: a command that is entered into the audit needs no library of the city for that.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """who: a person, or by what they came in; origin: an address of the network, or what is no request."""

    who: str
    origin: str


COMMAND_LINE = Actor("command_line", "this machine")
SYSTEM = Actor("system", "this machine")
SIMULATOR = Actor("simulator", "this machine")
