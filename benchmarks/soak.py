"""What was thrown at the program, and what became of it: `python -m benchmarks.soak [JUNIT.xml …]`.

Mutated files, read and loaded; small files that ask for much, each loaded by a process of its own; and the outcome of
parts of `make soak` from the JUnit files that pytest wrote of them (`--junitxml`). Writes results/soak.json; a part
that is not run again keeps the figures of before.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # of our own files

from benchmarks.timing import RESULTS, save
from tests.queries.loading.files.hostile_inputs import FILES, tried

READ_SEEDS, READ_EACH = range(2, 12), 1_000
LOAD_SEEDS, LOAD_EACH = range(2, 12), 100


def mutants(seeds: range, each: int, *options: str) -> dict[str, Any]:
    """Figures of mutated files; deaths: readers that ended."""
    found: Counter[str] = Counter()
    longest, most = 0.0, 0
    for seed in seeds:
        command = [sys.executable, "-m", "tests.queries.loading.files.mutants", str(seed), str(each), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            found["deaths"] += 1
            print(seed, done.stdout.splitlines()[-1:], done.stderr[-500:])
            continue
        figures = json.loads(done.stdout.splitlines()[-1])
        found.update(files=figures["files"], refused=figures["refused"])
        longest, most = max(longest, figures["longest_s"]), max(most, figures["most_mb"])
    about = {"files": found["files"], "refused": found["refused"], "deaths": found["deaths"]}
    return about | {"longest_processor_s": longest, "most_memory_of_process_mb": most}


def hostile() -> dict[str, Any]:
    """Figures of the files that ask for much."""
    tries = [tried(name) for name in FILES]
    survived = [one for one in tries if "died" not in one]
    return {
        "files": len(tries),
        "deaths": len(tries) - len(survived),
        "longest_processor_s": max(one["seconds"] for one in survived),
        "most_memory_beyond_open_city_mb": max(one["memory_mb"] for one in survived),
        "each": tries,
    }


def of_pytest(report: Path) -> dict[str, Any]:
    """Tests, failures and seconds by file of tests."""
    found: dict[str, Any] = {}
    for case in ElementTree.parse(report).getroot().iter("testcase"):  # noqa: S314 - pytest wrote it
        about = found.setdefault(case.get("classname", ""), {"tests": 0, "failed": 0, "skipped": 0, "seconds": 0})
        about["tests"] += 1
        about["failed"] += case.find("failure") is not None or case.find("error") is not None
        about["skipped"] += case.find("skipped") is not None
        about["seconds"] = round(about["seconds"] + float(case.get("time", 0)))
    return found


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", type=Path, help="JUnit files of pytest")
    parser.add_argument("--only", default="read,loaded,hostile", help="parts, separated by commas")
    options = parser.parse_args()
    parts, found = options.only.split(","), dict[str, Any]()
    if "read" in parts:
        found["mutated_files_read"] = mutants(READ_SEEDS, READ_EACH)
    if "loaded" in parts:
        found["mutated_files_loaded"] = mutants(LOAD_SEEDS, LOAD_EACH, "load")
    if "hostile" in parts:
        found["small_files_that_ask_for_much"] = hostile()
    file = RESULTS / "soak.json"
    figures: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    figures |= found
    for report in options.reports:
        figures["tests"] = figures.get("tests", {}) | of_pytest(report)
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    save("soak", figures)


if __name__ == "__main__":
    main()
