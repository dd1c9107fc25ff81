"""`make bench`: load, rebuild, placing, questions, pages, the live city and the map, in one run, printed and written to
benchmarks/results/.

python -m benchmarks [--quick] [--only load,rebuild,placing,questions,page,live,map,delivery,every_kpi,first_screen]
"""

import argparse
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from benchmarks import delivery, every_kpi, live, load, maps, page, questions, rebuild
from benchmarks.maps import placing
from benchmarks.screen import first_screen
from benchmarks.serving import serving
from dashboard.simulator.building import build_demo
from dashboard.simulator.generating import generate
from geodata.areas.tree_file import AreaTree, read_tree
from geodata.zhengzhou.build import build_zhengzhou

PARTS = ("load", "rebuild", "placing", "questions", "page", "live", "map", "delivery", "every_kpi", "first_screen")


def demo_cases(tree: AreaTree, days: int) -> pa.Table:
    """Cases of the last `days` days as they stand now, in canonical columns."""
    end = datetime.now(UTC)
    return pa.concat_tables([table for table, _ in generate(tree, end - timedelta(days=days - 1), end)])


def of_demo(work: Path, parts: list[str], *, quick: bool) -> None:
    """The parts that are asked of one demo city."""
    if "page" in parts:
        build_demo(work / "demo", days=7 if quick else 60)
        with serving(work / "demo") as server:
            page.run(server.url)
    if "every_kpi" in parts:
        every_kpi.run({every_kpi.DEMO: work / "demo"}, times=1 if quick else 3, only=None)
    if "live" in parts:
        live.run(work / "demo", work, quick=quick)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer repeats")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    options = parser.parse_args()
    parts = options.only.split(",")
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        work = Path(name)
        if {"load", "rebuild", "placing", "map"} & set(parts):
            build_zhengzhou(work / "empty")
            tree = read_tree(work / "empty")
            if "placing" in parts:
                placing.run(work / "empty", tree, quick=options.quick)
            if "load" in parts:
                load.run(work / "empty", demo_cases(tree, 7 if options.quick else 60), work)
            if "rebuild" in parts:
                shutil.copytree(work / "empty", work / "again", ignore=shutil.ignore_patterns("store*", "landing"))
                rebuild.run(work / "again", tree, demo_cases(tree, 7 if options.quick else 60), quick=options.quick)
            if "map" in parts:
                maps.run(tree, work, quick=options.quick)
        if "questions" in parts:
            questions.run(work, quick=options.quick)
        if "first_screen" in parts:
            first_screen.run(5_000 if options.quick else first_screen.ROWS, times=1 if options.quick else 3)
        of_demo(work, parts, quick=options.quick)
        if "delivery" in parts:
            build_demo(work / "fed", days=7 if options.quick else 60)
            delivery.run(work / "fed", quick=options.quick)


if __name__ == "__main__":
    main()
