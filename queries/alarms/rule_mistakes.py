"""What can be wrong with a rule of alarms, each in a sentence for the person who wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from queries.alarms.rule import KINDS, SEVERITIES, SPENT, AlarmRule, Kind
from queries.kpis.dictionary import Dictionary
from queries.privacy.text_columns import CATEGORIES

PARTS = ("department", "channel", "category", "category2", "category3", "special_grid")
NEEDS: Mapping[Kind, tuple[str, ...]] = {
    "threshold": ("kpi",),
    "outside_band": ("kpi", "side"),
    "limit_near": ("spent",),
    "cluster": ("category", "cases", "metres", "minutes"),
    "silence": ("of",),
    "roll_call": ("above",),
    "sample": (),
    "unanswered": (),
}
LONGEST_DAYS, MOST_METRES, MOST_MINUTES, FEWEST_CASES = 31, 5_000, 10_080, 2


def mistakes(rule: AlarmRule, dictionary: Dictionary) -> Iterator[str]:
    """What is wrong with a rule; with one that is off, nothing matters but its kind."""
    if rule.kind not in KINDS:
        yield f"kind {rule.kind!r} is none of {', '.join(KINDS)}"
        return
    if rule.severity not in SEVERITIES:
        yield f"severity {rule.severity!r} is none of {', '.join(SEVERITIES)}"
    if rule.off:
        return
    missing = [name for name in NEEDS[rule.kind] if getattr(rule, name) in ("", 0, None)]
    if missing:
        yield f"a rule of kind {rule.kind} needs {', '.join(missing)}"
        return
    if rule.hold_minutes < 0 or not 1 <= rule.days <= LONGEST_DAYS:
        yield f"hold_minutes is 0 or more, days from 1 to {LONGEST_DAYS}"
    yield from _OF_KIND[rule.kind](rule, dictionary)


def _of_limit(rule: AlarmRule, dictionary: Dictionary) -> Iterator[str]:
    if rule.spent not in SPENT:
        yield f"spent {rule.spent} is none of {', '.join(map(str, SPENT))}"
    else:
        yield from _of_threshold(rule, dictionary)


def _of_kpi(rule: AlarmRule, dictionary: Dictionary) -> Iterator[str]:
    key, denominator = rule.counted
    if key not in dictionary:
        yield f"there is no KPI {key!r}; `yiping kpi --list` prints all of them"
    elif denominator is not None and denominator not in dictionary[key].denominators:
        known = ", ".join(dictionary[key].denominators) or "none"
        yield f"{denominator!r} is no denominator of {key}; it has {known}"
    if bool(rule.levels) == bool(rule.by):
        yield "write either levels, such as levels = [0, 1], or by, such as by = 'department'"
    if any(not isinstance(level, int) or isinstance(level, bool) or level < 0 for level in rule.levels):
        yield "levels are numbers from 0 (the whole city)"
    if rule.by and rule.by not in PARTS:
        yield f"by {rule.by!r} is none of {', '.join(PARTS)}"


def _of_threshold(rule: AlarmRule, dictionary: Dictionary) -> Iterator[str]:
    yield from _of_kpi(rule, dictionary)
    if (rule.above is None) == (rule.below is None):
        yield "write either above or below"
    elif rule.clear is not None and (
        rule.clear > rule.above if rule.above is not None else rule.clear < (rule.below or 0.0)
    ):
        yield "clear lies on the side of the threshold where all is well"


def _of_band(rule: AlarmRule, dictionary: Dictionary) -> Iterator[str]:
    yield from _of_kpi(rule, dictionary)
    if rule.side not in ("above", "below"):
        yield f"side {rule.side!r} is none of above, below"
    if rule.by or not rule.above == rule.below == rule.clear is None:
        yield "a rule of what is normal has levels, and neither by, above, below nor clear"
    if rule.kpi in dictionary and dictionary[rule.kpi].table != "events":
        yield f"{rule.kpi} does not count cases; what is normal is known of these alone"


def _of_cluster(rule: AlarmRule, _dictionary: Dictionary) -> Iterator[str]:
    if rule.category not in CATEGORIES:
        yield f"category {rule.category!r} is none of {', '.join(CATEGORIES)}"
    if rule.cases < FEWEST_CASES or not 0 < rule.metres <= MOST_METRES or not 0 < rule.minutes <= MOST_MINUTES:
        yield f"cases are 2 or more, metres {MOST_METRES:,} at most, minutes {MOST_MINUTES:,} at most"
    if rule.clear is not None and not FEWEST_CASES <= rule.clear <= rule.cases:
        yield "clear is 2 or more cases, and no more than raise the alarm"


def _of_silence(rule: AlarmRule, _dictionary: Dictionary) -> Iterator[str]:
    if rule.of not in ("source", "devices"):
        yield f"of {rule.of!r} is none of source, devices"
    elif rule.of == "devices" and not 0 <= (rule.clear or 0.0) <= (rule.above or 0.0) < 1:
        yield "of devices, above is a share between 0 and 1, and clear no more than it"
    elif rule.of == "devices" and not rule.above:
        yield "of devices, above is needed: the share that is silent"


def _of_roll_call(rule: AlarmRule, _dictionary: Dictionary) -> Iterator[str]:
    if not 0 <= (rule.clear or 0.0) <= (rule.above or 0.0) < 1:
        yield "above is a share of the centres between 0 and 1, and clear no more than it"


def _nothing_more(_rule: AlarmRule, _dictionary: Dictionary) -> Iterator[str]:
    return iter(())


_OF_KIND: Mapping[Kind, Callable[[AlarmRule, Dictionary], Iterator[str]]] = {
    "threshold": _of_threshold,
    "outside_band": _of_band,
    "limit_near": _of_limit,
    "cluster": _of_cluster,
    "silence": _of_silence,
    "roll_call": _of_roll_call,
    "sample": _nothing_more,
    "unanswered": _nothing_more,
}
