"""The cases. Times are of June 2024 in the city's zone, written "day hour:minute"; every golden answer is counted on
them as of the 10th at 18:00."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from tests.cities.tiny.areas import POINTS

ZONE = ZoneInfo("Asia/Shanghai")
AS_OF_TEXT = "10 18:00"
TEXT = {
    "source_id", "title", "category1", "category2", "category3", "channel", "department", "area_code", "void_reason",
    "matter_id", "person_ref", "closing_level", "status",
}  # fmt: skip
COUNTERS = {"declined_count", "returned_count", "suspended_s", "satisfaction", "service_satisfaction", "version"}


def local(text: str) -> datetime:
    """ "10 18:00" as the aware instant of that day of June 2024."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    return datetime(2024, 6, int(day), int(hour), int(minute), tzinfo=ZONE)


AS_OF = local(AS_OF_TEXT)


def case(**said: Any) -> dict[str, Any]:
    """One case as its source would tell it: steps without `_at`, and nothing of what it does not know."""
    return said


CASES: tuple[dict[str, Any], ...] = (
    case(source_id="K1", at="E1", channel="hotline_12345", category1="street", category3="parking", department="police",
         matter_id="m1", reported="1 9:00", accepted="1 9:10", filed="1 9:20", filing_due="1 9:30", dispatched="1 9:25",
         auto_dispatched=True, receive_due="1 10:25", received="1 10:00", contact_due="1 11:20", contacted="1 10:30",
         finished="2 9:00", verified="2 10:00", first_closed="2 11:10", closed="2 11:10", due="3 9:20",
         callback_due="5 11:10", callback="3 10:00", surveyed="3 10:00", satisfaction=5, service_satisfaction=4,
         resolved=True, closing_level="street"),
    # filed, received, contacted and closed late; declined once; never called back; the matter of K1 again
    case(source_id="K2", at="E1", channel="hotline_12345", category1="street", category3="parking", department="police",
         matter_id="m1", reported="1 10:00", accepted="1 10:10", filed="1 10:40", filing_due="1 10:30",
         dispatched="1 10:50", auto_dispatched=False, receive_due="1 11:50", first_declined="1 11:30", declined_count=1,
         received="1 12:30", contact_due="1 12:40", contacted="1 13:00", finished="4 9:00", verified="4 10:00",
         first_closed="5 10:10", closed="5 10:10", due="4 10:40", callback_due="8 10:10", closing_level="city"),
    # sent back at verification, reworked, closed; suspended for twelve hours
    case(source_id="K3", at="E2", channel="app", category1="noise", category3="noise", department="environment",
         person_ref="p1", reported="2 8:00", accepted="2 8:10", filed="2 8:20", filing_due="2 8:30",
         dispatched="2 8:30", auto_dispatched=True, receive_due="2 9:30", received="2 9:00", finished="3 9:00",
         verified="3 10:00", first_returned="3 12:00", returned_count=1, reworked="3 13:00", suspended="3 14:00",
         resumed="4 2:00", suspended_s=43200, first_closed="4 8:10", closed="4 8:10", due="5 8:20",
         callback_due="7 8:10",
         callback="6 9:00", surveyed="6 9:00", satisfaction=2, service_satisfaction=3, resolved=False,
         closing_level="street"),
    # closed on the 3rd, reopened on the 4th, closed again on the 6th, by then late
    case(source_id="K4", at="E2", channel="app", category1="road", category3="pothole", department="roads",
         reported="2 9:00", accepted="2 9:10", filed="2 9:20", dispatched="2 9:30", auto_dispatched=True,
         received="2 10:00", finished="3 8:00", verified="3 9:00", first_closed="3 10:00", reworked="4 12:00",
         closed="6 9:10", due="5 9:20", surveyed="4 10:00", satisfaction=1, resolved=False, closing_level="city"),
    case(source_id="K5", at="W1", channel="grid_patrol", category1="street", category3="litter", department="cleaning",
         is_minor=True, reported="3 9:00", accepted="3 9:10", filed="3 9:20", dispatched="3 9:25", received="3 9:30",
         finished="3 9:35", verified="3 9:40", first_closed="3 10:10", closed="3 10:10", due="14 9:20",
         closing_level="street"),
    # dispatched by hand, never received, open and overdue
    case(source_id="K6", at="W1", channel="hotline_12345", category1="noise", category3="building site",
         reported="4 9:00", accepted="4 9:10", filed="4 9:20", filing_due="4 9:30", dispatched="4 9:40",
         auto_dispatched=False, receive_due="4 10:40", contact_due="4 11:20", due="6 9:20"),
    # open, suspended, not overdue
    case(source_id="K7", at="W2", channel="hotline_12345", category1="water", category3="pipe", department="water",
         reported="8 9:00", accepted="8 9:10", filed="8 9:20", dispatched="8 9:30", auto_dispatched=True,
         receive_due="8 10:30", received="8 10:10", contact_due="11 9:20", contacted="8 10:00", suspended="9 9:00",
         due="20 9:20"),
    # diverted from the police line, across regions and departments; called back late, did not answer
    case(source_id="K8", at="W2", channel="police_110_np", category1="noise", category3="dance", department="culture",
         is_diverted=True, reported="5 20:00", accepted="5 20:10", filed="5 20:20", dispatched="5 20:25",
         auto_dispatched=True, received="5 20:40", cross="5 21:00", cross_region=True, cross_department=True,
         finished="6 7:00", verified="6 8:00", first_closed="6 8:10", closed="6 8:10", due="7 20:20",
         callback_due="7 8:10", callback="8 9:00", surveyed="8 9:00"),
    # known to its district only; across levels, open; the person of K3 with the same kind again
    case(source_id="K9", area_code="W", channel="police_110_np", category1="noise", category3="noise", person_ref="p1",
         is_diverted=True, reported="9 8:00", accepted="9 8:10", filed="9 8:20", dispatched="9 8:30",
         auto_dispatched=True, received="9 8:50", cross="9 10:00", cross_level=True, due="12 8:20"),
    case(source_id="K10", at="E1", channel="app", category1="street", category3="stall", status="voided",
         reported="5 9:00", accepted="5 9:10", voided="5 9:30", void_reason="duplicate"),
    case(source_id="K11", at="E1", channel="app", category1="street", category3="lamp", status="voided",
         reported="6 9:00", accepted="6 9:10", filed="6 9:20", dispatched="6 9:30", auto_dispatched=True,
         voided="7 9:00", void_reason="after_dispatch", due="8 9:20"),
    # known to the city only, not yet accepted
    case(source_id="K12", channel="iot", reported="10 17:50"),
    # accepted, past the filing limit, not filed
    case(source_id="K13", at="E2", channel="app", category1="road", category3="pothole", reported="10 17:00",
         accepted="10 17:10", filing_due="10 17:30"),
    # closed an hour before it was reported
    case(source_id="K14", at="W1", channel="department", category1="water", category3="drain", reported="7 10:00",
         accepted="7 10:00", filed="7 10:00", first_closed="7 9:00", closed="7 9:00", due="9 10:00"),
    # sent back, in rework, overdue; the kind and the place of K1 and K2 again
    case(source_id="K15", at="E1", channel="grid_patrol", category1="street", category3="parking", department="police",
         reported="7 8:00", accepted="7 8:10", filed="7 8:20", dispatched="7 8:30", auto_dispatched=True,
         received="7 8:40", finished="8 7:00", verified="8 8:00", first_returned="8 10:00", returned_count=1,
         reworked="8 11:00", due="10 8:20"),
    # reported after the moment of all golden answers
    case(source_id="K16", at="E1", channel="app", category1="street", category3="parking", reported="10 19:00",
         accepted="10 19:05"),
)  # fmt: skip


def case_table() -> pa.Table:
    """All sixteen cases."""
    return table_of(CASES)


def table_of(cases: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The cases as a table with canonical columns; `at` is a street in whose middle the point lies."""
    rows = [_row(case) for case in cases]
    names = sorted({name for row in rows for name in row})
    return pa.table({name: pa.array([row.get(name) for row in rows], _type(name)) for name in names})


def _row(case: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in case.items():
        if name == "at":
            row["lon"], row["lat"] = POINTS[value]
        elif name in TEXT or name in COUNTERS or not isinstance(value, str):
            row[name] = value
        else:
            row[f"{name}_at"] = local(value).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
    return row


def _type(name: str) -> pa.DataType:
    if name.endswith("_at"):
        return pa.timestamp("us")
    if name in ("lon", "lat"):
        return pa.float64()
    if name in COUNTERS:
        return pa.int64()
    return pa.string() if name in TEXT else pa.bool_()
