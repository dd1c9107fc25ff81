"""What is due is made once, what was missed too; each fault is a sentence and is tried again; nothing is sent twice."""

from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.access.accounts.city_accounts import CityAccounts, accounts_of
from dashboard.briefings.briefing_files import document_of
from dashboard.briefings.schedule import making, scheduling
from dashboard.briefings.schedule.made_briefing import PAUSES, MadeBriefing
from dashboard.briefings.schedule.made_briefings import MADE, MadeBriefings, MadeBriefingsDamaged, keep
from dashboard.view.question_parameters import question
from queries.values import Scope
from tests.dashboard.access.accounts.conftest import CHEAP
from tests.dashboard.alarms.messages.peers import mail_server
from tests.dashboard.briefings.schedule.conftest import MONDAY, SUNDAY, Scheduled

NAME = "short_41_2026-11-09_2026-11-15_monday_20261116T0000Z.xlsx"
LATER = PAUSES[0] + timedelta(seconds=1)


def mail_of(port: int) -> str:
    return (
        f'[monday.mail]\naddress = "smtp://127.0.0.1:{port}"\nsender = "yiping@city.example"\n'
        'to = ["zhao@city.example", "li@city.example"]\n'
    )


def test_what_is_due_is_made_once_as_of_its_moment_and_entered(scheduled: Scheduled) -> None:
    scheduled.clock.moment = MONDAY - timedelta(seconds=1)
    assert (scheduled.look(), scheduled.made()) == ("", [])
    scheduled.clock.moment = MONDAY + timedelta(hours=3)
    for _ in range(3):
        assert scheduled.look() == ""
    assert (scheduled.states(), scheduled.files()) == ([("done", 0)], [NAME])
    stamp = document_of(scheduled.folder / "briefings" / NAME)["stamp"]
    assert (stamp["as_of"], stamp["made_by"]) == ("2026-11-16T08:00:00+08:00", "this machine")
    assert (stamp["period_from"], stamp["period_to"]) == ("2026-11-09", "2026-11-15")
    [entry] = scheduled.exports()
    assert (entry["who"], entry["origin"]) == ("local", "this machine")
    assert entry["what"] == {
        "way": "schedule monday", "format": "xlsx", "kpi": "short", "area": "41", "from": "2026-11-09",
        "to": "2026-11-15",
    }  # fmt: skip


def test_of_three_missed_weeks_the_newest_is_made_and_nothing_from_before_it_was_declared(
    scheduled: Scheduled,
) -> None:
    scheduled.clock.moment = MONDAY + timedelta(days=16)
    scheduled.look()
    scheduled.look()
    assert [one.due_at for one in scheduled.made()] == [MONDAY + timedelta(days=14)]
    scheduled.declare(at="0 9 * * *")  # another line: what it would have made today is not made
    assert scheduled.look() == ""
    assert len(scheduled.made()) == 1
    scheduled.clock.advance(days=1)
    scheduled.look()
    assert len(scheduled.made()) == 2


def test_a_full_disk_is_said_and_tried_again_after_growing_pauses(
    scheduled: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(file))

    monkeypatch.setattr(making, "write_whole", full)
    scheduled.clock.moment = MONDAY
    for pause in (*PAUSES, PAUSES[-1]):
        assert "monday: The disk of " in scheduled.look()
        assert scheduled.made()[0].again_at == scheduled.clock.moment + pause
        attempts = scheduled.states()
        assert "is full" in scheduled.look()  # is said still, not tried
        assert scheduled.states() == attempts
        scheduled.clock.moment += pause
    monkeypatch.undo()
    assert scheduled.look() == ""
    assert (scheduled.states(), scheduled.files()) == ([("done", len(PAUSES) + 1)], [NAME])


def test_a_folder_that_is_not_there_is_not_made_elsewhere(scheduled: Scheduled, tmp_path: Path) -> None:
    share = tmp_path / "share"
    scheduled.declare(folder=str(share))
    scheduled.clock.moment = MONDAY
    assert scheduled.look() == f"monday: The folder {share} is not there."
    share.mkdir()
    scheduled.clock.moment += LATER
    assert scheduled.look() == ""
    assert [path.name for path in share.iterdir()] == [NAME]
    scheduled.declare(folder="leaders")
    shutil.rmtree(share)
    scheduled.clock.moment += timedelta(days=7)
    assert scheduled.look() == ""
    assert (scheduled.folder / "briefings/leaders").is_dir()


