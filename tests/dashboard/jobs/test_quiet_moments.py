"""Work that nobody waits for lets whoever asks go first, but not for ever."""

import threading
import time

from dashboard.jobs.quiet_moments import QuietMoments


def waited(quiet: QuietMoments) -> float:
    begun = time.monotonic()
    quiet.wait()
    return time.monotonic() - begun


def test_nobody_asked() -> None:
    assert waited(QuietMoments(quiet_s=30)) < 10


def test_it_waits_until_nothing_was_asked_for_a_while() -> None:
    quiet = QuietMoments(quiet_s=0.3, longest_wait_s=30)
    quiet.note()
    threading.Timer(0.2, quiet.note).start()
    assert 0.45 <= waited(quiet) < 10


def test_where_somebody_always_asks_it_is_done_all_the_same() -> None:
    quiet = QuietMoments(quiet_s=30, longest_wait_s=0.2)
    quiet.note()
    assert 0.2 <= waited(quiet) < 10
