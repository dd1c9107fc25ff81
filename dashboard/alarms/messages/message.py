"""A message: which news of alarms one receiver is told at once, and how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

State = Literal["waiting", "sent", "refused", "given_up", "dropped"]
STATES: tuple[State, ...] = ("waiting", "sent", "refused", "given_up", "dropped")
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))
"""After one failure, two, three, ...; the last one again and again."""
TRIED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class News:
    """What became of an alarm: the keys of the transition and of the alarm, and the step."""

    transition: str
    alarm: str
    step: str


@dataclass(frozen=True)
class Message:
    """rule, area: which alarms it gathers; due_at: when it is sent, or tried again (aware); done_at: when it came to
    its end; why: the last failure, in a sentence without secrets."""

    key: str
    receiver: str
    rule: str
    area: str
    made_at: datetime
    due_at: datetime
    news: tuple[News, ...]
    state: State = "waiting"
    attempts: int = 0
    done_at: datetime | None = None
    why: str = ""

    @property
    def is_gathering(self) -> bool:
        """Nothing of it was ever sent: more may be added, or taken out."""
        return self.state == "waiting" and self.attempts == 0

    def ended(self, state: State, at: datetime, why: str = "") -> Message:
        """At its end; a sending counts as an attempt."""
        attempts = self.attempts + (state in ("sent", "refused"))
        return replace(self, state=state, done_at=at, attempts=attempts, why=why)

    def failed(self, at: datetime, why: str) -> Message:
        """Tried in vain: to be tried again after a longer pause, or not any more."""
        if at - self.made_at >= TRIED_FOR:
            return replace(self.ended("given_up", at, why), attempts=self.attempts + 1)
        pause = PAUSES[min(self.attempts, len(PAUSES) - 1)]
        return replace(self, attempts=self.attempts + 1, due_at=at + pause, why=why)

    def row(self) -> dict[str, Any]:
        """As it is kept: moments as ISO 8601."""
        moments = ("made_at", "due_at", "done_at")
        return {name: value.isoformat() if name in moments and value else value for name, value in asdict(self).items()}

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> Message:
        """Raises KeyError, TypeError and ValueError for what was never kept."""
        given = row | {name: datetime.fromisoformat(row[name]) for name in ("made_at", "due_at")}
        done = row["done_at"]
        return cls(
            **given
            | {
                "done_at": datetime.fromisoformat(done) if done else None,
                "news": tuple(News(**one) for one in row["news"]),
            }
        )


def told_of(messages: Sequence[Message], alarm: str) -> tuple[Message, ...]:
    """The messages that tell of an alarm, the oldest first."""
    return tuple(one for one in messages if any(news.alarm == alarm for news in one.news))
