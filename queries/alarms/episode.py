"""An alarm of a test on past days with what went before and after it, and whether it was of use. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from queries.alarms.evaluation import Key
from queries.alarms.reading import RuleReading
from queries.alarms.rule import AlarmRule
from queries.loading.alarms.transition import Transition

LEAST_LASTING = timedelta(hours=1)
LEAST_PASSED = 0.5
"""Of the cases near their limit, the share that must have passed it for the alarm to have been of use."""
MOSTLY = 0.5
LONGEST_LASTING = timedelta(days=14)
"""What lasts for longer is how things are here, of which nobody needs an alarm."""
AGAIN_WITHIN = timedelta(days=7)
Use = Literal["useful", "idle", "undecided"]


@dataclass(frozen=True)
class LimitsAfterwards:
    """What became of the cases that an alarm about limits was raised for. decided: their limit is over by now, or they
    were closed or voided before it; passed: still open when it was over; before: how many were near their limit when
    the condition began to hold, gone: those of them whose limit was over, and they open, when the alarm was raised."""

    decided: int
    passed: int
    before: int
    gone: int


@dataclass
class Episode:
    """One alarm. since: when its condition began to hold; seen: by moment, how far beyond its threshold the number lay,
    as a share of the threshold (negative: not beyond); cleared_at: None while it is open (aware); is_answered: people
    acknowledged, assigned or closed it; limits: of alarms about limits alone."""

    raised: Transition
    since: datetime
    seen: dict[datetime, float] = field(default_factory=dict)
    cleared_at: datetime | None = None
    is_answered: bool = False
    limits: LimitsAfterwards | None = None


@dataclass(frozen=True)
class Verdict:
    """use: "idle" of an alarm that told of nothing that lasted or came, or that stood, "undecided" where that is not
    known yet. stood: it lasted for longer than LONGEST_LASTING."""

    use: Use
    is_late: bool
    stood: bool = False


def beyond(rule: AlarmRule, one: RuleReading) -> float:
    """How far a reading lies beyond its threshold, as a share of it."""
    return (one.threshold - one.value if rule.is_below else one.value - one.threshold) / (abs(one.threshold) or 1.0)


def verdict(rule: AlarmRule, episode: Episode, end: datetime) -> Verdict:
    """By data: an alarm about limits was of use if at least LEAST_PASSED of its cases passed their limit, and late if
    most of those that were near it when the condition began had passed it before the alarm was raised. Another one was
    of use if what it told of lasted for longer than its hold time (LEAST_LASTING at least) after it was raised, and
    late if its worst lay before. None was of use that stood; one that people answered was. end: of the test (aware)."""
    limits, lasted = episode.limits, (episode.cleared_at or end) - episode.raised.as_of
    if rule.kind == "limit_near":
        use: Use = "undecided"
        if limits and limits.decided:
            use = "useful" if limits.passed >= LEAST_PASSED * limits.decided else "idle"
        is_late = limits is not None and limits.before > 0 and limits.gone >= MOSTLY * limits.before
    else:
        use, is_late = _lasted(rule, episode, end), _worst_was_before(episode.seen, episode.raised.as_of)
    stood = lasted > LONGEST_LASTING
    use = "idle" if stood else use
    return Verdict("useful" if episode.is_answered else use, is_late, stood)


def repeated(episodes: Sequence[Episode]) -> int:
    """How many of the alarms of a rule, in the order in which they were raised, told of what another had told of
    within AGAIN_WITHIN before."""
    last, found = dict[tuple[str, str], datetime](), 0
    for one in episodes:
        raised, about = one.raised, (one.raised.area_code, one.raised.subject)
        found += about in last and raised.as_of - last[about] <= AGAIN_WITHIN
        last[about] = raised.as_of
    return found


def _lasted(rule: AlarmRule, episode: Episode, end: datetime) -> Use:
    raised, enough = episode.raised.as_of, max(rule.hold, LEAST_LASTING)
    if episode.cleared_at is not None:
        return "useful" if episode.cleared_at - raised > enough else "idle"
    is_seen_after = any(moment > raised + enough for moment in episode.seen)
    return "useful" if is_seen_after and end - raised > enough else "undecided"


def _worst_was_before(seen: Mapping[datetime, float], raised: datetime) -> bool:
    before = [value for moment, value in seen.items() if moment < raised]
    after = [value for moment, value in seen.items() if moment >= raised]
    return bool(before and after) and max(before) > max(after)


class Episodes:
    """Those of a test, filled moment by moment."""

    def __init__(self) -> None:
        self.all = list[Episode]()
        self._open = dict[Key, Episode]()
        self._waiting = dict[Key, dict[datetime, float]]()

    def see(self, rule: AlarmRule, one: RuleReading, at: datetime) -> None:
        """What a rule found at a moment; before what became of alarms then is noted."""
        key = (rule.key, one.about)
        if key in self._open:
            self._open[key].seen[at] = beyond(rule, one)
        elif one.is_over:
            self._waiting.setdefault(key, {})[at] = beyond(rule, one)
        else:
            self._waiting.pop(key, None)

    def note(self, became: Transition) -> None:
        """What became of an alarm."""
        key = (became.rule, (became.area_code, became.subject))
        if became.step == "raised":
            seen = self._waiting.pop(key, {})
            episode = Episode(became, min(seen, default=became.as_of), seen)
            self.all.append(episode)
            self._open[key] = episode
        elif became.step == "cleared" and key in self._open:
            self._open.pop(key).cleared_at = became.as_of
