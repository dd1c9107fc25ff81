"""Readings of rules about roll-calls: centres that have not answered within the time of their level."""

from __future__ import annotations

from queries.alarms.asking import Asking, RuleQuestion
from queries.alarms.reading import RuleReading, RuleReadings, compared


def late_centres(asking: Asking, asked: RuleQuestion) -> RuleReadings:
    """Of every call that runs and each of its levels whose time is over, the share of the centres that have not
    answered. The subject is the key of the level."""
    rule, found = asked.rule, list[RuleReading]()
    for call in asking.roll_calls(asked.as_of, scope=asking.scope):
        elapsed = asked.as_of - call.made.called_at
        for level in (one for one in call.made.levels if elapsed > one.limit):
            centres = [one for one in call.centres if one.level == level]
            missing = sum(one.after is None or one.after > elapsed for one in centres)
            if centres:
                share = missing / len(centres)
                threshold, is_over, is_clear = compared(share, rule.above, None, rule.clear)
                area = call.made.area.code
                found.append(RuleReading(area, level.key, share, threshold, missing, is_over, is_clear))
    return RuleReadings(tuple(found))
