"""What is free in the heaps goes back to the system, though pieces in use lie above it."""

import os
import subprocess
import sys

from dashboard.cli.serve import ALLOCATION

PROGRAM = """
import re
from pathlib import Path
from dashboard.server.freed_memory import trim_heaps

def megabytes():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1000

pieces = [b"x" * 64_000 for _ in range(2_000)]
in_use = pieces[::100]
del pieces
before = megabytes()
trim_heaps()
assert before - megabytes() > 100, (before, megabytes())
"""


def test_memory_between_pieces_in_use_is_given_back() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, env=os.environ | ALLOCATION)
