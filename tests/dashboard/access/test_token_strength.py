"""A token that can be guessed is refused at the start, with a sentence that says how to make a better one."""

import secrets
from pathlib import Path

import pytest

from dashboard.access.accounts.city_accounts import accounts_of
from dashboard.access.token_strength import weakness
from dashboard.errors import NotAllowed
from dashboard.settings import Settings
from dashboard.web.listening import check_openness

WEAK = [
    "a", "open sesame", "correct horse", "passwordpassword", "password12345678", "1234567890abcdef", "a" * 64,
    "ab" * 20, "0123456789abcdef0123456789abcdef", "qwertyuiopasdfgh", "Passw0rd!Passw0rd!", "admin-admin-admin-admin",
    "yiping-dashboard-token",
]  # fmt: skip


@pytest.mark.parametrize("token", WEAK)
def test_what_can_be_guessed_is_refused_with_advice(token: str) -> None:
    sentence = weakness(token)
    assert sentence
    assert "secrets.token_urlsafe" in sentence
    assert token not in sentence.split("make one with")[0].split()


@pytest.mark.parametrize(
    "make", [lambda: secrets.token_hex(16), lambda: secrets.token_urlsafe(24), lambda: secrets.token_hex(12)]
)
def test_what_the_advice_makes_is_taken(make: object) -> None:
    assert callable(make)
    assert not [token for token in (make() for _ in range(500)) if weakness(token)]


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
def test_a_server_does_not_start_with_a_weak_token(host: str, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="can be guessed"):
        check_openness(Settings(host=host, token="letmein"), tmp_path)  # type: ignore[arg-type]  # noqa: S106
    check_openness(Settings(host=host, token=secrets.token_urlsafe(24)), tmp_path)  # type: ignore[arg-type]


def test_others_are_let_in_once_there_is_a_token_or_an_account(tmp_path: Path) -> None:
    open_to_all = [Settings(host="0.0.0.0"), Settings(trusted_proxies="127.0.0.1")]  # noqa: S104
    for settings in open_to_all:
        with pytest.raises(NotAllowed, match="account"):
            check_openness(settings, tmp_path)
    people = accounts_of(tmp_path, "tiny")
    people.store.add(people.store.new_account("wang", "admin"), None)
    people.close()
    for settings in open_to_all:
        check_openness(settings, tmp_path)


def test_a_proxy_is_declared_only_with_a_token_and_by_addresses(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="proxy"):
        check_openness(Settings(trusted_proxies="127.0.0.1"), tmp_path)
    with pytest.raises(ValueError, match="nginx"):
        Settings(trusted_proxies="nginx")
    assert [str(one) for one in Settings(trusted_proxies="10.0.0.0/8, ::1").proxy_networks()] == [
        "10.0.0.0/8",
        "::1/128",
    ]
