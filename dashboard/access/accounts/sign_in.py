"""Signing in: name and password, and a code where the account has a second factor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dashboard.access.accounts.account import Account, lenient_name
from dashboard.access.accounts.account_store import AccountStore
from dashboard.access.accounts.failures import Attempt, Failures
from dashboard.access.accounts.known_browsers import KnownBrowsers
from dashboard.access.accounts.passwords import TooManyAtOnce
from dashboard.access.accounts.second_factor import SecondFactors
from dashboard.access.audit.request_audit import enter_act, enter_way_in

Refused = Literal["wrong", "code_needed", "too_many"]


@dataclass(frozen=True)
class Credentials:
    """What somebody gives who signs in. code: of the second factor, or a recovery code; browser: the secret by which a
    browser is known."""

    name: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)
    browser: str = field(default="", repr=False)


class SignIn:
    """Decides who somebody is. A refusal does not tell whether there is such an account; that a code is needed is told
    to whoever has the right password."""

    def __init__(
        self, accounts: AccountStore, factors: SecondFactors, browsers: KnownBrowsers, failures: Failures
    ) -> None:
        self._accounts, self._factors, self._browsers, self._failures = accounts, factors, browsers, failures

    def account_of(self, given: Credentials, network: str) -> Account | Refused:
        """The account of these credentials, or why not; entered into the audit. network: from where they come."""
        found = self._decided(given, network)
        if isinstance(found, Account):
            enter_way_in(self._accounts.folder, network, found.name, {"way": "password"})
        else:
            known = self._accounts.find(lenient_name(given.name))  # another name may be a password in the wrong field
            what = {"reason": found, "account": known.name if known else ""}
            enter_way_in(self._accounts.folder, network, "", what)
        return found

    def _decided(self, given: Credentials, network: str) -> Account | Refused:
        name = lenient_name(given.name)
        attempt = self.attempt(name, network, given.browser)
        if self._failures.are_exhausted(attempt):
            return "too_many"
        try:
            right = self._accounts.has_password(name, given.password)
        except TooManyAtOnce:
            return "too_many"
        account = self._accounts.find(name)
        if not right or account is None or account.disabled:
            self._failures.count(attempt)
            return "wrong"
        return self._with_code(account, given.code, attempt)

    def confirms(self, account: Account, password: str, attempt: Attempt, *, code: str | None = None) -> Refused | None:
        """None where this is the password of somebody who is signed in, and a code of theirs unless it is None or none
        is asked of them; mistakes count as when they sign in, and are entered into the audit."""
        of_password = self._password_problem(account, password, attempt)
        of_code = None if of_password or code is None else self.code_problem(account, code, attempt)
        self._enter_proof(account, of_password or of_code)
        return of_password or ("code_needed" if of_code else None)

    def confirms_by_code(self, account: Account, code: str, attempt: Attempt) -> Refused | None:
        """The same by a code alone, of somebody who has no password."""
        found = self.code_problem(account, code, attempt)
        self._enter_proof(account, found)
        return found

    def proves(self, account: Account, given: str, attempt: Attempt) -> Refused | None:
        """The same by the password or a code of the second factor."""
        if self._failures.are_exhausted(attempt):
            found: Refused | None = "too_many"
        elif account.has_second_factor and self._factors.takes(account.name, given):
            found = None
        else:
            found = self._password_problem(account, given, attempt)
        self._enter_proof(account, found)
        return found

    def _password_problem(self, account: Account, password: str, attempt: Attempt) -> Refused | None:
        if self._failures.are_exhausted(attempt):
            return "too_many"
        try:
            is_right = self._accounts.has_password(account.name, password)
        except TooManyAtOnce:
            return "too_many"
        if not is_right:
            self._failures.count(attempt)
        return None if is_right else "wrong"

    def _enter_proof(self, account: Account, problem: Refused | None) -> None:
        what = {"reason": problem or "", "account": account.name}
        enter_act(self._accounts.folder, "proof", what, "refused" if problem else "done")

    def attempt(self, name: str, network: str, browser: str) -> Attempt:
        """Who tries. browser: the secret by which a browser may be known."""
        return Attempt(name, network, self._browsers.known(name, browser))

    def code_problem(self, account: Account, code: str, attempt: Attempt) -> Refused | None:
        """Why a code of an account is not taken whose person somebody else vouches for, or None; mistakes count."""
        found = "too_many" if self._failures.are_exhausted(attempt) else self._with_code(account, code, attempt)
        return None if isinstance(found, Account) else found

    def _with_code(self, account: Account, code: str, attempt: Attempt) -> Account | Refused:
        if not account.has_second_factor:
            return account
        if not code.strip():
            return "code_needed"
        if self._factors.takes(account.name, code):
            return account
        self._failures.count(attempt)
        return "wrong"
