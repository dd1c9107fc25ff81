"""What is said of an emergency: where, since when, by whom in which role, why, and when its end is expected."""

from __future__ import annotations

from datetime import datetime, tzinfo

from dashboard.view.scene import Scene
from dashboard.words.catalogue import Catalogue
from dashboard.words.durations import span_text
from dashboard.words.moments import seen_from
from queries.values import Emergency, Mode


def mode_name(mode: Mode, words: Catalogue) -> str:
    """What a mode is called."""
    return words.either(mode.zh, mode.en)


def role_name(role: str, words: Catalogue) -> str:
    """In which role somebody switched; by what they came in who have none."""
    known = words.sentences
    return known.get(f"access_role.{role}") or known.get(f"saved.by.{role}") or role


def said_of(one: Emergency, seen_at: datetime, scene: Scene) -> list[str]:
    """An emergency that goes on, in parts: without the name of whoever switched, for it stands on walls too."""
    words, zone = scene.words, scene.zone
    since = words(
        "mode.since", time=seen_from(one.since, seen_at, zone), span=span_text(one.lasted(seen_at), words)
    )  # fmt: skip
    parts = [one.area.name, since, role_name(one.role, words), one.text]
    return [part for part in (*parts, end_said(one, seen_at, words, zone)) if part]


def end_said(one: Emergency, seen_at: datetime, words: Catalogue, zone: tzinfo) -> str:
    """When its end is expected, or was; empty where none was given."""
    if one.expected_end is None or one.until is not None:
        return ""
    key = "late" if one.is_late(seen_at) else "returns" if one.returns else "expected"
    return words(f"mode.{key}", time=seen_from(one.expected_end, seen_at, zone))
