"""What a column of a file of cases may mean, in groups, and the name of each in the catalogue."""

from __future__ import annotations

from dashboard.words.catalogue import Catalogue
from queries.values import BOOLEANS, PERSON, SCORES, TIMES

_LIMITS = tuple(name for name in TIMES if name.removesuffix("_at").endswith("due"))
GROUPS: dict[str, tuple[str, ...]] = {
    "identity": ("source_id", "version", "updated_at"),
    "time": tuple(name for name in TIMES if name not in _LIMITS and name != "updated_at"),
    "limit": _LIMITS,
    "place": ("lon", "lat", "point", "address", "area_name", "area_code"),
    "about": (
        *("title", "text", "category1", "category2", "category3", "channel", "status", "department", "matter_id"),
        *("void_reason", "close_type", "closing_level", "attachments", PERSON),
    ),
    "facts": ("declined_count", "returned_count", "extensions", "suspended_s", *BOOLEANS, *SCORES),
}
ROLES = frozenset(role for roles in GROUPS.values() for role in roles)


def role_name(role: str, words: Catalogue) -> str:
    """The name of a canonical column."""
    plain = role.removesuffix("_at")
    if role in GROUPS["time"]:
        return words("role.at", step=words(f"step.{plain}"))
    return words(f"limit.{plain}" if role in GROUPS["limit"] else f"role.{role}")
