"""The search box asked in words, as somebody types: every beginning of each phrase, and texts that are hard to split.

`python -m benchmarks.asking FOLDER` asks the city in FOLDER (the demo) and writes results/asking.json: milliseconds of
processor time, so that a busy machine will do. None may need more than LIMIT_MS.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from benchmarks.timing import save
from dashboard.screens.scenes import scene_at
from dashboard.search.late_index import LateIndex
from dashboard.search.results import LONGEST, results
from queries.city import City

LIMIT_MS = 20
TIMES = 5
PHRASES = (
    "金水区 噪声 夜间 上周", "金水区噪声夜间上周", "金水区 上周 投诉 超期", "overdue noise last week",
    "jinshuiqu 噪声 昨天", "jsq 满意度 10月", "jin shui qu wen hua lu noise", "二七区 第1网格 占道经营 近14天",
    "除了12345热线 噪声 8点到10点 周末", "street lights in 中牟 from October 1 to October 7", "哪条街道夜间噪声上升",
)  # fmt: skip
HARD = (
    " ".join("哈" * 12 for _ in range(7)),
    " ".join(a + b + "o" for a in "bcdfg" for b in "klmnp"),
    "哈哈哈哈哈哈哈哈哈哈哈哈",
    "金" * LONGEST,
    "x" * LONGEST,
    "a b " * (LONGEST // 4),
    "金水区噪声夜间上周" * 10,
)


def asked(city: City, indexes: LateIndex, texts: list[str]) -> dict[str, float]:
    """Milliseconds of processor time for each text, the median of TIMES."""
    scene = scene_at(city, "/", "", None)
    found = {}
    for text in texts:
        times = []
        for _ in range(TIMES):
            start = time.process_time()
            results(city, scene, indexes, text)
            times.append(1000 * (time.process_time() - start))
        found[text] = statistics.median(times)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    with City.open(parser.parse_args().folder) as city:
        indexes = LateIndex(city)
        typed = [phrase[:end] for phrase in PHRASES for end in range(1, len(phrase) + 1)]
        found = asked(city, indexes, list(dict.fromkeys([*typed, *HARD])))
        names = len(city.tree.names)
    ordered = sorted(found, key=found.__getitem__, reverse=True)
    figures = {
        "texts": len(found),
        "names of areas": names,
        "median ms": round(statistics.median(found.values()), 2),
        "worst ms": {text: round(found[text], 1) for text in ordered[:5]},
        "limit ms": LIMIT_MS,
    }
    print(figures)
    save("asking", figures)
    if found[ordered[0]] > LIMIT_MS:
        raise SystemExit(f"{ordered[0]!r} needs more than {LIMIT_MS} ms.")


if __name__ == "__main__":
    main()
