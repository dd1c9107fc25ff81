"""What is said where the operating system refuses a healthy file: what it is, and what to do."""

import errno
import os

import duckdb
import pytest

from dashboard.errors import error_answer, is_of_file, public_message
from queries.disk_refusals import REFUSALS, refusal_of_disk

WORDS = {
    errno.EROFS: ("The disk of /city is read-only", "mount -o remount,rw"),
    errno.ENOSPC: ("The disk of /city is full", "make room"),
    errno.EDQUOT: ("The disk of /city is full", "make room"),
    errno.EACCES: ("/city/file may not be read or written by this user", "ls -ld"),
    errno.EPERM: ("/city/file may not be read or written by this user", "ls -ld"),
    errno.EMFILE: ("too many files are open", "ulimit -n"),
    errno.ENFILE: ("too many files are open", "ulimit -n"),
}


@pytest.mark.parametrize("number", sorted(REFUSALS))
def test_every_refusal_says_what_to_do(number: int) -> None:
    of_system = OSError(number, os.strerror(number), "/city/file")
    of_database = duckdb.IOException(f'IO Error: Cannot open file "/city/file": {os.strerror(number)}')
    assert refusal_of_disk(of_database) == number
    for words in WORDS[number]:
        assert words in (public_message(of_system) or "")
    assert WORDS[number][1] in (public_message(of_database) or "")
    assert not is_of_file(of_system)


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC, errno.EDQUOT])
def test_a_server_calls_a_disk_that_takes_nothing_so(number: int) -> None:
    for error in (OSError(number, "…"), duckdb.IOException(f"IO Error: Could not write: {os.strerror(number)}")):
        assert (error_answer(error).name, error_answer(error).status) == ("disk", 503)
    assert error_answer(OSError(errno.EIO, "…")).name == "internal"


def test_a_server_without_memory_left_says_so_and_that_it_may_be_tried_again() -> None:
    for error in (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"), MemoryError()):
        assert (error_answer(error).name, error_answer(error).status) == ("no_memory", 503)
        assert "内存不足" in error_answer(error).sentence("zh-CN")
