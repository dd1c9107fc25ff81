"""Run by test_refusing_disk.py in a mount namespace of its own, as the last of its steps.

python -m tests.faults.on_a_refusing_disk build DISK: a city of applied cases and of some that wait.
python -m tests.faults.on_a_refusing_disk fill DISK: leaves no room on the disk.
python -m tests.faults.on_a_refusing_disk read DISK: opens the city, and prints what it answers and what lies beside it.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from queries.city import City
from queries.errors import DiskRefuses, QueryError, StoreStopped
from queries.intake.reception import Reception
from queries.values import WHOLE_CITY, Question
from tests.queries.intake.conftest import case, new_city


def build(disk: Path) -> None:
    """Twenty cases applied, five accepted and waiting; the log of the store is not brought into its file."""
    city = new_city(disk)
    reception = Reception(city)
    reception.start()
    reception.accept("posted", "events", [case(f"{number:06}") for number in range(20)])
    reception.stop()
    Reception(city).accept("posted", "events", [case(f"{number:06}") for number in range(20, 25)])
    os._exit(0)


def fill(disk: Path) -> None:
    """Writes until the disk takes nothing more."""
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        size = 1 << 20
        while size:
            try:
                ballast.write(bytes(size))
            except OSError:
                size //= 2


def read(disk: Path) -> None:
    """What a city on this disk answers, and what a load says."""
    with City.open(disk / "small", recover=True, time_limit_s=120) as city:
        answer = city.kpis.ask(Question(metric="reported", area=city.tree.root.code, scope=WHOLE_CITY))
        try:
            reception = city.acts.reception()
            reception.accept("posted", "events", [case("999999")])
            refused = ""
        except (DiskRefuses, StoreStopped, QueryError, OSError) as error:
            refused = type(error).__name__
        again = city.kpis.ask(Question(metric="reported", area=city.tree.root.code, scope=WHOLE_CITY))
        found = {"value": answer.value, "again": again.value, "said": city.acts.recovered, "refused": refused}
    found["load"] = loaded(disk)
    files = sorted(path.name for path in (disk / "small").iterdir())
    sys.stdout.write(json.dumps(found | {"files": files}, default=str) + "\n")


def loaded(disk: Path) -> str:
    """What `yiping load` says on such a disk."""
    file = Path(tempfile.gettempdir()) / "more.csv"
    file.write_text("id,open_dt\n1,2026-06-01\n", encoding="utf-8")
    command = [sys.executable, "-m", "dashboard", "load", str(file), "--city", "small"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"YIPING_HOME": str(disk)}
    )
    return done.stderr


if __name__ == "__main__":
    {"build": build, "fill": fill, "read": read}[sys.argv[1]](Path(sys.argv[2]))
