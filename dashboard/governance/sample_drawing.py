"""The samples that are due are drawn: acts under the account of the system."""

from __future__ import annotations

from dashboard.access.actor import SYSTEM
from dashboard.intake.receiver import RowReceiver
from queries.city import City


def draw_samples(city: City, reception: RowReceiver | None = None) -> int:
    """Draw the samples of the weeks that are over and have none; how many acts that took, 0 where nothing was due.
    Raises ActRefused, IntakeFull and TooSlow: then none is drawn, and the next run tries again."""
    acts = city.samples.drawings_due(SYSTEM.who, SYSTEM.origin, city.acts.moment())
    if acts:
        city.acts.deliver(acts, reception)
    return len(acts)
