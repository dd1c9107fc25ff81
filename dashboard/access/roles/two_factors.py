"""Abilities for which somebody should prove who they are by two factors, and who has to set up the second one yet."""

from __future__ import annotations

from dashboard.access.accounts.account import Account
from dashboard.access.roles.ability import Ability
from dashboard.access.roles.roles import abilities_of

OF_TWO_FACTORS: frozenset[Ability] = frozenset({"act", "unmask", "administer"})


def waiting_for_second_factor(account: Account) -> frozenset[Ability]:
    """The abilities of an account's role for which its second factor is due; empty once it is set up."""
    return frozenset() if account.has_second_factor else abilities_of(account.role) & OF_TWO_FACTORS
