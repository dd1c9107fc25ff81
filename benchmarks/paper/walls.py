"""What a picture of a wall costs: `yiping snap /wall` at three sizes, beside a Chromium that opens an empty page.

`python -m benchmarks.paper.walls FOLDER [--times N]` asks a server of the city in FOLDER (the demo) while the wall
hangs in another Chromium on the same machine, and writes results/paper/walls.json: for each size median and P95 in
seconds of the whole command, and where its time goes. The named alternative is what no photograph by Chromium can do
without: a process that starts Playwright and Chromium, opens an empty page of that size and photographs it. How fast
the machine is stands beside it, as milliseconds of a loop of Python.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import timeit
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.chromium import chromium
from benchmarks.paper.one_photograph import EMPTY
from benchmarks.serving import COMMAND, serving
from benchmarks.timing import Times, repeated, save, timed

SIZES = ("1920x1080", "3840x1080", "7680x2160")
LOOP = "sum(range(2_000_000))"
HANGING = (1920, 1080)
READY_MS = 60_000


def parts_of(address: str, size: str) -> dict[str, float]:
    """The parts, as `process` the whole of it from outside, and as `start` what lies outside of the parts."""
    command = [sys.executable, "-m", "benchmarks.paper.one_photograph", address, size]
    took, done = timed(partial(subprocess.run, command, check=True, capture_output=True, text=True))
    parts = json.loads(done.stdout)
    return {"start": took - sum(parts.values()), **parts, "process": took}


def _medians(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: round(median(run[name] for run in runs), 2) for name in runs[0]}


def _figures(times: Times) -> dict[str, float]:
    return {"median": round(times.median, 2), "p95": round(times.p95, 2)}


def of_size(folder: Path, server: str, size: str, times: int) -> dict[str, object]:
    """One size: the command, the parts of a photograph, and those of an empty page, taken in turn."""
    out = folder / "wall.png"
    command = [str(COMMAND), "snap", "/wall", "--size", size, "--out", str(out), "--city", str(folder)]
    run = partial(subprocess.run, command, check=True, capture_output=True)
    run()
    rounds = [(timed(run)[0], parts_of(f"{server}/wall", size), parts_of(EMPTY, size)) for _ in range(times)]
    walls, parts, empty = zip(*rounds, strict=True)
    whole, alternative = Times(walls), Times(tuple(one["process"] for one in empty))
    return {
        "yiping snap": {**_figures(whole), "bytes": out.stat().st_size},
        "alternative: an empty page": _figures(alternative),
        "ratio": round(whole.median / alternative.median, 2),
        "parts": _medians(parts),
        "parts of an empty page": _medians(empty),
    }


def run(folder: Path, times: int) -> dict[str, object]:
    """All sizes, with the wall hanging."""
    loop = min(timeit.repeat(LOOP, number=1, repeat=20)) * 1000
    version = partial(subprocess.run, [str(COMMAND), "--version"], check=True, capture_output=True)
    with serving(folder) as server, chromium(first=()) as browser:
        wall = browser.new_page(viewport={"width": HANGING[0], "height": HANGING[1]})
        wall.goto(f"{server.url}/wall")
        wall.wait_for_selector("html[data-ready='true']", state="attached", timeout=READY_MS)
        return {
            "runs": times,
            f"{LOOP} ms": round(loop, 1),
            "yiping --version": _figures(repeated(version, times)),
            "seconds": {size: of_size(folder, server.url, size, times) for size in SIZES},
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=6)
    options = parser.parse_args()
    figures = run(options.folder, options.times)
    print(figures)
    save("paper/walls", figures)


if __name__ == "__main__":
    main()
