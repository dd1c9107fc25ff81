"""The process that finds pinyin ends without a word when whoever asked it is killed."""

import json
import os
import subprocess
import sys

import pytest

from dashboard.search.pinyin import pinyin_forms
from dashboard.search.pinyin_process import pinyin_of

NAMES = ["金水区", "郑东新区"]


def asked(question: bytes, stdout: int) -> subprocess.CompletedProcess[bytes]:
    command = (sys.executable, "-P", "-m", "dashboard.search.pinyin_process")
    return subprocess.run(command, input=question, stdout=stdout, stderr=subprocess.PIPE, check=False)


def test_it_finds_what_this_process_would() -> None:
    assert pinyin_of(NAMES) == [pinyin_forms(name) for name in NAMES]


def test_nobody_reads_the_answer() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = asked(json.dumps(NAMES * 5_000).encode(), writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("question", [b"", json.dumps(NAMES).encode()[:9]], ids=["nothing", "half a question"])
def test_the_question_was_cut_off(question: bytes) -> None:
    done = asked(question, subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (1, b"")
