"""Pinyin of many names, found by a process that ends: the dictionary of readings takes 57 MB of whoever has imported
it, for as long as it lives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence

from dashboard.search.pinyin import PinyinForms, pinyin_forms

_MODULE = "dashboard.search.pinyin_process"
LONGEST_S = 120.0
"""A second for some thousand names on a quiet machine."""


def pinyin_of(names: Sequence[str]) -> list[PinyinForms]:
    """`pinyin_forms` of each name. Raises subprocess.SubprocessError when the process takes longer than LONGEST_S
    or fails; its own words are in the log then."""
    command = (sys.executable, "-P", "-m", _MODULE)
    done = subprocess.run(  # noqa: S603  (ours)
        command,
        input=json.dumps(names).encode(),
        stdout=subprocess.PIPE,
        check=True,
        start_new_session=True,
        timeout=LONGEST_S,
    )
    return [(tuple(full), tuple(initials)) for full, initials in json.loads(done.stdout)]


def main() -> int:
    """Answer on standard output what stands on standard input; the exit code. Ends without a word where whoever asked
    has ended: half a question, or nobody who reads the answer."""
    try:
        names = json.load(sys.stdin.buffer)
    except json.JSONDecodeError:
        return 1
    answer = json.dumps([pinyin_forms(name) for name in names])
    try:
        sys.stdout.write(answer)
        sys.stdout.flush()
    except BrokenPipeError:
        return 1
    return 0


if __name__ == "__main__":
    os._exit(main())
