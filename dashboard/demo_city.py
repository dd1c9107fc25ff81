"""The demo city on disk: Zhengzhou's areas and some days of simulated cases, made whole or not at all."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard import demo
from geodata.profile import load_profile, write_profile
from geodata.zhengzhou import build_zhengzhou
from queries.city import City

AREAS_SHARE = 0.4


def build(folder: Path, days: int, progress: Callable[[str, float], None]) -> int:
    """Builds the city in `folder` and loads `days` days of cases up to now; gives the number of rows loaded.

    It is built beside its place and moved there when finished, so that an interrupted build leaves nothing behind.
    """
    part = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        build_zhengzhou(part, progress=lambda step, done: progress(step, done * AREAS_SHARE))
        write_profile(load_profile(part).model_copy(update={"name": folder.name}), part)
        rows = _fill(part, days, lambda step, done: progress(step, AREAS_SHARE + done * (1 - AREAS_SHARE)))
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return rows


def _fill(folder: Path, days: int, progress: Callable[[str, float], None]) -> int:
    now = datetime.now(UTC)
    start = now - timedelta(days=days)
    city = City.open(folder)
    rows = 0
    try:
        for table, until in demo.generate(city.tree, start, now):
            progress("cases", (until - start) / (now - start))
            rows += city.load_table(table, "demo").loaded
    finally:
        city.close()
    return rows
