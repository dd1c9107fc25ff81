"""Readings of rules about samples: units of whose closed cases fewer than expected pass the review."""

from __future__ import annotations

from queries.alarms.asking import Asking, RuleQuestion
from queries.alarms.reading import RuleReading, RuleReadings
from queries.privacy.masking import masked_value
from queries.samples.sampling_rule import AREA


def pass_rates(asking: Asking, asked: RuleQuestion) -> RuleReadings:
    """Of the newest sample with verdicts, the pass rate of each unit with enough of them against what the rule of the
    sample expects: beyond it where the whole 95 % interval lies below."""
    sample = asking.judged_sample(asked.as_of, scope=asking.scope)
    if sample is None:
        return RuleReadings()
    expected, found = sample.drawing.rule.at_least, list[RuleReading]()
    for unit in sample.units:
        rate = unit.counts.rate
        if unit.rank is not None and rate is not None:
            is_area = unit.by == AREA and unit.code in asking.tree.number_of_code
            area = unit.code if is_area else asking.tree.root.code
            subject = "" if is_area else masked_value(unit.code) or unit.code
            found.append(RuleReading(area, subject, rate, expected, unit.counts.n, unit.low, rate >= expected))
    return RuleReadings(tuple(found))
