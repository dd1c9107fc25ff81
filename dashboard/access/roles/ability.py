"""What one may be able to do here; a role gives some of it, and every route, callback and panel needs one."""

from __future__ import annotations

from typing import Literal, get_args

Ability = Literal[
    "look",
    "list_cases",
    "export",
    "save",
    "act",
    "steer",
    "switch_mode",
    "unmask",
    "load",
    "edit",
    "administer",
    "read_audit",
    "see_statements",
    "deliver",
    "command",
]
ABILITIES: frozenset[str] = frozenset(get_args(Ability))
OF_KEYS: frozenset[str] = frozenset({"deliver", "command"})
"""What the key of a source, or of the command line, gives; no role does."""
