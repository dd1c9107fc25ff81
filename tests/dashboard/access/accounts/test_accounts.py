"""Accounts: what is kept, in which file, and what is refused."""

from __future__ import annotations

import sqlite3
import stat
from base64 import b32decode, urlsafe_b64decode
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.city_accounts import CityAccounts, accounts_of
from dashboard.access.accounts.database import NAME, SCHEMA
from dashboard.access.accounts.passwords import Passwords, refusal_of_password
from dashboard.access.accounts.second_factor import RECOVERY_CODES, new_secret
from dashboard.errors import AccountsDamaged, BadParameter
from queries.errors import SealRefused
from tests.dashboard.access.accounts.conftest import CHEAP, OTHER_PASSWORD, PASSWORD, Watch, sign_in


def test_a_city_without_accounts_gets_no_file_by_being_asked(people: CityAccounts, tmp_path: Path) -> None:
    assert not people.store.is_used()
    assert people.sessions.find("anything") is None
    assert sign_in(people, "wang", PASSWORD) == "wrong"
    assert not (tmp_path / NAME).exists()


def test_what_an_account_says_is_kept_and_seen_by_who_had_the_file_open_before(
    people: CityAccounts, wang: Account, tmp_path: Path, watch: Watch
) -> None:
    beside = accounts_of(tmp_path, "tiny", passwords=CHEAP, now=watch)
    assert beside.store.all() == [wang]
    changed = replace(wang, areas=("A1", "B2"), lines=("heating",), persons="clear", display_name="王工")
    beside.store.change(changed)
    beside.close()
    assert people.store.named("WANG ") == changed
    assert wang.made_at == watch.moment


def test_the_file_is_for_its_owner_only_and_holds_no_secret_in_clear(
    people: CityAccounts, wang: Account, tmp_path: Path
) -> None:
    secret = people.sessions.begin(wang.name, "192.0.2.7", "a browser")
    known = people.browsers.add(wang.name)
    files = list(tmp_path.glob(f"{NAME}*"))
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    content = b"".join(file.read_bytes() for file in files)
    assert b"argon2id" in content
    assert not [one for one in (PASSWORD, secret, known) if one.encode() in content]


def test_a_name_is_taken_once_however_it_is_written(people: CityAccounts, wang: Account) -> None:
    with pytest.raises(BadParameter, match="already"):
        people.add(replace(wang, name="Ｗang"), OTHER_PASSWORD)


@pytest.mark.parametrize("name", ["", "a b", "token", "local", "x" * 65, "<b>"])
def test_what_is_no_name_is_refused(people: CityAccounts, name: str) -> None:
    with pytest.raises(BadParameter):
        people.store.new_account(name, "viewer")


def test_a_disabled_account_alone_does_not_open_the_city(people: CityAccounts, wang: Account) -> None:
    people.store.change(replace(wang, disabled=True))
    assert people.store.is_used()
    assert sign_in(people, "wang", PASSWORD) == "wrong"


def test_a_file_that_cannot_be_read_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database" * 100)
    people = accounts_of(tmp_path, "tiny", passwords=CHEAP)
    with pytest.raises(AccountsDamaged):
        people.store.is_used()
    people.close()


def test_a_file_that_is_put_back_from_a_copy_is_read_at_once(
    people: CityAccounts, wang: Account, tmp_path: Path
) -> None:
    people.close()
    copy = (tmp_path / NAME).read_bytes()
    people.store.remove(wang.name)
    assert not people.store.is_used()
    (tmp_path / "copy").write_bytes(copy)
    for rest in tmp_path.glob(f"{NAME}-*"):
        rest.unlink()
    (tmp_path / "copy").replace(tmp_path / NAME)
    assert people.store.is_used()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("x9$Kq2", "too_short"),
        ("水" * 129, "too_long"),
        ("qwertyuiopas", "guessed"),
        ("password1234", "guessed"),
        ("aaaaaaaaaaaaaaaa", "guessed"),
        ("wang-tiny-wang", "guessed"),
        ("123456789012345", "guessed"),
        ("three grey herons wade", None),
        ("x9$Kq2mW!p7Z", None),
        ("碧水青山三只白鹭站在桥头", None),
        ("x" + "9$Kq2mW!p7Z" * 11, None),
    ],
)
def test_which_passwords_are_taken(password: str, why: str | None) -> None:
    assert refusal_of_password(password, ("wang", "tiny")) == why


def test_a_password_is_hashed_at_todays_cost_once_somebody_signs_in_with_it(
    people: CityAccounts, wang: Account, tmp_path: Path, watch: Watch
) -> None:
    dearer = accounts_of(
        tmp_path, "tiny", passwords=Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)), now=watch
    )
    assert isinstance(sign_in(dearer, "wang", PASSWORD), Account)
    dearer.close()
    assert b"m=16,t=2,p=1" in b"".join(file.read_bytes() for file in tmp_path.glob(f"{NAME}*"))
    assert isinstance(sign_in(people, "wang", PASSWORD), Account)


