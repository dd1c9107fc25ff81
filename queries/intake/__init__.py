"""Intake: rows that sources deliver while the city is open, written down before they are acknowledged, applied in the
background; and the city made whole again when it is opened after a crash."""

from queries.intake.errors import IntakeFull
from queries.intake.receipt import Receipt, RefusedRow
from queries.intake.reception import Reception
from queries.intake.recovery import open_recovered, recover

__all__ = ["IntakeFull", "Receipt", "Reception", "RefusedRow", "open_recovered", "recover"]
