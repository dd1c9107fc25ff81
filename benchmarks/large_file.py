"""Small deliveries beside a large file of another source: from acceptance until visible, before and while it is loaded.

`python -m benchmarks.large_file FOLDER [--rows N] [--alone]` writes N cases of the city in FOLDER (the demo, which is
written to) as CSV under other numbers, drops them as a source of their own, delivers eight rows four times a second
meanwhile, and writes results/large_file.json. --alone: the file is loaded in the writer's turn, as small ones are.
"""

from __future__ import annotations

import argparse
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.delivery import Deliveries
from benchmarks.live.rows import Lives
from benchmarks.timing import Times, save
from queries.city import City
from queries.intake import reception as receiving
from queries.loading.summary import LoadSummary

PAUSE_S = 0.25
AT_REST = 40
EXPORT = """
COPY (
  SELECT 'file-' || source_id AS source_id, title, category1, category2, category3, channel, lon, lat, reported_at,
    accepted_at, filed_at, dispatched_at, finished_at, closed_at, status, department
  FROM city.events LIMIT {rows}
) TO '{file}' (HEADER)
"""


@dataclass
class Seen:
    """When each applied input became visible, on the clock of time.perf_counter."""

    at: dict[str, float] = field(default_factory=dict)

    def note(self, summary: LoadSummary) -> None:
        """An input was applied."""
        self.at[summary.batch] = time.perf_counter()


def delivered(deliveries: Deliveries, seen: Seen, until: threading.Event | None, most: int) -> list[float]:
    """Seconds from acceptance to visible of deliveries made until the event, or so many."""
    accepted: dict[str, float] = {}
    while len(accepted) < most and not (until and until.is_set()):
        began = time.perf_counter()
        accepted[deliveries.accept()] = time.perf_counter()
        time.sleep(max(0.0, began + PAUSE_S - time.perf_counter()))
    patience = time.perf_counter() + 120
    while not accepted.keys() <= seen.at.keys() and time.perf_counter() < patience:
        time.sleep(0.05)
    return [seen.at[batch] - moment for batch, moment in accepted.items()]


def write_file(city: City, file: Path, rows: int) -> None:
    """So many cases of the city under other numbers."""
    with city._context.store.cursor() as cursor:
        cursor.execute(EXPORT.format(rows=rows, file=file))


def run(folder: Path, *, rows: int, alone: bool) -> None:
    """Measure, print and save."""
    seen, file, done = Seen(), folder / "large.csv", threading.Event()
    receiving.LARGE_FILE = 1 << 60 if alone else receiving.LARGE_FILE
    with City.open(folder) as city:
        write_file(city, file, rows)
        reception = city.acts.reception(on_applied=seen.note)
        reception.start()
        deliveries = Deliveries(reception, Lives(city.tree, days=1))
        at_rest = Times(tuple(delivered(deliveries, seen, None, AT_REST)))
        loads: list[LoadSummary] = []

        def load() -> None:
            loads.append(reception.land_file(file, "archive"))
            done.set()

        loading = threading.Thread(target=load)
        used, began = time.process_time(), time.perf_counter()
        loading.start()
        beside = Times(tuple(delivered(deliveries, seen, done, 1 << 30)))
        loading.join()
        seconds, processor = time.perf_counter() - began, time.process_time() - used
        reception.stop()
    file.unlink()
    figures: dict[str, object] = {"rows": loads[0].loaded, "alone": alone, "seconds": seconds, "processor_s": processor}
    for name, times in (("at_rest", at_rest), ("beside", beside)):
        figures |= {f"{name}_{what}_s": value for what, value in vars_of(times).items()}
    print(", ".join(f"{name} {value:,.2f}" for name, value in figures.items()))
    save("large_file", figures)


def vars_of(times: Times) -> dict[str, float]:
    """Median, P95 and longest."""
    return {"median": times.median, "p95": times.p95, "longest": max(times.seconds), "deliveries": len(times.seconds)}


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of a city, for example the demo; it is written to")
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--alone", action="store_true", help="in the writer's turn")
    options = parser.parse_args()
    run(options.folder, rows=options.rows, alone=options.alone)


if __name__ == "__main__":
    main()
