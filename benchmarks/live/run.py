"""All of it, one after the other, against one server."""

from __future__ import annotations

from pathlib import Path

from benchmarks.live import burst, ingest, many, visible
from benchmarks.live.served_city import served
from benchmarks.timing import save


def run(built: Path, work: Path, *, quick: bool = False) -> None:
    """`built`: a folder with the demo city, made when it is missing; `work`: where the copy that is served goes."""
    seconds = 10.0 if quick else 60.0
    with served(built, work / "served") as city:
        figures: dict[str, object] = {"visible": visible.measure(city, 20 if quick else 200)}
        figures["distinct_questions"] = many.distinct(city)
        figures["one_of_each"] = many.measure(city, 0, 2, seconds, "few")
        figures["many"] = many.measure(city, 500, 20, seconds, "many")
        figures["burst"] = burst.measure(city, 8_000 if quick else 50_000, seconds)
        figures["ingest"] = ingest.measure(city, seconds)
    save("live", figures)
