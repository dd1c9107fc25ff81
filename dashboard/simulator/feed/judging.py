"""What crews say of the alarms of devices when they are done: whether there was anything."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.simulator.cases import NEVER, Cases, Column
from dashboard.simulator.chance import chances
from dashboard.simulator.feed.purposes import CasePurpose
from dashboard.simulator.habits.channels import habits

OF_DEVICES = ("video_ai", "iot")
JUDGED = 0.85
"""Of the alarms that are finished."""
_LEAST, _MORE = 0.02, 0.22
"""Share of false ones of the kind that errs least, and how much more the others may."""


def judging_steps(cases: Cases, seed: int) -> Iterator[tuple[str, Column]]:
    """Steps by their word: when each case has it (microseconds UTC, NEVER: it has not)."""
    codes = [channel.code for channel in habits().channel]
    of_devices = np.isin(cases["channel"], [codes.index(code) for code in OF_DEVICES])
    number, finished = cases["number"], cases["finished_at"]
    judged = of_devices & (finished < NEVER) & (chances(seed, CasePurpose.JUDGED, number) < JUDGED)
    errs = _LEAST + _MORE * chances(seed, CasePurpose.ERRS, cases["kind"]) ** 2
    is_false = chances(seed, CasePurpose.FALSE_ALARM, number) < errs
    for word, said in (("alarm_false", is_false), ("alarm_true", ~is_false)):
        yield word, np.where(judged & said, finished, NEVER)
