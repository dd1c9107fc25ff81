"""Every screen, once: adding one is adding an entry here and the file of its layout."""

from __future__ import annotations

from dashboard.map.layer_registry import LAYERS
from dashboard.screens.alarms import alarms
from dashboard.screens.analyst import analyst
from dashboard.screens.briefing import briefing
from dashboard.screens.dictionary import dictionary
from dashboard.screens.governance.agenda import agenda
from dashboard.screens.governance.command import command
from dashboard.screens.governance.dispatch import dispatch
from dashboard.screens.governance.evaluation import evaluation
from dashboard.screens.governance.kinds import kinds
from dashboard.screens.governance.ledger import ledger
from dashboard.screens.governance.loops import loops
from dashboard.screens.governance.matters import matters
from dashboard.screens.governance.samples import samples
from dashboard.screens.governance.spots import spots
from dashboard.screens.load import load
from dashboard.screens.sources import sources
from dashboard.screens.wall import wall
from dashboard.view.registry import Registry, Screen
from dashboard.walls.mode_walls import scenes_at

SCREENS = (
    Screen("analyst", "/", analyst, refresh_s=5),
    Screen("wall", "/wall", wall, refresh_s=0.5, is_interactive=False, is_wall=True, scenes=scenes_at),
    Screen("loops", "/loops", loops, refresh_s=15, menu="governance"),
    Screen("agenda", "/agenda", agenda, refresh_s=30, menu="governance"),
    Screen("matters", "/matters", matters, refresh_s=30, menu="governance"),
    Screen("kinds", "/kinds", kinds, refresh_s=30, menu="governance"),
    Screen("spots", "/spots", spots, refresh_s=60, menu="governance"),
    Screen("dispatch", "/dispatch", dispatch, refresh_s=60, menu="governance"),
    Screen("samples", "/samples", samples, refresh_s=30, menu="governance"),
    Screen("evaluation", "/evaluation", evaluation, refresh_s=15, menu="governance"),
    Screen("command", "/command", command, refresh_s=1),
    Screen("briefing", "/briefing", briefing, refresh_s=60, live=False),
    Screen("alarms", "/alarms", alarms, refresh_s=5),
    Screen("sources", "/sources", sources, refresh_s=5, shows_area=False, menu="data"),
    Screen("ledger", "/ledger", ledger, refresh_s=60, shows_area=False, menu="data"),
    Screen("load", "/load", load, refresh_s=15, shows_area=False, menu="data"),
    Screen("dictionary", "/dictionary", dictionary, refresh_s=15, shows_area=False, menu="data"),
)
REGISTRY = Registry(SCREENS, LAYERS)
