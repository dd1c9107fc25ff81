"""SIGKILL while sources deliver over HTTP: the server is back within ten seconds on its port, and nothing that was
acknowledged is lost or doubled. Four kills here, fifty and five hundred in `make soak`: a start costs two seconds."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from dashboard.commands import server_file
from queries.city_context import CityContext
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from tests.dashboard.cli.conftest import process, run, wait_for
from tests.faults.feeding import Feeder, UnitFeeder

BACK_WITHIN_S = 30.0  # 2 to 3 s on two idle cores; two servers restart at the same time here, on machines that are busy
MORE = 17  # rows that are taken before each kill


@dataclass
class Served:
    """A supervised server: its parent's process, the city's folder, its address."""

    parent: "subprocess.Popen[str]"
    folder: Path
    url: str

    def kill(self) -> None:
        """SIGKILL to the server itself, whether it has finished starting or not."""
        children = Path(f"/proc/{self.parent.pid}/task/{self.parent.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)

    def back(self) -> float:
        """Seconds until the server answers what a browser asks."""
        begun = time.monotonic()
        with httpx.Client(timeout=BACK_WITHIN_S, trust_env=False) as client:
            while time.monotonic() < begun + 2 * BACK_WITHIN_S:
                try:
                    if client.get(f"{self.url}/api/v1/live").status_code == 200:
                        return time.monotonic() - begun
                except httpx.HTTPError:
                    time.sleep(0.02)
        raise AssertionError("the server did not come back")


def serve(home: Path) -> Served:
    parent = process(home, "serve", "--city", "tiny", "--port", "0")
    return Served(parent, home / "tiny", wait_for(home / "tiny", parent).url)


def add_source(home: Path, name: str, kind: str) -> str:
    added = run(home, "source", "add", name, "--kind", kind, "--cadence", "60", "--city", "tiny")
    assert added.exit_code == 0, added.output
    return added.stdout.strip()


def killed_during_ingest(home: Path, seed: int, keys: Sequence[str], kills: int) -> list[float]:
    """Kills a server again and again while two sources deliver; seconds until each return. Checks what is held."""
    chance = random.Random(seed)  # noqa: S311
    served = serve(home)
    feeders = [Feeder(served.url, keys[0], seed), UnitFeeder(served.url, keys[1], seed)]
    took = []
    try:
        for feeder in feeders:
            feeder.start()
        for number in range(kills):
            wait_for_more(feeders[0])
            time.sleep(chance.uniform(0.02, 0.6))
            served.kill()
            if number % 5 == 2:  # and once more while it starts
                time.sleep(chance.uniform(0.4, 1.5))
                served.kill()
            took.append(served.back())
        time.sleep(0.1)
        for feeder in feeders:
            feeder.stop()
    finally:
        served.parent.terminate()
        _, log = served.parent.communicate(timeout=60)
    assert served.parent.returncode == 0, log
    assert log.count("SIGKILL") >= kills
    assert "Traceback" not in log, log
    assert server_file.read(served.folder) is None
    held_as_acknowledged(served.folder, *feeders)
    return took


def wait_for_more(feeder: Feeder) -> None:
    """Until some more is acknowledged, on a slow machine too: a server that is killed before it takes anything loses
    nothing."""
    before, until = len(feeder.acknowledged), time.monotonic() + BACK_WITHIN_S
    while len(feeder.acknowledged) <= before + MORE and time.monotonic() < until:
        time.sleep(0.02)


def held_as_acknowledged(folder: Path, cases: Feeder, units: Feeder) -> None:
    """Everything acknowledged is held, nothing is held twice or was never sent, and landing/ makes the same again."""
    assert not cases.refusals
    assert not units.refusals
    assert len(cases.acknowledged) > 50
    with CityContext.open(folder) as city:
        held = held_versions(city)
        assert set(held) - cases.sent == set()
        assert cases.acknowledged - set(held) == set()
        assert max(held.values()) == 1
        assert reconcile(city.store) == ()
        seen = units_seen(city)
        assert (
            set(units.acknowledged) - {(unit, second) for unit, newest in seen.items() for second in range(newest + 1)}
            == set()
        )
        rebuild(city)
        assert held_versions(city) == held
        assert units_seen(city) == seen


def held_versions(city: CityContext) -> Counter[tuple[str, int]]:
    with city.store.cursor() as cursor:
        rows = cursor.execute(
            "SELECT source_id, version FROM city.events WHERE source = 'events' "
            "UNION ALL SELECT source_id, version FROM city.event_history WHERE source = 'events'"
        ).fetchall()
    return Counter(rows)


def units_seen(city: CityContext) -> dict[str, int]:
    """The newest second of each unit, since the beginning of July in New York."""
    with city.store.cursor() as cursor:
        rows = cursor.execute(
            "SELECT unit, date_diff('second', TIMESTAMP '2011-07-01 04:00', seen_at) FROM city.units"
        ).fetchall()
    return dict(rows)


def two_cities_killed(made_home: Path, folder: Path, seed: int, kills: int) -> float:
    """Two cities beside each other, each killed `kills` times; the longest seconds until a return."""
    homes = [Path(shutil.copytree(made_home, folder / f"home{number}")) for number in range(2)]
    keys = [[add_source(home, kind, kind) for kind in ("events", "units")] for home in homes]
    with ThreadPoolExecutor(2) as both:
        runs = [both.submit(killed_during_ingest, home, seed + n, keys[n], kills) for n, home in enumerate(homes)]
        return max(max(run.result()) for run in runs)


def test_killing_the_server_during_ingest_loses_and_doubles_nothing(made_home: Path, tmp_path: Path) -> None:
    """Three times while it serves, and once more while it starts."""
    home = Path(shutil.copytree(made_home, tmp_path / "home"))
    keys = [add_source(home, kind, kind) for kind in ("events", "units")]
    assert max(killed_during_ingest(home, 1, keys, kills=3)) < BACK_WITHIN_S


@pytest.mark.soak
@pytest.mark.timeout(600)  # two minutes on two idle cores; other tests run beside it
def test_killing_two_servers_fifty_times_during_ingest_loses_and_doubles_nothing(
    made_home: Path, tmp_path: Path
) -> None:
    assert two_cities_killed(made_home, tmp_path, 1, kills=25) < BACK_WITHIN_S


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(100, 300, 20))
def test_killing_it_five_hundred_times(made_home: Path, tmp_path: Path, seed: int) -> None:
    assert two_cities_killed(made_home, tmp_path, seed, kills=25) < BACK_WITHIN_S
