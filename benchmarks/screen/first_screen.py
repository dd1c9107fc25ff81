"""From a file of cases to its first screen: `yiping open FILE` until every panel is painted in headless Chromium.

Beside it, what pandas takes to read the same file, since how busy and how fast the machine is belongs to the figure.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from benchmarks.chromium import chromium
from benchmarks.page import visit
from benchmarks.serving import COMMAND
from benchmarks.timing import RESULTS, save, timed

ROWS = 50_000
LONGEST_S = 60.0
_HEADER = ("case_id", "open_dt", "closed_dt", "type", "neighborhood", "latitude", "longitude")
_BUSY = "processes that wanted a processor in the last minute, of the processors that there are (os.getloadavg)"


def write_requests(file: Path, rows: int) -> None:
    """Made-up requests of a year in twelve neighbourhoods of a city that does not exist, four of five closed."""
    start = datetime.fromisoformat("2024-01-01")
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_HEADER)
        for number in range(rows):
            opened = start + timedelta(seconds=number * 366 * 86_400 // rows)
            closed = opened + timedelta(hours=number % 97) if number % 5 else ""
            place = number % 12
            where = (42.30 + place % 4 * 0.03 + number % 29 / 1000, -71.1 + place // 4 * 0.05 + number % 31 / 1000)
            writer.writerow((number, opened, closed, f"Kind {number % 7}", f"Quarter {place}", *where))


@contextmanager
def _opened(file: Path, home: Path) -> Iterator[str]:
    """The address that `yiping open` prints; what it started ends with it."""
    said = home / "said"
    command = [str(COMMAND), "open", str(file), "--zone", "America/New_York", "--port", "0"]
    with said.open("w") as out, subprocess.Popen(
        command, env={**os.environ, "YIPING_HOME": str(home), "YIPING_CITY": ""},
        stdin=subprocess.DEVNULL, stdout=out, stderr=out,
    ) as serving:  # fmt: skip
        try:
            while not (found := re.search(r"http://\S+", said.read_text())):
                if serving.poll() is not None:
                    raise RuntimeError(said.read_text())
                time.sleep(0.02)
            yield found[0]
        finally:
            serving.terminate()
            serving.wait(timeout=60)


def run(rows: int = ROWS, times: int = 3) -> None:
    """The slowest of so many runs, each of a new city, is what a person may wait."""
    addressed: list[float] = []
    painted: list[float] = []
    reading: list[float] = []
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    with TemporaryDirectory() as folder, chromium() as browser:
        file = Path(folder) / "requests.csv"
        write_requests(file, rows)
        for number in range(times):
            home = Path(folder) / str(number)
            home.mkdir()
            reading.append(timed(lambda: pd.read_csv(file, parse_dates=["open_dt", "closed_dt"]))[0])
            began = time.perf_counter()
            with _opened(file, home) as address:
                addressed.append(time.perf_counter() - began)
                visit(browser, address)
                painted.append(time.perf_counter() - began)
    print(
        f"first screen of {rows:,} rows: {max(painted):.1f} s, at most {LONGEST_S:.0f}; machine busy {busy:.1f} times"
    )
    save("first_screen", {
        "rows": rows,
        "address_s": addressed,
        "painted_s": painted,
        "slowest_painted_s": max(painted),
        "limit_s": LONGEST_S,
        "pandas_read_csv_s": reading,
        "busy_at_the_start": round(busy, 1),
        "busy_is": _BUSY,
    })  # fmt: skip


if __name__ == "__main__":
    run()
    print(RESULTS / "first_screen.json")
