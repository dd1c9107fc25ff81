"""What a briefing costs: composed anew and typeset, as PDF, PNG and workbook, beside a photograph of the same screen.

`python -m benchmarks.paper.briefings FOLDER [--times N]` asks a server of the city in FOLDER (the demo, 0.73 M cases)
and writes results/paper/briefings.json: median and P95 in seconds, bytes, and the most memory of the process that
typesets. Each briefing is as of another moment, so that nothing of it was composed before; `again` is one that was. The
named alternative is `yiping snap`: headless Chromium prints the analyst's page of the same area and days.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from benchmarks.serving import COMMAND, serving
from benchmarks.timing import Times, save, timed
from dashboard.briefings.typesetting.typesetting import Sheet, typeset
from dashboard.commands.server_file import ServerAddress

KEYS = ("daily", "weekly", "monthly", "thursday", "supervision")
ASKED_MS = 120_000


def _asked(client: httpx.Client, body: Mapping[str, Any]) -> bytes:
    answer = client.post("/api/v1/briefings", json=dict(body))
    answer.raise_for_status()
    return answer.content


def _figures(times: Times, content: bytes) -> dict[str, float]:
    return {"median": round(times.median, 2), "p95": round(times.p95, 2), "bytes": len(content)}


def measured(client: httpx.Client, body: Mapping[str, Any], times: int) -> dict[str, float]:
    """One kind of file, each time as of another second of the last hours."""
    began = datetime.now(UTC).replace(microsecond=0)
    moments = [(began - timedelta(seconds=1 + run)).isoformat() for run in range(times)]
    taken = [timed(partial(_asked, client, {**body, "as_of": moment})) for moment in moments]
    return _figures(Times(tuple(took for took, _ in taken)), taken[-1][1])


def again(client: httpx.Client, body: Mapping[str, Any], times: int) -> dict[str, float]:
    """The same briefing, of which all answers are held."""
    pinned = {**body, "as_of": (datetime.now(UTC) - timedelta(minutes=1)).isoformat()}
    _asked(client, pinned)
    taken = [timed(lambda: _asked(client, pinned)) for _ in range(times)]
    return _figures(Times(tuple(took for took, _ in taken)), taken[-1][1])


def photographed(server: ServerAddress, work: Path, times: int) -> dict[str, float]:
    """A PDF of the analyst's page by `yiping snap`, through the same server."""
    out = work / "screen.pdf"
    command = [str(COMMAND), "snap", "/?period=last_week", "--out", str(out), "--city", str(work)]
    run: Callable[[], object] = lambda: subprocess.run(command, check=True, capture_output=True)  # noqa: E731
    return _figures(Times(tuple(timed(run)[0] for _ in range(times))), out.read_bytes())


def most_memory(document: Mapping[str, Any]) -> float:
    """The most that the process which typesets held, in megabytes."""
    typeset(document, Sheet())
    return round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 0)


def run(folder: Path, times: int) -> dict[str, object]:
    """All of it."""
    with serving(folder) as server, httpx.Client(base_url=server.url, timeout=ASKED_MS) as client:
        commands = httpx.Client(
            base_url=f"{server.url}/api/v1/commands",
            headers={"Authorization": f"Bearer {server.key}"},
            timeout=ASKED_MS,
        )
        document = commands.post("/briefing", json={"briefing": "weekly"}).json()["result"]
        found: dict[str, object] = {
            f"{key} {form}": measured(client, {"briefing": key, "format": form}, times)
            for key in KEYS
            for form in (("pdf", "png", "xlsx") if key == "weekly" else ("pdf",))
        }
        found["weekly pdf, again"] = again(client, {"briefing": "weekly"}, times)
        found["alternative: yiping snap /"] = photographed(server, folder, max(3, times // 3))
    typesetter = subprocess.run(
        [sys.executable, "-c", _MEMORY], input=_as_json(document), capture_output=True, text=True, check=True
    )
    return {"runs": times, "seconds and bytes": found, "typesetter, most MB": float(typesetter.stdout)}


_MEMORY = (
    "import json, sys; from benchmarks.paper.briefings import most_memory; print(most_memory(json.load(sys.stdin)))"
)


def _as_json(document: object) -> str:
    return json.dumps(document)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=12)
    options = parser.parse_args()
    figures = run(options.folder, options.times)
    print(figures)
    save("paper/briefings", figures)


if __name__ == "__main__":
    main()
