"""Signing in without a password of this city: by what a provider of identities, or a proxy in front, says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dashboard.access.accounts.account import Account, lenient_name
from dashboard.access.accounts.account_store import AccountStore
from dashboard.access.accounts.identities import Identities
from dashboard.access.accounts.sign_in import Refused, SignIn
from dashboard.access.audit.request_audit import enter_way_in
from dashboard.access.provider.id_token import Identity

Stranger = Literal["no_account", "no_name", "account_of_another", "account_disabled"]
BY_PROVIDER, BY_PROXY = "provider", "proxy"


@dataclass(frozen=True)
class Vouched:
    """Somebody for whom another vouches, and the account that is theirs once they are let in. issuer, subject: of a
    provider, by which the account is bound to them then."""

    account: Account
    way: str
    issuer: str = ""
    subject: str = ""


class VouchedSignIn:
    """Accounts are made here and nowhere else: who is vouched for and has none is told so."""

    def __init__(self, accounts: AccountStore, identities: Identities, sign_in: SignIn) -> None:
        self._accounts, self._identities, self._sign_in = accounts, identities, sign_in

    def account_of(self, identity: Identity) -> Account | Stranger:
        """The account of somebody: the one that is bound to them, or before their first time the one whose name the
        provider says."""
        bound = self._identities.account_of(identity.issuer, identity.subject)
        if bound is not None:
            return self.named(bound)
        if not identity.name:
            return "no_name"
        found = self.named(identity.name)
        if isinstance(found, Account) and self._identities.is_bound(identity.issuer, found.name):
            return "account_of_another"
        return found

    def refused(self, reason: str, network: str, *, account: str = "", way: str = BY_PROVIDER) -> None:
        """Enters into the audit that somebody was not let in, and why."""
        enter_way_in(self._accounts.folder, network, "", {"reason": reason, "account": account, "way": way})

    def let_in(self, who: Vouched, network: str) -> bool:
        """Binds the account to whom a provider vouches for and enters that they signed in; whether that could be: it
        may be somebody else's by now."""
        if who.issuer and not self._binds(who):
            return False
        enter_way_in(self._accounts.folder, network, who.account.name, {"way": who.way})
        return True

    def _binds(self, who: Vouched) -> bool:
        bound = self._identities.account_of(who.issuer, who.subject)
        if bound is not None:
            return bound == who.account.name
        return self._identities.bind(who.issuer, who.subject, who.account.name)

    def code_problem(self, account: Account, code: str, network: str, browser: str) -> Refused | None:
        """Why the code of the second factor of an account is not taken, or None."""
        return self._sign_in.code_problem(account, code, self._sign_in.attempt(account.name, network, browser))

    def named(self, name: str) -> Account | Stranger:
        """The account of a person that may sign in, by its name."""
        found = self._accounts.find(lenient_name(name))
        if found is None or found.is_device:
            return "no_account"
        return "account_disabled" if found.disabled else found

    def known_name(self, name: str, identity: Identity | None = None) -> str:
        """The name of the account that is meant: bound to somebody, or called so; empty where there is none."""
        bound = self._identities.account_of(identity.issuer, identity.subject) if identity else None
        found = self._accounts.find(bound or lenient_name(name))
        return found.name if found else ""