def test_what_fails_for_a_day_is_given_up_and_the_next_is_made(
    scheduled: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(making, "composed", broken)
    scheduled.clock.moment = MONDAY
    while not scheduled.made() or scheduled.made()[0].state == "waiting":
        assert scheduled.look() == "monday: RuntimeError."
        scheduled.clock.moment = max(scheduled.made()[0].again_at, scheduled.clock.moment)
    assert scheduled.states()[0][0] == "given_up"
    assert scheduled.look() == "monday: RuntimeError."
    monkeypatch.undo()
    scheduled.clock.moment = MONDAY + timedelta(days=7)
    assert scheduled.look() == ""
    assert [state for state, _ in scheduled.states()] == ["given_up", "done"]


def test_a_mail_is_sent_once_with_its_files_which_are_not_made_again_for_it(scheduled: Scheduled) -> None:
    with mail_server() as peer:
        port = peer.port
    scheduled.declare(mail_of(port))
    scheduled.clock.moment = MONDAY
    assert scheduled.look() == "monday: the mail was not taken: no answer (ConnectionRefusedError)."
    with mail_server() as peer:
        peer.answers += ["450 later", "450 later"]
        scheduled.declare(mail_of(peer.port))
        scheduled.clock.moment += LATER
        assert scheduled.look() == "monday: the mail was not taken: SMTP 450: to."
        scheduled.clock.moment += PAUSES[1]
        assert scheduled.look() == ""
        scheduled.look()
        [mail] = peer.mails
    assert (scheduled.states(), len(scheduled.exports())) == ([("done", 2)], 1)
    assert mail["Subject"].endswith("Short report · Little City · 2026-11-09 – 2026-11-15")
    body = mail.get_body()
    assert body is not None
    assert "2026-11-16 08:00" in body.get_content()
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == NAME
    assert attached.get_content() == (scheduled.folder / "briefings" / NAME).read_bytes()


def test_a_refusal_for_good_is_said_and_not_tried_again(scheduled: Scheduled) -> None:
    with mail_server() as peer:
        peer.answers += ["550 nobody", "550 nobody"]
        scheduled.declare(mail_of(peer.port))
        scheduled.clock.moment = MONDAY
        assert scheduled.look() == "monday: the mail was not taken: SMTP 550: to."
        scheduled.clock.moment += timedelta(hours=2)
        assert scheduled.look() == "monday: the mail was not taken: SMTP 550: to."
        assert peer.mails == []
    assert (scheduled.states(), scheduled.files()) == ([("refused", 0)], [NAME])


def test_one_that_ends_between_writing_and_noting_makes_the_same_files_again(
    scheduled: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:

    def ends(folder: Path, made: MadeBriefings) -> None:
        if any(one.files for one in made.made):
            raise KeyboardInterrupt
        keep(folder, made)

    monkeypatch.setattr(scheduling, "keep", ends)
    scheduled.clock.moment = MONDAY
    with pytest.raises(KeyboardInterrupt):
        scheduled.look()
    monkeypatch.undo()
    assert (scheduled.files(), scheduled.states()) == ([NAME], [("waiting", 0)])
    assert scheduled.look() == ""
    assert (scheduled.files(), scheduled.states()) == ([NAME], [("done", 0)])


def test_the_newest_are_kept_and_nothing_else_is_removed(scheduled: Scheduled) -> None:
    scheduled.declare("keep = 2")
    for week in range(4):
        scheduled.clock.moment = MONDAY + timedelta(days=7 * week)
        scheduled.look()
        (scheduled.folder / "briefings/minutes.txt").write_text("of somebody", "utf-8")
    assert [one.due_at for one in scheduled.made()] == [MONDAY + timedelta(days=days) for days in (14, 21)]
    assert [name.split("_")[-1] for name in scheduled.files()] == [
        "minutes.txt", "20261130T0000Z.xlsx", "20261207T0000Z.xlsx",
    ]  # fmt: skip


def test_damage_to_what_was_made_is_said_and_nothing_is_sent(scheduled: Scheduled) -> None:
    (scheduled.folder / MADE).write_text("{", "utf-8")
    scheduled.clock.moment = MONDAY
    with pytest.raises(MadeBriefingsDamaged, match="take it from a backup"):
        scheduled.look()
    assert scheduled.files() == []


@pytest.fixture
def people(scheduled: Scheduled) -> CityAccounts:
    made = accounts_of(scheduled.folder, "little", passwords=CHEAP)
    of_district = replace(made.store.new_account("zhao", "analyst"), areas=(district_of(scheduled),))
    made.store.add(of_district, None)
    made.store.add(made.store.new_account("wall1", "viewer"), None)
    return made


def district_of(scheduled: Scheduled) -> str:
    tree = scheduled.city.tree
    return tree.children(tree.root)[0].code


def test_it_says_what_its_account_may_see(scheduled: Scheduled, people: CityAccounts) -> None:
    code = district_of(scheduled)
    scheduled.declare(account="zhao", area=code)
    scheduled.clock.moment = MONDAY
    assert scheduled.look() == ""
    [made] = scheduled.made()
    document = document_of(made.files[0].within(scheduled.folder))
    area = scheduled.city.tree.area(code)
    scope = Scope(areas=((area.area_id, area.last_id),))
    [figure] = document["figures"]
    assert (document["stamp"]["made_by"], made.who) == ("zhao", "zhao")
    asked = question({**figure["of"], "key": "reported"}, scheduled.city)
    assert figure["value"] == scheduled.city.kpis.ask(replace(asked, scope=scope)).value
    scheduled.declare(account="zhao", area=scheduled.city.tree.children(scheduled.city.tree.root)[1].code)
    scheduled.clock.moment += timedelta(days=7)
    assert scheduled.look().startswith("monday: ")
    assert [one.state for one in scheduled.made()] == ["done", "waiting"]
    people.close()


def test_an_account_that_is_gone_disabled_or_not_named_is_said_and_makes_nothing(
    scheduled: Scheduled, people: CityAccounts
) -> None:
    scheduled.clock.moment = MONDAY
    assert "name the `account`" in scheduled.look()
    for account, why in (("nobody", "no such account"), ("wall1", "may not have files")):
        scheduled.declare(account=account)
        scheduled.clock.moment = scheduled.made()[-1].again_at
        assert why in scheduled.look()
    people.store.change(replace(people.store.named("zhao"), disabled=True))
    scheduled.declare(account="zhao", area=district_of(scheduled))
    scheduled.clock.moment = scheduled.made()[-1].again_at
    assert scheduled.look() == "monday: its account is disabled; nothing is made for it."
    assert scheduled.files() == []
    people.store.change(replace(people.store.named("zhao"), disabled=False))
    scheduled.clock.moment = scheduled.made()[-1].again_at
    assert scheduled.look() == ""
    people.close()


def test_rights_that_were_taken_away_before_the_mail_was_sent_are_not_in_it(
    scheduled: Scheduled, people: CityAccounts
) -> None:
    tree = scheduled.city.tree
    scheduled.declare(mail_of(1), account="zhao", area=district_of(scheduled))
    people.store.change(replace(people.store.named("zhao"), areas=()))
    scheduled.clock.moment = MONDAY
    assert "not taken" in scheduled.look()
    first: MadeBriefing = scheduled.made()[0]
    people.store.change(replace(people.store.named("zhao"), areas=(tree.children(tree.root)[0].code,)))
    scheduled.clock.moment += LATER
    scheduled.look()
    second = scheduled.made()[0]
    assert first.rights != second.rights
    assert (len(scheduled.exports()), len(scheduled.files())) == (2, 1)
    people.close()


def test_nothing_is_kept_in_a_city_without_a_schedule(scheduled: Scheduled) -> None:
    (scheduled.folder / "briefing_schedule.toml").unlink()
    (scheduled.folder / MADE).unlink()
    scheduled.clock.moment = SUNDAY + timedelta(days=9)
    assert scheduled.look() == ""
    assert not (scheduled.folder / MADE).exists()
