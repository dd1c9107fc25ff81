"""Run by test_full_disk.py in a mount namespace of its own: a city on a small disk that fills up while it takes cases.

python -m tests.faults.on_a_small_disk DISK SEED FREE fill: accepts and applies until the disk, on which FREE bytes are
left, takes nothing more; prints how many cases were acknowledged, and ends as by SIGKILL. Every fifth SEED it stays
instead, is given room after a while, and must apply by itself what waits.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from queries.errors import IntakeFull, StoreDamaged
from queries.intake.reception import Reception
from queries.recovery.agreement import reconcile
from queries.recovery.recovery import open_recovered
from tests.queries.intake.conftest import case, new_city, rows_of

HELD = "SELECT source_id FROM city.events ORDER BY source_id"
STAYS = 4
LONGEST_S = 8.0
FULL_S, PATIENCE_S = 8.0, 60.0  # the applier tries five times within some six seconds


def fill(disk: Path, seed: int, free: int) -> None:
    """Delivers until nothing is taken any more, or for some seconds; then the process is gone."""
    chance = random.Random(seed)  # noqa: S311
    city = new_city(disk)
    with (disk / "ballast").open("wb") as ballast:
        found = os.statvfs(disk)
        ballast.write(bytes(max(0, found.f_bavail * found.f_frsize - free)))
    reception = Reception(city)
    if chance.random() < 0.8 or seed % 5 == STAYS:
        reception.start()
    until, number = time.monotonic() + LONGEST_S, 0
    refused = 0
    while time.monotonic() < until and refused < 3:
        rows = [case(f"{number + n:06}", title=chance.randbytes(150).hex()) for n in range(chance.randint(1, 60))]
        try:
            reception.accept("posted", "events", rows)
        except IntakeFull:
            refused += 1
            continue
        number += len(rows)
        print(number, flush=True)
        time.sleep(chance.choice([0.0, 0.01, 0.1]))
    if seed % 5 == STAYS:
        stay(disk, reception)
    os.kill(os.getpid(), signal.SIGKILL)


def stay(disk: Path, reception: Reception) -> None:
    """The disk is full for a while and then has room; everything that waits is applied."""
    time.sleep(FULL_S)
    (disk / "ballast").unlink()
    until = time.monotonic() + PATIENCE_S
    while reception.backlog and time.monotonic() < until:
        time.sleep(0.1)
    held = len(rows_of(reception.city, HELD))
    print(f"{held} applied, {reception.backlog} waiting", file=sys.stderr, flush=True)


def filled_and_opened(disk: Path, seed: int) -> dict[str, object]:
    """What is held after the disk was full and has room again, beside what was acknowledged."""
    free = random.Random(seed).randint(40_000, 6_000_000)  # noqa: S311
    body = subprocess.run(
        [sys.executable, "-m", "tests.faults.on_a_small_disk", str(disk), str(seed), str(free), "fill"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    acknowledged = int((body.stdout.split() or ["0"])[-1])
    left = os.statvfs(disk)
    (disk / "ballast").unlink(missing_ok=True)
    try:
        city, said = open_recovered(disk / "small")
    except StoreDamaged as error:
        return {"seed": seed, "error": str(error)}
    with city:
        stayed = body.stderr.splitlines()[-1:] if seed % 5 == STAYS else None
        return {
            "seed": seed, "free": free, "left": left.f_bavail * left.f_frsize, "acknowledged": acknowledged,
            "held": [number for (number,) in rows_of(city, HELD)], "said": said, "differences": reconcile(city.store),
            "ended": body.returncode, "stayed": stayed, "traceback": "Traceback" in body.stderr and body.stderr[-2000:],
        }  # fmt: skip


if __name__ == "__main__":
    place, numbers = Path(sys.argv[1]), [int(text) for text in sys.argv[2:4]]
    if sys.argv[-1] == "fill":
        fill(place, *numbers)
    print(json.dumps(filled_and_opened(place, numbers[0])))
