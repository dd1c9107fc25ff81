/* What stands on a screen begins to listen, then Dash draws the page. Run when Leaflet and React are there. */

import { startAlarmAnswers } from "./analyst/alarm_answers.js";
import { startCaseAct } from "./analyst/case_act.js";
import { startActForms } from "./governance/act_form.js";
import { startBriefings } from "./governance/briefing.js";
import { startCaseTable } from "./analyst/case_table.js";
import { startDays } from "./analyst/days.js";
import { startLostFocus } from "./analyst/lost_focus.js";
import { startLedgerSearch } from "./analyst/ledger_search.js";
import { startMenuFilters } from "./analyst/menu_filter.js";
import { startModeSwitch } from "./analyst/mode_switch.js";
import { startNumberCard } from "./analyst/number_card.js";
import { startReplay } from "./analyst/replay.js";
import { startRollCall } from "./analyst/roll_call.js";
import { startSavedCard } from "./analyst/saved_card.js";
import { startShareForm } from "./analyst/share_form.js";
import { startSearch } from "./analyst/search.js";
import { startAsking } from "./core/filtering/asking.js";
import { startBelow } from "./core/below.js";
import { startOneDay } from "./analyst/one_day.js";
import { startWhyCard } from "./analyst/why_card.js";
import { startDash } from "./core/dash.js";
import { startFilterKeys } from "./core/filtering/filter_keys.js";
import { startLive } from "./core/live.js";
import { startMotion } from "./core/motion.js";
import { startNavigation } from "./core/navigation.js";
import { startPaper } from "./core/paper/paper.js";
import { startPresence } from "./core/visitor/presence.js";
import { startReady } from "./core/ready.js";
import { startLoadPage } from "./load/load_page.js";
import { startCaseCard } from "./map/cases/case_card.js";
import { registerGcj02 } from "./map/coordinates/crs.js";
import { startLegend } from "./map/legend.js";
import { startMap } from "./map/map.js";
import { startCharts } from "./panels/charts.js";
import { startFigures } from "./panels/figures/figures.js";
import { startFreshness } from "./panels/freshness.js";
import { startLists } from "./panels/lists.js";
import { startNewest } from "./panels/newest.js";
import { startClock } from "./wall/clock.js";
import { startHealth } from "./wall/health.js";
import { startLastPicture } from "./wall/last_picture.js";
import { startRenewal } from "./wall/renewal.js";
import { startScenes } from "./wall/scenes.js";
import { startUnattended } from "./wall/unattended.js";

export function startScreens() {
  startBelow();
  startAlarmAnswers();
  startNumberCard(); // its Escape comes before the case's, and it sees what opens it
  startAsking();
  startFilterKeys(); // a key on a value is its own, not the map's or the replay's
  startCharts();
  startFigures();
  startClock();
  startDays();
  startCaseCard(); // its Escape comes before the list's
  startCaseAct();
  startActForms();
  startBriefings();
  startCaseTable(); // its Escape comes before the map's
  startFreshness();
  startLists();
  startLive();
  startLoadPage();
  startLegend();
  registerGcj02();
  startMap();
  startMotion();
  startLedgerSearch();
  startMenuFilters();
  startNavigation();
  startPaper();
  startPresence();
  startReady();
  startRollCall();
  startModeSwitch();
  startSavedCard(); // its Escape comes before the map's
  startSearch();
  startShareForm();
  startOneDay();
  startWhyCard();
  startHealth();
  startLastPicture();
  startRenewal();
  startScenes();
  startUnattended();
  startReplay(); // its Escape comes after those of dialogs, before the map's
  startNewest();
  startLostFocus(); // after all that give the focus back themselves
  startDash();
}
