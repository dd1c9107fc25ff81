"""A city keeps somebody who can let others in."""

from __future__ import annotations

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.account_store import AccountStore

ADMIN = "admin"


def is_last_admin(store: AccountStore, before: Account, after: Account) -> bool:
    """Whether nobody could administer the city any more if an account became what it is to be."""
    others = any(_rules(one) for one in store.all() if one.name != before.name)
    return _rules(before) and not _rules(after) and not others


def _rules(account: Account) -> bool:
    return account.role == ADMIN and not account.disabled
