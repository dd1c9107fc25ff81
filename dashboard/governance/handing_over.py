"""Cases whose hold time is over are handed over by themselves: acts under the account of the system."""

from __future__ import annotations

from dashboard.access.actor import SYSTEM
from dashboard.intake.receiver import RowReceiver
from queries.city import City

MOST_AT_ONCE = 200
"""Of each loop in one run, so that after a long absence deliveries are not delayed."""


def hand_over(city: City, reception: RowReceiver | None = None) -> int:
    """Hand over the cases that are due now, those first whose time was over first; how many. Raises ActRefused and
    IntakeFull: then none is."""
    acts = city.governance.handovers_due(SYSTEM.who, SYSTEM.origin, city.acts.moment(), MOST_AT_ONCE)
    if acts:
        city.acts.deliver(acts, reception)
    return len(acts)
