"""All that is known of the people of one city: their accounts, second factors, sessions, browsers, links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.account_store import AccountStore
from dashboard.access.accounts.database import Database
from dashboard.access.accounts.factor_seal import FactorSeal
from dashboard.access.accounts.failures import FailureLimits, Failures
from dashboard.access.accounts.identities import Identities
from dashboard.access.accounts.known_browsers import KnownBrowsers
from dashboard.access.accounts.pairings import Pairings
from dashboard.access.accounts.passwords import Passwords, require_good_password
from dashboard.access.accounts.proofs import Proofs
from dashboard.access.accounts.second_factor import SecondFactors
from dashboard.access.accounts.sessions import SessionLimits, Sessions
from dashboard.access.accounts.shares import ShareLinks
from dashboard.access.accounts.sign_in import SignIn
from dashboard.access.accounts.vouched_sign_in import VouchedSignIn
from dashboard.settings import Settings


def limits_of(settings: Settings) -> SessionLimits:
    """The limits of sessions as they are set."""
    idle, proof = (timedelta(minutes=minutes) for minutes in (settings.idle_minutes, settings.proof_minutes))
    return SessionLimits(idle, timedelta(hours=settings.session_hours), proof)


def has_accounts(folder: Path) -> bool:
    """Whether people sign in to the city in a folder. Raises AccountsDamaged."""
    people = accounts_of(folder, folder.name)
    try:
        return people.store.is_used()
    finally:
        people.close()


def present_moment() -> datetime:
    """Now, by the clock of this machine: people sign in at a real moment, whatever the clock of a city says."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class CityAccounts:
    """city: its name, which no password may be made of."""

    city: str
    database: Database
    store: AccountStore
    factors: SecondFactors
    sessions: Sessions
    browsers: KnownBrowsers
    pairings: Pairings
    shares: ShareLinks
    sign_in: SignIn
    proofs: Proofs
    identities: Identities
    vouched: VouchedSignIn
    now: Callable[[], datetime] = present_moment

    def close(self) -> None:
        self.database.close()

    def words_around(self, account: Account) -> tuple[str, ...]:
        """What a password of this account must not be made of."""
        return (account.name, account.display_name, self.city)

    def set_password(self, account: Account, password: str, *, but: str = "") -> None:
        """Gives an account another password, and ends its sessions except the one with the key `but`; no browser is
        known to it any more. Raises BadParameter."""
        require_good_password(password, self.words_around(account))
        self.store.set_password(account.name, password)
        self.sessions.end_all(account.name, but=but)
        self.browsers.forget(account.name)

    def add(self, account: Account, password: str) -> None:
        """Makes an account of a person. Raises BadParameter."""
        require_good_password(password, self.words_around(account))
        self.store.add(account, password)


def accounts_of(
    folder: Path,
    city: str,
    *,
    limits: SessionLimits | None = None,
    passwords: Passwords | None = None,
    now: Callable[[], datetime] = present_moment,
) -> CityAccounts:
    """The accounts kept in a city's folder."""
    seal, limits = FactorSeal(folder), limits or SessionLimits()
    database = Database(folder, {"seal_second_factors": seal.seal_all})
    store = AccountStore(database, passwords or Passwords(), now)
    factors, browsers = SecondFactors(database, seal, now), KnownBrowsers(database, now)
    sessions, proofs = Sessions(database, limits, now), Proofs(database, limits.proof, now)
    sign_in = SignIn(store, factors, browsers, Failures(FailureLimits()))
    pairings, shares, identities = Pairings(database, now), ShareLinks(database, now), Identities(database, now)
    vouched = VouchedSignIn(store, identities, sign_in)
    return CityAccounts(
        city, database, store, factors, sessions, browsers, pairings, shares, sign_in, proofs, identities, vouched, now
    )
