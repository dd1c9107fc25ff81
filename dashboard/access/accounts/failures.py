"""How many wrong passwords are answered: for each account and network, each network, and each account.

Nobody is kept out by the mistakes of others. A browser from which somebody has signed in before is known, and its
mistakes are counted alone; what strangers try against the account does not touch it. Nor does it touch the first tries
from a network: what is tried against an account from everywhere counts only where somebody has failed before.
"""

from __future__ import annotations

from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

KNOWN_BROWSER = RateLimitItemPerMinute(10, 5)
ACCOUNT_HERE = RateLimitItemPerMinute(5, 5)
NETWORK = RateLimitItemPerMinute(30, 5)
ACCOUNT = RateLimitItemPerHour(50)
FIRST_TRIES = 2
"""From a network, whatever was tried against the account from elsewhere. A password that is taken needs 100 million
guesses (see passwords.py), which two from each network do not come to."""


@dataclass(frozen=True)
class FailureLimits:
    """Wrong passwords or codes over a moving window. known_browser: of one account in one browser that is known to it;
    the others hold for strangers: account_here: for one account from one network; network: for all accounts together
    from there; account: for one account from everywhere."""

    known_browser: RateLimitItem = KNOWN_BROWSER
    account_here: RateLimitItem = ACCOUNT_HERE
    network: RateLimitItem = NETWORK
    account: RateLimitItem = ACCOUNT


@dataclass(frozen=True)
class Attempt:
    """Who tries to sign in as whom: the name of the account, the network, and the digest of a known browser, empty for
    a stranger."""

    account: str
    network: str
    browser: str = ""


class Failures:
    """Failures of the last minutes, in the memory of the process."""

    def __init__(self, limits: FailureLimits) -> None:
        self._limits, self._limiter = limits, MovingWindowRateLimiter(MemoryStorage())

    def are_exhausted(self, attempt: Attempt) -> bool:
        """Whether nothing more of it is looked at for now."""
        counted = self._counted(attempt)
        if not attempt.browser and self._tries_left_here(attempt) > self._limits.account_here.amount - FIRST_TRIES:
            counted = [(limit, names) for limit, names in counted if limit is not self._limits.account]
        return not all(self._limiter.test(limit, *names) for limit, names in counted)

    def _tries_left_here(self, attempt: Attempt) -> int:
        here = ("here", attempt.account, attempt.network)
        return int(self._limiter.get_window_stats(self._limits.account_here, *here).remaining)

    def count(self, attempt: Attempt) -> None:
        """A wrong password, or a wrong code."""
        for limit, names in self._counted(attempt):
            self._limiter.hit(limit, *names)

    def _counted(self, attempt: Attempt) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
        limits = self._limits
        if attempt.browser:
            return [(limits.known_browser, ("browser", attempt.account, attempt.browser))]
        return [
            (limits.account_here, ("here", attempt.account, attempt.network)),
            (limits.network, ("network", attempt.network)),
            (limits.account, ("account", attempt.account)),
        ]
