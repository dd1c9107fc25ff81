"""The tables of a city that a statement reads."""

from __future__ import annotations

import re

NAMED = re.compile(
    r"\b(?:city\.(?P<table>\w+)"
    r"|(?P<macro>recorded_cases|permitted_at_recording|recorded_calls|reported_\w+|entered_attempts|call_attempts"
    r"|device_verdicts)(?=\()"
    r"|prepared\.main\.(?P<prepared>\w+))",
    re.IGNORECASE,
)
"""What a statement reads."""
UNSEEN = re.compile(r"\bcity\s*(?:\"\s*)?\.(?!\w)|\bcity(?:\s+|\"\s*)\.", re.IGNORECASE)
"""A name of a table that is written otherwise."""
