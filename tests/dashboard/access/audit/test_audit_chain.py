"""The audit of a city: a chain that tells what was altered, cut off or lost, whoever writes beside whom."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import pytest

from dashboard.access.audit import audit as audit_module
from dashboard.access.audit import audit_file
from dashboard.access.audit.audit import Audit
from dashboard.access.audit.audit_check import checked_audit
from dashboard.access.audit.audit_end import AUDIT_END
from dashboard.access.audit.audit_entry import LONGEST, AuditEntry, audit_kinds
from dashboard.access.audit.audit_file import AuditFile, entries_in, segment_path, segments
from dashboard.errors import AuditNotWritten
from dashboard.words.catalogue import LANGUAGES, catalogue

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def login(who: str, at: datetime = NOON) -> AuditEntry:
    return AuditEntry("login", who, "10.0.0.7", {"way": "password"}, at=at)


def wrong(origin: str, at: datetime, reason: str = "wrong_token") -> AuditEntry:
    return AuditEntry("refused", "", origin, {"reason": reason}, "refused", at)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    audit = Audit(tmp_path)
    for who in ("li", "wang", "chen", "zhao"):
        audit.enter(login(who))
    return tmp_path


def altered(folder: Path, line: int, text: bytes) -> None:
    path = segment_path(folder, 1)
    lines = path.read_bytes().split(b"\n")
    lines[line - 1] = text.join(lines[line - 1].split(b"wang")) if text else b""
    path.write_bytes(b"\n".join(one for one in lines if one) + b"\n")


def test_what_was_entered_is_there_whole_for_its_owner_only(written: Path) -> None:
    assert [one.entry.who for one in entries_in(written)] == ["li", "wang", "chen", "zhao"]
    assert checked_audit(written).count == 4
    assert checked_audit(written).is_whole
    modes = {path.stat().st_mode & 0o777 for path in (segment_path(written, 1), written / AUDIT_END)}
    assert modes == {0o600}


@pytest.mark.parametrize(("line", "text"), [(2, b"chen"), (2, b""), (1, b"")])
def test_an_altered_or_removed_entry_is_found_at_its_line(written: Path, line: int, text: bytes) -> None:
    altered(written, line, text)
    assert checked_audit(written).broken_at == ("000001.jsonl", line)


def test_entries_cut_off_the_end_are_missing_until_the_loss_is_accepted(written: Path) -> None:
    lines = segment_path(written, 1).read_bytes().split(b"\n")
    segment_path(written, 1).write_bytes(b"\n".join(lines[:2]) + b"\n")
    assert checked_audit(written).missing == 2
    audit = Audit(written)
    for who in ("sun", "qian", "wu"):
        audit.enter(login(who))
    assert checked_audit(written).missing == 1  # as many as before, but not the same
    (written / AUDIT_END).unlink()
    assert checked_audit(written).is_whole
    Audit(written).enter(login("zheng"))
    assert checked_audit(written).is_whole
    assert (written / AUDIT_END).exists()


def test_an_audit_that_is_gone_is_missing(written: Path) -> None:
    segment_path(written, 1).unlink()
    assert checked_audit(written).missing == 4


def test_segments_are_one_chain(tmp_path: Path) -> None:
    file = AuditFile(tmp_path, segment_bytes=300)
    for _ in range(5):
        file.append([login("li")])
    assert len(segments(tmp_path)) > 1
    assert checked_audit(tmp_path).count == 5
    segment_path(tmp_path, 2).unlink()
    assert checked_audit(tmp_path).broken_at is not None


def test_what_a_crash_left_of_an_entry_is_taken_off(written: Path) -> None:
    with segment_path(written, 1).open("ab") as file:
        file.write(b'{"at": "2026')
    assert checked_audit(written).is_whole
    Audit(written).enter(login("sun"))
    assert (checked_audit(written).count, checked_audit(written).is_whole) == (5, True)


def enter_many(folder: str, who: str) -> None:
    audit = Audit(Path(folder))
    for _ in range(20):
        audit.enter(login(who))


def test_two_processes_write_one_chain(tmp_path: Path) -> None:
    spawned = [
        get_context("fork").Process(target=enter_many, args=(str(tmp_path), who)) for who in ("server", "command")
    ]
    for one in spawned:
        one.start()
    for one in spawned:
        one.join(30)
    found = checked_audit(tmp_path)
    assert (found.count, found.is_whole) == (40, True)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(audit_file, "_written", refuse)
        yield patched


def test_a_full_disk_fails_nobody_and_what_waited_is_written_later(
    tmp_path: Path, full_disk: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    full_disk.setattr(audit_module, "MOST_WAITING", 20)
    audit = Audit(tmp_path)
    for number in range(23):
        audit.enter(login(f"p{number}"))
    assert len([line for line in caplog.messages if "audit cannot be written" in line]) == 1
    with pytest.raises(AuditNotWritten, match="20 entries"):
        audit.flush()
    full_disk.undo()
    audit.flush()
    found = [one.entry for one in entries_in(tmp_path)]
    assert (found[0].kind, found[0].what, found[1].who) == ("gap", {"lost": "3"}, "p3")
    assert checked_audit(tmp_path).is_whole


def test_what_strangers_fill_the_audit_with_pushes_nothing_out_that_people_did(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    unmask = Thread(target=audit.enter, args=(AuditEntry("unmask", "li", "10.0.0.7", {"case": "a/1"}),))
    with audit._lock:  # as while somebody else's entry is written
        unmask.start()
        for number in range(1005):
            audit.note(wrong(f"10.1.{number // 250}.{number % 250}", NOON))
    unmask.join(30)
    audit.flush()
    found = [one.entry for one in entries_in(tmp_path)]
    assert [(one.who, one.what) for one in found if one.kind == "unmask"] == [("li", {"case": "a/1"})]
    (gap,) = [one for one in found if one.kind == "gap"]
    assert int(gap.what["lost"]) + sum(one.kind == "refused" for one in found) == 1005
    assert found[-2].origin == "10.1.4.4", "of strangers the oldest go"


def test_refusals_of_a_network_are_summed_up_by_the_minute_and_nobody_elses(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    for second in range(50):
        audit.enter(wrong("10.0.0.7", NOON + timedelta(seconds=second)))
        audit.enter(wrong(f"2001:db8::{second:x}", NOON + timedelta(seconds=second)))
    audit.enter(wrong("10.0.0.7", NOON + timedelta(seconds=51), "foreign_origin"))
    audit.enter(login("li", NOON + timedelta(seconds=52)))
    audit.enter(login("li", NOON + timedelta(minutes=3)))
    said = [(one.entry.kind, one.entry.what.get("reason"), one.entry.count) for one in entries_in(tmp_path)]
    assert said == [
        ("refused", "wrong_token", 1), ("refused", "wrong_token", 1), ("refused", "foreign_origin", 1),
        ("login", None, 1), ("refused", "wrong_token", 49), ("refused", "wrong_token", 49), ("login", None, 1),
    ]  # fmt: skip


def test_what_is_still_summed_up_is_written_when_the_server_stops(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    for _ in range(3):
        audit.enter(wrong("10.0.0.7", NOON))
    audit.flush(everything=True)
    assert [one.entry.count for one in entries_in(tmp_path)] == [1, 2]


def test_an_entry_says_only_what_its_kind_declares(tmp_path: Path) -> None:
    Audit(tmp_path).enter(AuditEntry("export", "li", "10.0.0.7", {"kpi": "x" * 500, "q": "13812345678"}))
    entry = next(entries_in(tmp_path)).entry
    assert entry.what == {"kpi": "x" * LONGEST}
    assert "13812345678" not in segment_path(tmp_path, 1).read_text()
    with pytest.raises(KeyError):
        Audit(tmp_path).enter(AuditEntry("unheard_of", "li", "10.0.0.7"))


def test_a_line_is_one_line_whatever_somebody_is_called(tmp_path: Path) -> None:
    Audit(tmp_path).enter(login("a\nb\u2028李"))
    line, rest = segment_path(tmp_path, 1).read_bytes().split(b"\n")
    assert json.loads(line)["who"] == "a\nb\u2028李"
    assert rest == b""
    assert checked_audit(tmp_path).is_whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_name_has_words(language: str) -> None:
    words = catalogue(language).sentences
    named = {name for about in audit_kinds().values() for name in about["names"]}
    missing = [f"audit.kind.{kind}" for kind in audit_kinds() if f"audit.kind.{kind}" not in words]
    assert missing + [f"audit.name.{name}" for name in sorted(named) if f"audit.name.{name}" not in words] == []
