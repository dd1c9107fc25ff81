"""The accounts of a city as /people lists them: those that are looked for, page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.access.accounts.account import Account

ON_A_PAGE = 40
LONGEST_DIGITS = 4


@dataclass(frozen=True)
class AccountsWanted:
    """find: a part of a name, or of the name or code of an area; role: empty for all; page: from 1."""

    find: str = ""
    role: str = ""
    page: int = 1


@dataclass(frozen=True)
class AccountList:
    """accounts: of the page; page, pages: from 1; found: of all pages."""

    accounts: Sequence[Account]
    page: int
    pages: int
    found: int


def wanted_accounts(find: str, role: str, page: str) -> AccountsWanted:
    """As an address asks for them."""
    is_number = page.isascii() and page.isdigit() and len(page) <= LONGEST_DIGITS
    return AccountsWanted(" ".join(find.split()).casefold(), role, max(int(page), 1) if is_number else 1)


def account_list(accounts: Sequence[Account], wanted: AccountsWanted, area: Callable[[str], str]) -> AccountList:
    """A page of those wanted; the last one where there are fewer pages. area: the name of an area by its code."""
    found = [one for one in accounts if _is_wanted(one, wanted, area)]
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(wanted.page, pages)
    return AccountList(found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], page, pages, len(found))


def _is_wanted(account: Account, wanted: AccountsWanted, area: Callable[[str], str]) -> bool:
    if wanted.role and account.role != wanted.role:
        return False
    texts = [account.name, account.display_name, *account.areas, *(area(code) for code in account.areas)]
    return any(wanted.find in text.casefold() for text in texts)
