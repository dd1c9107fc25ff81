"""Pinyin of many names, found by a process that ends: the dictionary of readings takes 57 MB of whoever has imported
it, for as long as it lives."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

from dashboard.search.pinyin import PinyinForms, pinyin_forms

_MODULE = "dashboard.search.pinyin_process"


def pinyin_of(names: Sequence[str]) -> list[PinyinForms]:
    """`pinyin_forms` of each name. Raises subprocess.CalledProcessError when the process fails, whose own words are in
    the log then."""
    command = (sys.executable, "-P", "-m", _MODULE)
    done = subprocess.run(command, input=json.dumps(names).encode(), stdout=subprocess.PIPE, check=True)  # noqa: S603  (ours)
    return [(tuple(full), tuple(initials)) for full, initials in json.loads(done.stdout)]


if __name__ == "__main__":
    json.dump([pinyin_forms(name) for name in json.load(sys.stdin.buffer)], sys.stdout)
