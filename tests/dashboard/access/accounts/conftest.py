"""What tests of accounts are made of: passwords that cost nothing, and a clock that a test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.city_accounts import CityAccounts
from dashboard.access.accounts.passwords import Passwords
from dashboard.access.accounts.sign_in import Credentials, Refused

PASSWORD = "three grey herons wade"  # noqa: S105
OTHER_PASSWORD = "nine brass kettles hum"  # noqa: S105
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
OFFICE, ELSEWHERE = "192.0.2.0/24", "198.51.100.0/24"


@dataclass
class Watch:
    moment: datetime = datetime(2026, 6, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


def sign_in(
    people: CityAccounts, name: str, password: str, *, code: str = "", browser: str = "", network: str = OFFICE
) -> Account | Refused:
    return people.sign_in.account_of(Credentials(name, password, code, browser), network)
