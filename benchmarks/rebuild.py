"""Making the store again from landing/: what each small delivery of a city that has long been live adds to it.

The alternative in the same run: the deliveries applied one after the other, as they came.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pyarrow as pa

from benchmarks.live.rows import NUMBER, Lives, just_reported
from benchmarks.timing import save, timed
from dashboard.simulator.table import SOURCE
from geodata.areas.tree_file import AreaTree
from queries.city_context import CityContext
from queries.intake.delivery_check import checked
from queries.landing.folder import EVENTS, LANDING, SEGMENT_ENDING, seal_segment
from queries.landing.frames import heading
from queries.loading.load import load_table
from queries.recovery.rebuild import rebuild

ROWS = 4


def deliver(city: CityContext, lives: Lives, first: int, last: int) -> None:
    """Deliveries in landing/, each a sealed segment: new cases, and what has become of those of the delivery before."""
    begun = datetime.now(UTC)
    for number in range(first, last):
        texts = [lives.texts[(number * ROWS + place) % len(lives.texts)] for place in range(ROWS)]
        rows = [just_reported(text, f"bench-{number}-{place}", begun) for place, text in enumerate(texts)]
        rows += [text.replace(NUMBER, f"bench-{number - 1}-{place}", 1) for place, text in enumerate(texts)]
        at = begun + timedelta(milliseconds=number)
        batch = f"{at:%Y%m%dT%H%M%S.%fZ}-bench{number}"
        frame = checked(city, SOURCE, EVENTS, [json.loads(row) for row in rows], at).frame
        (city.folder / LANDING / (batch + SEGMENT_ENDING)).write_bytes(heading(SOURCE, EVENTS) + frame)
        seal_segment(city.folder, batch, SOURCE, EVENTS, at)


def run(empty_city: Path, tree: AreaTree, cases: pa.Table, *, quick: bool) -> None:
    """`empty_city`: a city folder without a store. `cases`: canonical columns of the demo city."""
    counts = (50, 500) if quick else (200, 2_000, 10_000)
    lives, figures = Lives(tree), []
    with CityContext.open(empty_city) as city:
        load_table(city, cases, source=SOURCE)

        def seconds() -> float:
            return timed(lambda: rebuild(city))[0]

        seconds()  # the placer is built at the first need
        alone = seconds()
        done = 0
        for count in counts:
            deliver(city, lives, done, count)
            done = count
            figures.append({"deliveries": count, "seconds_each": (seconds() - alone) / count})
            if count == counts[0]:
                with mock.patch("queries.loading.apply.MOST_ROWS", 1):
                    one_by_one = (seconds() - alone) / count
    for found in figures:
        ratio = one_by_one / found["seconds_each"]
        each = f"{found['seconds_each'] * 1000:.2f} ms each, {ratio:.0f} times faster than one by one"
        print(f"rebuild with {found['deliveries']:,} deliveries: {each}")
    save("rebuild", {"cases": cases.num_rows, "without_s": alone, "one_by_one_s_each": one_by_one, "together": figures})
