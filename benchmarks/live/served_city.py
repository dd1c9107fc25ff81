"""A demo city with a source of the benchmark's own, served by `yiping serve` in a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.serving import serving
from dashboard.access import source_keys
from dashboard.simulator.building import build_demo
from dashboard.simulator.table import SOURCE as DEMO
from geodata.city.profile import SourceProfile, load_profile, write_profile

SOURCE = "bench"


@dataclass(frozen=True)
class Served:
    """A running server. key: of the benchmark's source; commands_key: of the command line; pid: of the process that
    answers."""

    folder: Path
    url: str
    key: str
    commands_key: str
    pid: int

    def counts(self) -> dict[str, int]:
        """What the server counts; see dashboard.api.counts."""
        headers = {"Authorization": f"Bearer {self.commands_key}"}
        found: dict[str, int] = httpx.post(
            f"{self.url}/api/v1/commands/counts", headers=headers, trust_env=False
        ).json()
        return found

    def rows_held(self) -> int:
        """Cases of the benchmark's source that the store holds."""
        body = httpx.get(f"{self.url}/api/v1/sources", trust_env=False).json()["sources"]
        return next((int(source["rows"]) for source in body if source["name"] == SOURCE), 0)


@contextmanager
def served(built: Path, folder: Path) -> Iterator[Served]:
    """A copy in `folder` of the city in `built`, which is built with 60 days first when there is none. Nobody delivers
    to it but the benchmark."""
    if not built.exists():
        build_demo(built)
    shutil.copytree(built, folder)
    profile = load_profile(folder)
    sources = {
        name: one.model_copy(update={"cases": DEMO}) if one.kind == "steps" else one
        for name, one in profile.sources.items()
    }
    sources[SOURCE] = SourceProfile(kind="events", cadence_s=60)
    write_profile(profile.model_copy(update={"simulated": False, "sources": sources}), folder)
    key = source_keys.create(folder, SOURCE)
    with serving(folder, YIPING_ROWS_PER_MINUTE=100_000_000, YIPING_CONNECTIONS_PER_PEER=1_000) as server:
        yield Served(folder, server.url, key, server.key, server.pid)
