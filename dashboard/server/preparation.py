"""What the first questions and deliveries would otherwise wait for, made when nobody asks."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from itertools import product

from dashboard.access.request_scope import request_scope
from dashboard.errors import sentence_of
from dashboard.jobs.job import Job
from dashboard.jobs.quiet_moments import QuietMoments
from dashboard.map.base_map import map_system
from queries.city import City
from queries.errors import StoreClosed, TooSlow
from queries.values import Question, bases

DELAY_S = 4.0
"""It begins when the first screen has been answered."""
PREPARED_DAYS = range(15, 136, 15)
"""So many days at once are prepared in some tenths of a second; 135 in all: two months and the two before them."""
PREPARATION_PAUSE_S = 0.5
RIPENING_PAUSE_S = 0.1
MEASURED_BEFORE = tuple(timedelta(days=days) for days in (0, 7, 30))
"""As of now, and as of the ends of the periods that those of a week and of a month are compared with."""
MONDAYS = "10 0 * * 1"
"""How long rates ripen is told anew for each week."""
OF_COMPARISONS = ("scipy.special", "scipy.spatial", "scipy.sparse.csgraph")
"""Modules that the first comparison of parts would otherwise wait for, a third of a second."""
log = logging.getLogger("yiping")


def preparation(city: City, quiet: QuietMoments) -> Job:
    """The job, once after the start."""
    return Job("preparation", lambda: prepare(city, quiet), time_limit_s=300.0, is_awaited=False, delay_s=DELAY_S)


def ripening(city: City, quiet: QuietMoments) -> Job:
    """The job that measures for the new week how long rates ripen, before somebody asks."""

    def work() -> None:
        with suppress(StoreClosed):
            measure_ripening(city, quiet)

    return Job("ripening", work, MONDAYS, time_limit_s=300.0, is_awaited=False)


def prepare(city: City, quiet: QuietMoments) -> None:
    """Prepare in small steps, while nobody has just asked, what the first deliveries and the first questions about
    recurrence would otherwise wait for, so that screens and deliveries come in between."""
    with suppress(StoreClosed):
        city.acts.prepare_deliveries()
        look_up(city)
        quiet.wait()
        ask_in_working_time(city)
        quiet.wait()
        for name in OF_COMPARISONS:
            import_module(name)
        city.ground.cell_tiles(map_system(city.profile)).prepare()
        for days in PREPARED_DAYS:
            time.sleep(PREPARATION_PAUSE_S)
            quiet.wait()
            city.acts.prepare_questions(days)
        measure_ripening(city, quiet)


def measure_ripening(city: City, quiet: QuietMoments) -> None:
    """Ask each share and each stock of today once, and of the days that it is compared with, so that how long it
    ripens, or is not complete where the data begin, which is kept for a week, is known to screens."""
    now = city.sources.now()
    keys = [key for key, one in city.kpis.dictionary.items() if one.kind == "ratio" or bases()[one.basis].is_state]
    for key, before in product(keys, MEASURED_BEFORE):
        as_of = now - before
        day = as_of.astimezone(city.profile.time_zone).date()
        quiet.wait()
        with suppress(TooSlow):
            city.kpis.ask(Question(key, city.tree.root.code, day, day, as_of=as_of, scope=request_scope()))
        time.sleep(RIPENING_PAUSE_S)


def ask_in_working_time(city: City) -> None:
    """Ask for one day of a KPI in working time, so that the calendar of all years, which takes a fifth of a second, is
    made: many such questions at once waited for it, and everybody beside them."""
    today = city.sources.now().astimezone(city.profile.time_zone).date()
    day = Question("", city.tree.root.code, today, today, by="department", scope=request_scope())
    for key, metric in city.kpis.dictionary.items():
        for name in metric.denominators:
            if metric.with_denominator(name).in_working_time:
                with suppress(TooSlow):
                    city.kpis.ask(replace(day, metric=key, denominator=name))
                return


def look_up(city: City) -> None:
    """Looks up, after a delivery, what the first question at its version would otherwise wait for. Raises nothing: what
    was applied is applied."""
    try:
        with suppress(StoreClosed):
            city.sources.look_up(scope=request_scope())
    except Exception as error:
        log.warning("What questions need first was not looked up: %s", sentence_of(error))
