"""Cases that nobody gets on with: in hand for months, until the clearing campaign, or for good."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import NEVER
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.chronicle import chronicle, on
from dashboard.simulator.lives.life import Life
from dashboard.simulator.simulated_time import DAY, HOUR, SECOND, Instants, day_start

_SUSPENDED = 0.15  # of them formally, the others just lie there


def shelve(life: Life) -> None:
    """Some cases are not handled after all; `shelved` says which."""
    mediated = life["channel"] == [one.code for one in habits().channel].index(chronicle().mediation.channel)
    share = np.where(mediated, chronicle().mediation.share, on(chronicle().curves.shelved, life.day))
    shelved = life.chance(share) & ~(life["minor"] | life["planned"] | life["repeat"])
    cleared = _cleared(life, shelved & ~mediated)
    comes = cleared < NEVER
    life["finished_at"] = np.where(shelved, life.only(comes, cleared - life.uniform(DAY, 4 * DAY)), life["finished_at"])
    checked = life.only(comes, cleared - life.uniform(HOUR, 5 * HOUR))
    life["verified_at"] = np.where(shelved, checked, life["verified_at"])
    for step in ("first_closed_at", "closed_at"):
        life[step] = np.where(shelved, cleared, life[step])
    for step in ("first_returned_at", "returned_again_at", "reworked_at"):
        life[step] = np.where(shelved, NEVER, life[step])
    life["returned"] = np.where(shelved, 0, life["returned"])
    _suspend(life, shelved, cleared)
    life["shelved"] = shelved


def _cleared(life: Life, rows: NDArray[np.bool_]) -> Instants:
    """A moment of the campaign, in office hours; NEVER for cases reported too late for it."""
    campaign = chronicle().campaign
    days = (campaign.last - campaign.first).days + 1
    at = day_start(campaign.first) + life.rng.integers(0, days, len(life)) * DAY + life.uniform(9 * HOUR, 18 * HOUR)
    return life.only(rows & (life.day <= campaign.reported_until), at)


def _suspend(life: Life, shelved: NDArray[np.bool_], cleared: Instants) -> None:
    """Suspended once handling has begun, and resumed when the campaign comes to it; the limit then moves as far."""
    suspended = shelved & life.chance(_SUSPENDED) & (life["suspended_at"] == NEVER) & (life["extended_at"] == NEVER)
    at = life["received_at"] + life.lognormal(3 * DAY, 0.5).clip(SECOND, 12 * DAY)
    resumed = life.only(suspended & (cleared < NEVER), cleared - life.uniform(5 * DAY, 9 * DAY))
    pause = np.where(resumed < NEVER, resumed - at, 30 * DAY)
    life["suspended_at"] = np.where(suspended, at, life["suspended_at"])
    life["resumed_at"] = np.where(suspended, resumed, life["resumed_at"])
    life["due_at"] = np.where(suspended, life["first_due_at"] + pause, life["due_at"])
