"""Bulk load with placement: the demo city's cases from Parquet and from CSV, in events per second.

The alternative in the same run: pandas reads the same CSV, parses its times and writes Parquet, without placing,
history, landing or refusals.
"""

from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from benchmarks.timing import save, timed
from queries.city import City


def by_pandas(csv: Path, target: Path) -> None:
    frame = pd.read_csv(csv, dtype=str)
    for column in [name for name in frame.columns if name.endswith("_at")]:
        frame[column] = pd.to_datetime(frame[column], utc=True)
    frame.to_parquet(target)


def run(empty_city: Path, cases: pa.Table, work: Path) -> None:
    """`empty_city`: a city folder without a store. `cases`: canonical columns of the demo city."""
    figures: dict[str, object] = {"events": cases.num_rows}
    parquet, csv = work / "cases.parquet", work / "cases.csv"
    pq.write_table(cases, parquet)
    pa_csv.write_csv(cases, csv)
    for kind, path in (("parquet", parquet), ("csv", csv)):
        city = City.open(empty_city)
        city.ground.placer.place([0.0], [0.0])
        seconds, summary = timed(partial(city.acts.load, path, source=f"bench_{kind}"))
        city.close()
        rate = summary.loaded / seconds
        figures[kind] = {"seconds": seconds, "events_per_second": rate, "loaded": summary.loaded}
        print(f"load {kind}: {summary.loaded:,} events in {seconds:.1f} s, {rate:,.0f} events/s")
    seconds, _ = timed(lambda: by_pandas(csv, work / "pandas.parquet"))
    figures["pandas_csv_seconds"] = seconds
    print(f"pandas reads the same CSV and writes Parquet in {seconds:.1f} s")
    save("load", figures)
