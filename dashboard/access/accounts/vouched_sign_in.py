"""Signing in without a password of this city: by what a provider of identities, or a proxy in front, says."""

from __future__ import annotations

from typing import Literal

from dashboard.access.accounts.account import Account, lenient_name
from dashboard.access.accounts.account_store import AccountStore
from dashboard.access.accounts.identities import Identities
from dashboard.access.accounts.sign_in import Refused, SignIn
from dashboard.access.audit.request_audit import enter_way_in
from dashboard.access.provider.id_token import Identity

Stranger = Literal["no_account", "account_of_another", "account_disabled"]
BY_PROVIDER, BY_PROXY = "provider", "proxy"


class VouchedSignIn:
    """Accounts are made here and nowhere else: who is vouched for and has none is told so."""

    def __init__(self, accounts: AccountStore, identities: Identities, sign_in: SignIn) -> None:
        self._accounts, self._identities, self._sign_in = accounts, identities, sign_in

    def account_of(self, identity: Identity) -> Account | Stranger:
        """The account of somebody: the one that is bound to them, or at their first time the one whose name the
        provider says, which is bound to them by that."""
        bound = self._identities.account_of(identity.issuer, identity.subject)
        if bound is not None:
            return self.named(bound)
        found = self.named(identity.name)
        if isinstance(found, Account) and not self._identities.bind(identity.issuer, identity.subject, found.name):
            return "account_of_another"
        return found

    def refused(self, reason: str, network: str, *, account: str = "", way: str = BY_PROVIDER) -> None:
        """Enters into the audit that somebody was not let in, and why."""
        enter_way_in(self._accounts.folder, network, "", {"reason": reason, "account": account, "way": way})

    def let_in(self, account: Account, network: str, *, way: str = BY_PROVIDER) -> None:
        """Enters into the audit that somebody signed in."""
        enter_way_in(self._accounts.folder, network, account.name, {"way": way})

    def code_problem(self, account: Account, code: str, network: str, browser: str) -> Refused | None:
        """Why the code of the second factor of an account is not taken, or None."""
        return self._sign_in.code_problem(account, code, self._sign_in.attempt(account.name, network, browser))

    def named(self, name: str) -> Account | Stranger:
        """The account of a person that may sign in, by its name."""
        found = self._accounts.find(lenient_name(name))
        if found is None or found.is_device:
            return "no_account"
        return "account_disabled" if found.disabled else found
