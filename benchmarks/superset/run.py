"""Twelve questions of a city, none at hand, asked by HTTP of yiping and of Superset in turn, on the same cases.

    python -m benchmarks.superset FOLDER --python PYTHON [--rounds 7]

FOLDER: of a built demo city, which is copied. PYTHON: of an environment with apache-superset and duckdb-engine. Both
have DuckDB, the same rows and the same machine; Superset's own cache is passed over ("force"), and of yiping every
period is asked once. The two must answer the same. Results: superset.json.
"""

from __future__ import annotations

import argparse
import math
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import httpx

from benchmarks.serving import serving
from benchmarks.superset.questions import QUESTIONS, SameQuestion
from benchmarks.superset.superset_server import superset, table_of
from benchmarks.timing import Times, save
from queries.budget.memory_budget import STORE_FILE

WARM_UP = 40
"""The round, days before the measured ones, with which both are warmed up."""
LATEST = "SELECT max(reported_day) - 1 FROM events"


def compared(folder: Path, python: Path, home: Path, rounds: int) -> dict[str, Any]:
    """Medians and P95 of both, by question and of all."""
    with duckdb.connect(str(folder / STORE_FILE), read_only=True) as store:
        found = store.execute(LATEST).fetchall()
    latest: date = found[0][0].date() if hasattr(found[0][0], "date") else found[0][0]
    table = home / "cases.duckdb"
    table_of(folder, table)
    rows: dict[str, Any] = {}
    ours: list[float] = []
    theirs: list[float] = []
    with (
        serving(folder) as server,
        httpx.Client(base_url=server.url, trust_env=False, timeout=60) as client,
        superset(python, home, table) as (other, dataset),
    ):
        for question in QUESTIONS:
            asked, answered = _asked(client, question, latest), _answered(other, question, dataset, latest)
            asked(WARM_UP)
            answered(WARM_UP)
            pairs = [(_timed(asked, number), _timed(answered, number)) for number in range(rounds)]
            for (_, mine), (_, its) in pairs:
                if not math.isclose(mine, its, rel_tol=1e-9):
                    raise SystemExit(f"{question}: yiping says {mine}, Superset {its}")
            ours += [took for (took, _), _ in pairs]
            theirs += [took for _, (took, _) in pairs]
            name = f"{question.kpi}, {question.days} d" + (f", by {question.by}" if question.by else "")
            yiping, its_times = Times(tuple(ours[-rounds:])), Times(tuple(theirs[-rounds:]))
            rows[name] = _figures(yiping, its_times)
            print(name, rows[name], flush=True)
    return {"all": _figures(Times(tuple(ours)), Times(tuple(theirs))), "questions": rows}


def _asked(client: httpx.Client, question: SameQuestion, latest: date) -> Callable[[int], float]:
    def ask(round_number: int) -> float:
        reply = client.get(f"/api/v1/kpi?{question.yiping(latest, round_number)}").raise_for_status().json()
        rows = [row["value"] for row in reply["rows"] if row["value"] is not None]
        return float(sum(rows) if question.by else reply["value"])

    return ask


def _answered(client: httpx.Client, question: SameQuestion, dataset: int, latest: date) -> Callable[[int], float]:
    def ask(round_number: int) -> float:
        body = question.superset(dataset, latest, round_number)
        reply = client.post("/api/v1/chart/data", json=body)
        if reply.is_error:
            raise SystemExit(f"Superset refused {body}: {reply.text[:500]}")
        return float(sum(row["value"] for row in reply.json()["result"][0]["data"]))

    return ask


def _timed(ask: Callable[[int], float], round_number: int) -> tuple[float, float]:
    began = time.perf_counter()
    value = ask(round_number)
    return time.perf_counter() - began, value


def _figures(ours: Times, theirs: Times) -> dict[str, float]:
    return {
        "yiping_ms": round(1000 * ours.median, 1),
        "yiping_p95_ms": round(1000 * ours.p95, 1),
        "superset_ms": round(1000 * theirs.median, 1),
        "superset_p95_ms": round(1000 * theirs.p95, 1),
        "times": round(theirs.median / ours.median, 1),
    }


def main() -> None:
    """Prints a line a question and writes them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        copy = Path(name) / "demo"
        shutil.copytree(given.folder, copy)
        figures = compared(copy, given.python.absolute(), Path(name), given.rounds)
    save("superset", figures)
