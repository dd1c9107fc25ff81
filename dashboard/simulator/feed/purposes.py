"""What the random numbers of the deliveries decide, drawn by case number."""

from __future__ import annotations

from enum import IntEnum


class CasePurpose(IntEnum):
    """What a chance decides; chances of different purposes are independent."""

    LATE = 1
    LATE_BY = 2
    CORRECTED = 3
    CORRECTED_AFTER = 4
    WHAT_WAS_WRONG = 5
    WRONG_VALUE = 6
    SKEWED = 7
    SKEWED_BY = 8
    SENT_AGAIN = 9
    SENT_AGAIN_AFTER = 10
    GARBLED = 11
    CALL_MISSED = 12
    CALL_MISSED_AT = 13
    PASSES_ON = 14
    PASSED = 15
    PASSED_AT = 16
    AT_ONCE = 17
    DISTRICT_WAITS = 18
    STREET_WAITS = 19
    HANDED_BACK = 20
    CALLED_AGAIN = 21
    JUDGED = 22
    ERRS = 23
    FALSE_ALARM = 24
