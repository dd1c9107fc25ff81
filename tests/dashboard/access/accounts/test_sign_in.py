"""Signing in: passwords, codes, what is refused how often, and sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.city_accounts import CityAccounts, accounts_of
from dashboard.access.accounts.second_factor import new_secret, provisioning_address
from dashboard.access.accounts.sessions import SessionLimits
from dashboard.errors import BadParameter
from tests.dashboard.access.accounts.conftest import CHEAP, ELSEWHERE, OFFICE, OTHER_PASSWORD, PASSWORD, Watch, sign_in


def test_the_right_password_opens_and_no_refusal_tells_which_names_there_are(
    people: CityAccounts, wang: Account
) -> None:
    assert sign_in(people, " Wang", PASSWORD) == wang
    assert sign_in(people, "wang", OTHER_PASSWORD) == "wrong"
    assert sign_in(people, "nobody", PASSWORD) == "wrong"


def failing(people: CityAccounts, name: str, times: int, network: str = OFFICE) -> list[object]:
    return [sign_in(people, name, f"guess number {number}", network=network) for number in range(times)]


def test_guesses_are_counted_for_an_account_and_a_network(people: CityAccounts, wang: Account) -> None:
    assert failing(people, "wang", 7) == ["wrong"] * 5 + ["too_many"] * 2
    assert sign_in(people, "wang", PASSWORD) == "too_many"


def test_the_right_person_elsewhere_or_with_another_account_is_not_kept_out(
    people: CityAccounts, wang: Account
) -> None:
    people.add(people.store.new_account("li", "viewer"), OTHER_PASSWORD)
    failing(people, "wang", 7)
    assert isinstance(sign_in(people, "wang", PASSWORD, network=ELSEWHERE), Account)
    assert isinstance(sign_in(people, "li", OTHER_PASSWORD), Account)


def test_a_network_that_tries_many_names_is_refused_for_all(people: CityAccounts, wang: Account) -> None:
    found = [sign_in(people, f"name{number}", "a guess") for number in range(40)]
    assert found == ["wrong"] * 30 + ["too_many"] * 10
    assert sign_in(people, "wang", PASSWORD) == "too_many"
    assert isinstance(sign_in(people, "wang", PASSWORD, network=ELSEWHERE), Account)


def test_a_browser_known_to_the_account_is_never_kept_out_by_strangers(people: CityAccounts, wang: Account) -> None:
    known = people.browsers.add("wang")
    for number in range(60):
        failing(people, "wang", 1, network=f"203.0.{number}.0/24")
    assert isinstance(sign_in(people, "wang", PASSWORD, network=ELSEWHERE), Account)
    assert failing(people, "wang", 3, network="198.51.100.0/24") == ["wrong", "wrong", "too_many"]
    assert isinstance(sign_in(people, "wang", PASSWORD, browser=known), Account)
    found = [sign_in(people, "wang", "a guess", browser=known, network=ELSEWHERE) for _ in range(12)]
    assert found == ["wrong"] * 10 + ["too_many"] * 2
    assert isinstance(sign_in(people, "wang", PASSWORD, browser="a stranger's"), Account)


def test_a_browser_is_known_to_its_own_account_and_for_half_a_year(
    people: CityAccounts, wang: Account, watch: Watch
) -> None:
    people.add(people.store.new_account("li", "viewer"), OTHER_PASSWORD)
    known = people.browsers.add("li")
    assert not people.browsers.known("wang", known)
    assert people.browsers.known("li", known)
    watch.forward(days=181)
    assert not people.browsers.known("li", known)


def with_factor(people: CityAccounts, watch: Watch) -> tuple[pyotp.TOTP, list[str]]:
    secret = new_secret()
    codes = people.factors.set_up("wang", secret, pyotp.TOTP(secret).at(watch.moment))
    assert codes is not None
    watch.forward(seconds=60)
    return pyotp.TOTP(secret), codes


def test_a_code_is_asked_for_of_who_has_the_right_password_and_taken_once(
    people: CityAccounts, wang: Account, watch: Watch
) -> None:
    maker, _ = with_factor(people, watch)
    assert sign_in(people, "wang", PASSWORD) == "code_needed"
    assert sign_in(people, "wang", OTHER_PASSWORD) == "wrong"
    code = maker.at(watch.moment)
    assert sign_in(people, "wang", PASSWORD, code="000000" if code != "000000" else "111111") == "wrong"
    assert isinstance(sign_in(people, "wang", PASSWORD, code=f"{code[:3]} {code[3:]}"), Account)
    assert sign_in(people, "wang", PASSWORD, code=code) == "wrong"
    assert sign_in(people, "wang", PASSWORD, code=maker.at(watch.moment - timedelta(seconds=90))) == "wrong"


def test_another_password_leaves_the_second_factor_as_it_is(people: CityAccounts, wang: Account, watch: Watch) -> None:
    maker, _ = with_factor(people, watch)
    people.set_password(people.store.named("wang"), OTHER_PASSWORD)
    assert sign_in(people, "wang", OTHER_PASSWORD) == "code_needed"
    assert isinstance(sign_in(people, "wang", OTHER_PASSWORD, code=maker.at(watch.moment)), Account)


def test_a_slow_clock_of_a_phone_does_not_keep_out(people: CityAccounts, wang: Account, watch: Watch) -> None:
    maker, _ = with_factor(people, watch)
    assert isinstance(sign_in(people, "wang", PASSWORD, code=maker.at(watch.moment - timedelta(seconds=25))), Account)


def test_a_recovery_code_stands_for_a_code_once(people: CityAccounts, wang: Account, watch: Watch) -> None:
    _, codes = with_factor(people, watch)
    assert len(set(codes)) == 10
    assert isinstance(sign_in(people, "wang", PASSWORD, code=codes[3].lower().replace("-", " ")), Account)
    assert sign_in(people, "wang", PASSWORD, code=codes[3]) == "wrong"
    assert people.factors.recovery_codes_left("wang") == 9


def test_wrong_codes_are_counted_like_wrong_passwords(people: CityAccounts, wang: Account, watch: Watch) -> None:
    with_factor(people, watch)
    assert [sign_in(people, "wang", PASSWORD, code=f"wrong{n}") for n in range(6)] == ["wrong"] * 5 + ["too_many"]


def test_a_second_factor_needs_a_code_of_it_to_be_set_up_and_can_be_removed(
    people: CityAccounts, wang: Account, watch: Watch
) -> None:
    assert people.factors.set_up("wang", new_secret(), "12") is None
    assert not people.store.named("wang").has_second_factor
    with_factor(people, watch)
    assert people.store.named("wang").has_second_factor
    people.factors.remove("wang")
    assert sign_in(people, "wang", PASSWORD) == people.store.named("wang")


def test_an_authenticator_is_told_account_and_city() -> None:
    assert provisioning_address("A" * 32, "wang", "tiny") == f"otpauth://totp/tiny:wang?secret={'A' * 32}&issuer=tiny"


def test_a_session_ends_when_nothing_is_done_and_when_it_is_old(
    people: CityAccounts, wang: Account, watch: Watch
) -> None:
    secret = people.sessions.begin("wang", "192.0.2.7", "a browser")
    for _ in range(26):
        watch.forward(minutes=55)
        session = people.sessions.find(secret)
        assert session is not None
        people.sessions.note_presence(secret, session)
    watch.forward(minutes=11)  # 24 hours and a minute after its beginning
    assert people.sessions.find(secret) is None
    idle = people.sessions.begin("wang", "192.0.2.7", "a browser")
    watch.forward(minutes=59)
    assert people.sessions.find(idle) is not None
    watch.forward(minutes=2)
    assert people.sessions.find(idle) is None
    assert people.sessions.of("wang") == []


def test_a_wall_stays_and_can_be_ended(people: CityAccounts, watch: Watch) -> None:
    people.store.add(people.store.new_account("hall", "device"), None)
    assert not people.store.is_used()
    secret = people.sessions.begin("hall", "192.0.2.7", "a wall")
    watch.forward(days=1000)
    people.sessions.begin("hall", "192.0.2.8", "another")  # ends what is old
    session = people.sessions.find(secret)
    assert session is not None
    assert people.sessions.end("hall", session.key)
    assert people.sessions.find(secret) is None


def test_sessions_are_listed_ended_alone_or_together_and_by_another_password(
    people: CityAccounts, wang: Account, watch: Watch
) -> None:
    secrets = []
    for number in range(3):
        watch.forward(minutes=1)
        secrets.append(people.sessions.begin("wang", f"192.0.2.{number}", "a browser"))
    listed = people.sessions.of("wang")
    assert [one.address for one in listed] == ["192.0.2.2", "192.0.2.1", "192.0.2.0"]
    assert not people.sessions.end("somebody", listed[0].key)
    assert people.sessions.end("wang", listed[0].key)
    assert people.sessions.find(secrets[2]) is None
    with pytest.raises(BadParameter):
        people.set_password(wang, "short")
    people.set_password(wang, OTHER_PASSWORD, but=listed[1].key)
    assert people.sessions.find(secrets[0]) is None
    assert people.sessions.find(secrets[1]) is not None
    assert isinstance(sign_in(people, "wang", OTHER_PASSWORD), Account)


def test_a_disabled_account_has_no_session(people: CityAccounts, wang: Account) -> None:
    secret = people.sessions.begin("wang", "192.0.2.7", "a browser")
    people.store.change(replace(wang, disabled=True))
    assert people.sessions.find(secret) is None


def test_limits_can_be_set(tmp_path: Path, watch: Watch, people: CityAccounts, wang: Account) -> None:
    limits = SessionLimits(idle=timedelta(minutes=5), absolute=timedelta(minutes=8))
    strict = accounts_of(tmp_path, "tiny", limits=limits, passwords=CHEAP, now=watch)
    secret = strict.sessions.begin(wang.name, "192.0.2.7", "a browser")
    watch.forward(minutes=6)
    assert strict.sessions.find(secret) is None
    assert people.sessions.find(secret) is not None
    strict.close()
