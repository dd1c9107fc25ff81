"""What the random numbers of the fleet decide."""

from __future__ import annotations

from enum import IntEnum


class FleetPurpose(IntEnum):
    """What a chance decides; chances of different purposes are independent."""

    PLACES = 1
    HEARTBEAT = 2
    NEVER_REPORTED = 3
    CYCLE = 4
    FAILS = 5
    FAILS_WHEN = 6
    FAILS_HOW = 7
    LASTS = 8
    SERVICED = 9
    OWNER = 10
    SHIFT = 11
    LEAVE = 12
    SLOT = 13
    WAYPOINT = 14
    WHO = 15
    STAY = 16
    SIGNAL = 17
    SOS = 18
    LINK = 19
    LINK_WHEN = 20
    LINK_LASTS = 21
    LAG = 22
    CALLS = 23
    ALARM = 24
    CROWD = 25
    CROWD_OF_DAY = 26
    CONGESTION = 27
    SENSORS_SILENT = 28
