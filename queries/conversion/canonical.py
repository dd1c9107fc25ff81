"""The canonical columns of a case: what a source may say, by kind, in the order in which content is hashed.

Changing the order or the names changes every row hash; run `yiping rebuild` afterwards.
"""

from __future__ import annotations

import pyarrow as pa

TEXTS = (
    "source_id",
    "title",
    "text",
    "address",
    "category1",
    "category2",
    "category3",
    "area_code",
    "area_name",
    "matter_id",
    "person_ref",
    "department",
    "void_reason",
    "closing_level",
)
WORDS = ("status", "channel", "close_type")
RAW_WORDS = ("status_raw", "channel_raw")
LIFE_CYCLE = (
    "occurred_at",
    "reported_at",
    "accepted_at",
    "filed_at",
    "dispatched_at",
    "received_at",
    "finished_at",
    "verified_at",
    "first_closed_at",
    "closed_at",
    "voided_at",
    "suspended_at",
    "resumed_at",
    "cross_at",
    "first_declined_at",
    "first_returned_at",
    "reworked_at",
    "extended_at",
    "contacted_at",
    "callback_at",
    "surveyed_at",
)
LIMITS = ("filing_due_at", "receive_due_at", "contact_due_at", "due_at", "callback_due_at")
UPDATED = "updated_at"
TIMES = (*LIFE_CYCLE, *LIMITS, UPDATED)
VERSION = "version"
INTEGERS = ("attachments", "declined_count", "returned_count", "extensions", "suspended_s", VERSION)
DECIMALS = ("lon", "lat")
BOOLEANS = (
    "cross_region",
    "cross_level",
    "cross_department",
    "is_minor",
    "is_diverted",
    "auto_dispatched",
    "resolved",
)
SCORES = ("satisfaction", "service_satisfaction")
PERSON = "person"
POINT = "point"
"""Longitude and latitude in one column."""

STEPS = tuple(name.removesuffix("_at") for name in LIFE_CYCLE)
CANONICAL = frozenset((*TEXTS, *WORDS, *RAW_WORDS, *TIMES, *INTEGERS, *DECIMALS, *BOOLEANS, *SCORES, PERSON, POINT))

INSTANT = pa.timestamp("us")
_TYPES = (
    [(name, pa.string()) for name in (*TEXTS, *WORDS, *RAW_WORDS)]
    + [(name, INSTANT) for name in TIMES]
    + [(name, pa.int64()) for name in INTEGERS]
    + [(name, pa.float64()) for name in DECIMALS]
    + [(name, pa.bool_()) for name in BOOLEANS]
    + [(name, pa.uint8()) for name in SCORES]
)
CONTENT = pa.schema(_TYPES)

# Bases of the KPI dictionary whose day and hour in the city's zone are stored: prefix of *_day and *_hour -> the time.
DAYS = {
    "reported": "reported_at",
    "filed": "filed_at",
    "dispatched": "dispatched_at",
    "verified": "verified_at",
    "first_returned": "first_returned_at",
    "closed": "closed_at",
    "due": "due_at",
    "surveyed": "surveyed_at",
    "cross": "cross_at",
    "callback_due": "callback_due_at",
}
