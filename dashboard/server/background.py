"""The background jobs of a server and their schedules."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dashboard.access.audit.audit import audit_of
from dashboard.access.request_scope import request_scope
from dashboard.alarms.messages.posting import Posting
from dashboard.alarms.watching import watch
from dashboard.briefings.schedule.scheduling import Scheduling
from dashboard.commands.forgetting import apply_rule, finish
from dashboard.errors import sentence_of
from dashboard.governance.handing_over import hand_over
from dashboard.governance.sample_drawing import draw_samples
from dashboard.governance.spot_answers import ON_A_SCREEN
from dashboard.intake.drop_folder import DropFolder
from dashboard.intake.receiver import LandingKeeper, LandingPacker
from dashboard.jobs.job import Job
from dashboard.jobs.registry import JobRegistry
from dashboard.screens.screen_registry import REGISTRY
from dashboard.search.late_index import LateIndex
from dashboard.server.freed_memory import free_memory
from dashboard.server.store_watch import StoreWatch
from geodata.areas.outlines import outlines
from queries.city import City
from queries.values import SPOT_METRIC, Question

MOST_PACKS = 20
"""Packs made in one run, so that after a long absence deliveries are not delayed for minutes."""
SEARCH_INDEX_DELAY_S, VERIFICATION_DELAY_S, FIRST_SPOTS_DELAY_S = 2.0, 6.0, 4.0
"""What nobody waits for begins when the first screen has been answered."""
log = logging.getLogger("yiping")


def background_jobs(
    city: City, reception: LandingKeeper, drop: DropFolder, index: LateIndex, on_damage: Callable[[], None]
) -> JobRegistry:
    """The registry of a server's jobs, to be started by the server. on_damage: called when the store can no longer be
    used."""
    jobs = JobRegistry(city.profile.time_zone)
    jobs.add(
        Job("drop_folder", drop.look, schedule=1.0, time_limit_s=600.0),
        Job("store_watch", StoreWatch(city, on_damage).look, schedule=5.0, time_limit_s=5.0),
        Job("checkpoint", city.acts.checkpoint, schedule=240.0, time_limit_s=30.0),
        Job("alarms", lambda: watch(city, reception), schedule=60.0, time_limit_s=30.0),
        Job("handovers", lambda: hand_over(city, reception), schedule="*/10 * * * *", time_limit_s=60.0),
        Job("samples", lambda: draw_samples(city, reception), schedule="*/10 * * * *", time_limit_s=60.0),
        Job("alarm_messages", Posting(city).look, schedule=15.0, time_limit_s=120.0),
        Job("briefings", Scheduling(city, REGISTRY).look, schedule=20.0, time_limit_s=600.0),
        Job("packing", lambda: pack_some(reception), schedule=60.0, time_limit_s=60.0),
        Job(
            "verification",
            jobs.quiet.before(city.acts.verify),
            time_limit_s=3600.0,
            is_awaited=False,
            delay_s=VERIFICATION_DELAY_S,
        ),
        Job(
            "search_index",
            jobs.quiet.before(lambda: index.lexicon(scope=request_scope())),
            time_limit_s=60.0,
            is_awaited=False,
            delay_s=SEARCH_INDEX_DELAY_S,
        ),
        Job("warm_up", lambda: warm_up(city), time_limit_s=60.0, is_awaited=False),
        Job(
            "first_spots",
            jobs.quiet.before(lambda: find_spots(city)),
            time_limit_s=60.0,
            is_awaited=False,
            delay_s=FIRST_SPOTS_DELAY_S,
        ),
        Job("spots", lambda: find_spots(city), schedule="1 * * * *", time_limit_s=60.0),
        Job("kind_proposals", city.recurring_kinds.look_for_proposals, schedule="20 * * * *", time_limit_s=120.0),
        Job("freed_memory", lambda: free_memory(city), schedule=20.0, time_limit_s=5.0),
        Job("audit", audit_of(city.ground.folder).flush, schedule=5.0, time_limit_s=10.0),
        Job("retention", lambda: apply_rule(city, reception), schedule="40 2 * * *", time_limit_s=7200.0),
        Job("erasures", lambda: finish(city, reception), schedule=900.0, time_limit_s=7200.0),
        Job("overdue_watch", jobs.log_overdue, schedule=10.0, time_limit_s=5.0),
    )
    return jobs


def pack_some(reception: LandingPacker) -> None:
    """Put applied inputs into packs until there are too few, MOST_PACKS at most."""
    for _ in range(MOST_PACKS):
        if not reception.pack():
            return


def find_spots(city: City) -> None:
    """Finds the spots of the hour, for whoever opens their page within it."""
    whole = Question(SPOT_METRIC, city.tree.root.code, scope=request_scope())
    city.governance.find_spots(whole, ON_A_SCREEN)


def warm_up(city: City) -> None:
    """Computes what the first visitor and the first delivery would otherwise wait for: outlines of the city, a first
    question, and the raster by which cases are placed."""
    try:
        outlines(city.tree, city.tree.root)
        city.kpis.ask(Question(metric="reported", area=city.tree.root.code, by="area", scope=request_scope()))
        city.ground.placer.place([city.tree.root.lon], [city.tree.root.lat])
    except Exception as error:
        log.warning("The first question failed: %s", sentence_of(error))
        raise
