"""What receivers are told: once, in groups, again after a failure or a restart, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles.visitor import token_visitor
from dashboard.alarms.listing import alarms_as_json
from dashboard.alarms.messages.carriers import ONCE, SIGNATURE
from dashboard.alarms.messages.message import PAUSES, Message
from dashboard.alarms.messages.outbox import OUTBOX, outbox_of
from dashboard.alarms.messages.posting import Posting
from dashboard.alarms.messages.receiver import RECEIVERS, receivers_of
from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.words.catalogue import catalogue
from queries.city import City
from queries.errors import RulesError
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.alarms.messages.peers import mail_server, own_certificate, webhook
from tests.queries.alarms.test_alarms import RULES, watch

DEPARTMENTS = 'severity = "notice"\nrules = ["open_of_department"]\nlanguage = "en"\n'


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock, recorded_at=AS_OF, alarms=RULES) as opened:
        yield opened


def declare(city: City, text: str) -> None:
    (city.ground.folder / RECEIVERS).write_text(text, "utf-8")


def raised(city: City, clock: SteerableClock, address: str, more: str = "") -> None:
    """A receiver of alarms about departments, and two of them: what is open at police and water, at one moment."""
    declare(city, f'[duty]\nname = "Duty desk"\naddress = "{address}"\n{DEPARTMENTS}{more}')
    Posting(city).look()
    watch(city)
    clock.advance(minutes=10)
    watch(city)


def messages(city: City) -> list[tuple[str, int]]:
    return [(one.state, one.attempts) for one in outbox_of(city.ground.folder).messages]


def only(city: City) -> Message:
    [message] = outbox_of(city.ground.folder).messages
    return message


def test_alarms_of_one_rule_are_one_message_signed_and_told_once(
    city: City, clock: SteerableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUTY_SECRET", "hush")
    with webhook() as peer:
        raised(city, clock, peer.url, 'secret_env = "DUTY_SECRET"\n')
        Posting(city).look()
        assert (peer.got, messages(city)) == ([], [("waiting", 0)])  # is gathered still
        clock.advance(minutes=5)
        Posting(city).look()
        Posting(city).look()
        [(headers, body)] = peer.got
        assert messages(city) == [("sent", 1)]
        assert headers[SIGNATURE] == "sha256=" + hmac.new(b"hush", body, hashlib.sha256).hexdigest()
        assert headers[ONCE] == only(city).key
        told = json.loads(body)
        assert [(one["subject"], one["step"], one["value"]) for one in told["alarms"]] == [
            ("police", "raised", 1.0), ("water", "raised", 1.0),
        ]  # fmt: skip
        assert (told["rule"], told["area"], told["severity"]) == ("open_of_department", "C", "notice")
        assert "answer" not in told["alarms"][0]
        assert "hush" not in (city.ground.folder / OUTBOX).read_text("utf-8")
        city.acts.rebuild()
        city.close()
        with City.open(city.ground.folder, clock=clock.clock()) as again:
            Posting(again).look()
        assert len(peer.got) == 1


def test_a_failure_is_tried_again_after_growing_pauses_over_a_restart_and_a_refusal_is_not(
    city: City, clock: SteerableClock
) -> None:
    with webhook() as peer:
        peer.answers += [503, 301]
        raised(city, clock, peer.url, "group_minutes = 0\n")
        Posting(city).look()
        assert (only(city).why, only(city).due_at) == ("HTTP 503", clock.moment + PAUSES[0])
        Posting(city).look()
        assert len(peer.got) == 1
        clock.advance(minutes=1)
        Posting(city).look()
        assert [(one.state, one.why) for one in outbox_of(city.ground.folder).messages] == [("refused", "HTTP 301")]
        assert len(peer.got) == 2  # and nobody went elsewhere
        gone = peer.url
    declare(city, f'[dead]\nname = "Dead"\naddress = "{gone}"\nseverity = "notice"\ngroup_minutes = 0\n')
    Posting(city).look()
    clock.advance(hours=60)
    watch(city)
    begun, pauses = clock.moment, list[timedelta]()
    while True:
        Posting(city).look()
        waiting = [one for one in outbox_of(city.ground.folder).messages if one.state == "waiting"]
        if not waiting:
            break
        assert len([one for one in waiting if one.attempts]) == 1  # the others wait behind it
        first = max(waiting, key=lambda one: one.attempts)
        if len(pauses) < len(PAUSES) + 1:
            pauses.append(first.due_at - clock.moment)
        clock.moment = first.due_at
    assert tuple(pauses) == (*PAUSES, PAUSES[-1])
    assert clock.moment - begun >= timedelta(days=1)
    assert {one.state for one in outbox_of(city.ground.folder).messages if one.receiver == "dead"} == {"given_up"}


def test_what_is_over_before_anybody_was_told_is_not_told(city: City, clock: SteerableClock) -> None:
    with webhook() as peer:
        raised(city, clock, peer.url, "group_minutes = 600\n")
        Posting(city).look()
        (city.ground.folder / "alarms.toml").write_text(RULES.replace("[open_of_department]", "[x]"), "utf-8")
        city.close()
        declare(city, f'[duty]\nname = "Duty"\naddress = "{peer.url}"\nseverity = "notice"\n')
        with City.open(city.ground.folder, clock=clock.clock()) as again:
            watch(again)
            clock.advance(minutes=601)
            Posting(again).look()
            kept = outbox_of(again.ground.folder).messages
            assert {one.state for one in kept if one.rule == "open_of_department"} == {"dropped"}
        assert peer.got == []


def test_mail_by_starttls_with_a_login_and_its_refusals(city: City, clock: SteerableClock, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hush\n", "utf-8")
    certificate = own_certificate(tmp_path / "mail.pem")
    with mail_server(certificate) as peer:
        peer.answers += ["450 later"]
        mail = (
            f'sender = "yiping@city.example"\nto = ["duty@city.example"]\nuser = "yiping"\nca_file = "{certificate}"\n'
        )
        raised(city, clock, f"smtp+starttls://127.0.0.1:{peer.port}",
               f'{mail}secret_file = "{tmp_path / "key"}"\ngroup_minutes = 0\n')  # fmt: skip
        Posting(city).look()
        assert (messages(city), only(city).why) == ([("waiting", 1)], "SMTP 450: to")
        clock.advance(minutes=1)
        Posting(city).look()
        [got] = peer.mails
        assert (messages(city), peer.logins) == ([("sent", 2)], [("yiping", "hush")] * 2)
        assert (got["To"], got["Message-ID"]) == ("duty@city.example", f"<{only(city).key}@city.example>")
        assert "police" in got.get_content()
    with mail_server() as peer:
        peer.answers += ["550 nobody"]
        declare(city, f'[mail]\nname = "M"\naddress = "smtp://127.0.0.1:{peer.port}"\nseverity = "notice"\n'
                'sender = "a@b.example"\nto = ["c@b.example"]\ngroup_minutes = 0\n')  # fmt: skip
        Posting(city).look()
        clock.advance(hours=60)
        watch(city)
        Posting(city).look()
        found = [one for one in outbox_of(city.ground.folder).messages if one.receiver == "mail"]
        assert [one.why for one in found if one.state == "refused"] == ["SMTP 550: to"]


def test_who_sees_an_alarm_sees_whom_it_was_told_and_who_can_mend_it_why_not(city: City, clock: SteerableClock) -> None:
    with webhook() as peer:
        peer.answers += [500]
        raised(city, clock, peer.url, "group_minutes = 0\n")
        Posting(city).look()
    with create_app(Settings(token=None), city).server.test_request_context():
        for role, why in (("viewer", ""), ("editor", "HTTP 500")):
            set_request_visitor(token_visitor(role, "test"))
            found = alarms_as_json(city, {"rule": "open_of_department"}, catalogue("en"))["alarms"]
            told = [one for alarm in found for one in alarm["messages"]]
            assert [(one["name"], one["state"], one["steps"], one["why"]) for one in told] == [
                ("Duty desk", "waiting", ["raised"], why)
            ] * 2


MISTAKES = (
    ("[a", "cannot be read"),
    ("a = 1", "a receiver is a table"),
    ('[a]\naddress = "http://h/"', "name: Field required"),
    ('[a]\nname = "A"\naddress = "ftp://h/"', "no address of http"),
    ('[a]\nname = "A"\naddress = "https://u:p@h/"', "holds a secret"),
    ('[a]\nname = "A"\naddress = "https://h/"\nsecret = "x"', "secret: Extra inputs"),
    ('[a]\nname = "A"\naddress = "https://h/"\nrules = ["none"]', "no rule 'none'"),
    ('[a]\nname = "A"\naddress = "https://h/"\nareas = ["none"]', "no area 'none'"),
    ('[a]\nname = "A"\naddress = "https://h/"\nto = ["a@b"]', "belong to mail"),
    ('[a]\nname = "A"\naddress = "smtp://h"', "needs sender and to"),
    ('[a]\nname = "A"\naddress = "smtp://h"\nsender = "a@b"\nto = ["c@d\\nBcc: e@f"]', "addresses such as"),
    ('[a]\nname = "A"\naddress = "smtp://h"\nsender = "a@b"\nto = ["c@d"]\nuser = "u"', "the other way round"),
    ('[a]\nname = "A"\naddress = "smtp://h"\nsender = "a@b"\nto = ["c@d"]\nuser = "u"\nsecret_env = "S"', "read"),
)


def test_a_mistake_in_the_file_is_said(city: City) -> None:
    for text, why in MISTAKES:
        declare(city, text)
        with pytest.raises(RulesError, match=RECEIVERS) as refused:
            receivers_of(city)
        assert why in str(refused.value), text