def test_a_password_counts_whole_and_as_long_as_it_is_not_changed(
    people: CityAccounts, wang: Account, watch: Watch
) -> None:
    longest = "三只白鹭站在桥头 three grey herons " * 5
    people.set_password(wang, longest[:128])
    assert sign_in(people, "wang", longest[:128] + "x") == "wrong"
    assert sign_in(people, "wang", longest[:64]) == "wrong"
    assert sign_in(people, "wang", longest[:128].swapcase()) == "wrong"
    watch.forward(days=1000)
    assert isinstance(sign_in(people, "wang", longest[:128]), Account)


def test_secrets_are_never_the_same_and_have_enough_random_bits(
    people: CityAccounts, wang: Account, watch: Watch
) -> None:
    sessions = {people.sessions.begin("wang", "192.0.2.1", "agent") for _ in range(20)}
    browsers = {people.browsers.add("wang") for _ in range(20)}
    assert len(sessions) == len(browsers) == 20
    assert all(len(urlsafe_b64decode(f"{one}=")) * 8 >= 128 for one in sessions | browsers)
    seed = new_secret()
    assert len(b32decode(seed)) * 8 >= 128
    codes = people.factors.set_up("wang", seed, pyotp.TOTP(seed).at(watch.moment)) or []
    assert len(set(codes)) == RECOVERY_CODES
    assert all(5 * len(code.replace("-", "")) >= 112 for code in codes), "or it would have to be kept like a password"


def test_a_wall_gets_the_account_of_its_own_code_once_and_within_minutes(
    people: CityAccounts, wang: Account, watch: Watch
) -> None:
    first, other = (people.pairings.begin("192.0.2.0/24", "192.0.2.7") for _ in range(2))
    assert first is not None
    assert other is not None
    assert 5 * len(first.code.replace(" ", "")) >= 20
    assert people.pairings.take(first.code, "wang")
    assert not people.pairings.take(first.code, "wang")
    assert [found.account for one in (first, other) if (found := people.pairings.find(one.secret))] == ["wang", None]
    watch.forward(minutes=10)
    assert people.pairings.find(first.secret) is None
    assert not people.pairings.take(other.code, "wang")


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob(f"{NAME}*"))


def test_a_seed_lies_sealed_bound_to_its_account_and_without_the_key_recovery_codes_open_alone(
    people: CityAccounts, wang: Account, tmp_path: Path, watch: Watch
) -> None:
    people.add(people.store.new_account("li", "viewer"), OTHER_PASSWORD)
    seed = new_secret()
    codes = people.factors.set_up("wang", seed, pyotp.TOTP(seed).at(watch.moment)) or []
    assert seed.encode() not in all_bytes(tmp_path)
    key = tmp_path.parent / "keys" / f"{tmp_path.name}.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    people.database.change("UPDATE accounts SET second_factor = (SELECT max(second_factor) FROM accounts)")
    watch.forward(seconds=60)
    code = pyotp.TOTP(seed).at(watch.moment)
    assert not people.factors.takes("li", code), "the seed of another account"
    assert people.factors.takes("wang", code)
    key.unlink()
    watch.forward(seconds=60)
    assert not people.factors.takes("wang", pyotp.TOTP(seed).at(watch.moment))
    assert people.factors.takes("wang", codes[0])
    assert not key.exists(), "a key is made for sealing alone"


def test_a_file_of_an_older_version_gets_its_seeds_sealed_and_keeps_nothing_in_clear(
    tmp_path: Path, watch: Watch
) -> None:
    seeds = {f"person{number}": new_secret() for number in range(40)}
    with closing(sqlite3.connect(tmp_path / NAME)) as old:
        before = SCHEMA[: list(SCHEMA).index("seal_second_factors")]
        for step in before:
            old.executescript(step)
        old.execute(f"PRAGMA user_version = {len(before)}")
        for name, seed in seeds.items():
            old.execute(
                "INSERT INTO accounts VALUES (?, ?, 'viewer', 0, '[]', NULL, 'masked', 0, NULL, ?, 0)",
                (name, name, seed),
            )
        old.execute("DELETE FROM accounts WHERE name = 'person39'")
        old.commit()
    assert seeds["person0"].encode() in all_bytes(tmp_path)
    people = accounts_of(tmp_path, "tiny", passwords=CHEAP, now=watch)
    assert len(people.store.all()) == 39
    assert all(one.has_second_factor for one in people.store.all())
    assert people.factors.takes("person7", pyotp.TOTP(seeds["person7"]).at(watch.moment))
    assert not people.factors.takes("person8", pyotp.TOTP(seeds["person7"]).at(watch.moment))
    found = all_bytes(tmp_path)
    assert not [name for name, seed in seeds.items() if seed.encode() in found]
    people.close()


def test_a_key_that_cannot_be_made_is_said_and_changes_nothing(
    people: CityAccounts, wang: Account, watch: Watch
) -> None:
    place = people.factors._seal._seal.place
    place.mkdir(parents=True)
    seed = new_secret()
    with pytest.raises(SealRefused, match="key_file"):
        people.factors.set_up("wang", seed, pyotp.TOTP(seed).at(watch.moment))
    place.rmdir()
    assert people.store.named("wang") == wang
    assert isinstance(sign_in(people, "wang", PASSWORD), Account)
