/* The scenes of a wall: which of its places belong to the present one, and going from one to the next. The next is asked
   for whole while the present one is still seen, and is drawn in one piece: nothing is empty between them. Whoever touches
   the wall keeps it standing for a while; the arrow keys go on and back. A new alarm comes between (jump.js), and who
   steers it from elsewhere (steering.js) goes before all else. */

/** @import { SceneTurn, SceneTurns } from "../payloads.js" */

import { parameterNames, parameters } from "../core/config.js";
import { isPrepared, onAnswer } from "../core/drawing.js";
import { find, findAll, setText } from "../core/elements.js";
import { withParameter } from "../core/filtering/filter_address.js";
import { limitPlaces, onLayout } from "../core/layout.js";
import { replaceBy } from "../core/navigation.js";
import { isLive } from "../core/news.js";
import { watchJson } from "../core/watch.js";
import { isWall } from "../core/document.js";
import { alarmToShow, beginJump, endJump, isJumped, showJump, wayBack } from "./jump.js";
import { isRenewalDue, renewAt } from "./renewal.js";
import { isHeld, isSteered, nextStep, showSteering } from "./steering.js";

const LOOK_MS = 1000;
const TRY_AGAIN_MS = 5000;
/** @type {SceneTurns | null} */
let turns = null;
let began = 0;
let touchedAt = -Infinity;
let isChanging = false;
let notBefore = 0;

/**
 * The scene of an address; undefined before anything of scenes is known.
 * @param {string} search
 * @returns {SceneTurn | undefined}
 */
function sceneAt(search) {
  const given = new URLSearchParams(search);
  const key = given.get(parameters.scene) || given.get(parameters.turn);
  return turns?.scenes.find((scene) => scene.key === key) ?? turns?.scenes[0];
}

/** @param {string} panel @param {string} search */
function isInScene(panel, search) {
  const scene = isWall() ? sceneAt(search) : undefined;
  return !scene || scene.places.includes(panel);
}

/* In the same task in which the panels are drawn. */
function arrange() {
  const wall = find(".screen.wall");
  const scene = sceneAt(window.location.search);
  if (!wall || !scene || wall.dataset.scene === scene.key) return;
  wall.dataset.scene = scene.key;
  wall.dataset.layout = scene.totals ? "totals" : "figures";
  for (const place of findAll("[data-slot]", wall)) {
    const panel = place.dataset.slot ?? "";
    place.toggleAttribute("data-absent", !scene.places.includes(panel));
    const order = scene.panels.indexOf(panel) + 1;
    if (order && !scene.totals) place.dataset.place = String(order);
    else delete place.dataset.place;
  }
}

/** @param {SceneTurns} read */
function receive(read) {
  if (turns?.shown !== read.shown) began = performance.now();
  turns = read;
  document.documentElement.dataset.pageSeconds = String(read.page_s);
  delete find(".screen.wall")?.dataset.scene; // its places may have been declared anew
  arrange();
  showPause();
}

const isTouched = () => performance.now() - touchedAt < 1000 * (turns?.idle_s ?? Infinity);

function showPause() {
  const place = find(".scene-paused");
  if (place) setText(place, turns && !turns.stands && isTouched() ? turns.paused : "");
}

/* The scenes that turn, and the present one. */
const due = () => turns?.scenes.filter((scene) => scene.is_due || scene.key === turns?.shown) ?? [];

const here = () => window.location.pathname + window.location.search;

/**
 * The address of a scene.
 * @param {string} key
 */
function addressOf(key) {
  const { pathname, search } = window.location;
  return pathname + withParameter(search, parameters.turn, key === due()[0]?.key ? "" : key, parameterNames());
}

/** @param {number} steps */
function change(steps) {
  const scenes = due();
  if (!turns || turns.scenes.filter((scene) => scene.is_due).length < 2) return;
  const at = scenes.findIndex((scene) => scene.key === turns?.shown);
  const next = addressOf(scenes[(at + steps + scenes.length) % scenes.length].key);
  if (isRenewalDue()) renewAt(next);
  else goTo(next);
}

/**
 * Goes to an address once all of it is there; whether it did.
 * @param {string} address
 */
async function goTo(address) {
  if (isChanging) return false;
  if (address === here()) return true;
  isChanging = true;
  const isHere = await isPrepared(address);
  isChanging = false;
  if (isHere && isWall()) replaceBy(address);
  else notBefore = performance.now() + TRY_AGAIN_MS;
  return isHere && isWall();
}

/** @param {SceneTurns} told */
async function jumpIfNew(told) {
  const alarm = alarmToShow(told);
  if (!alarm) return false;
  const home = here();
  if (await goTo(addressOf(alarm.scene))) beginJump(told, alarm, home);
  return true;
}

/* An alarm that was shown long enough is left, to where the wall was, unless somebody looks at it. */
async function goBack() {
  const home = wayBack();
  if (home && !isTouched() && (await goTo(home))) endJump();
}

/**
 * Does what whoever steers has said since.
 * @param {SceneTurns} told
 */
async function follow(told) {
  const home = endJump() || here();
  const step = nextStep(home, due(), told.shown);
  if (step && (await goTo(step.address))) step.done();
}

/* It has no change of scenes at which it could be loaded anew. */
const isStanding = () => turns?.stands || !isLive() || (turns?.scenes.filter((scene) => scene.is_due).length ?? 0) < 2;

async function look() {
  showPause();
  if (!isWall()) endJump();
  if (!isWall()) return;
  if (!turns || document.hidden) return;
  if (!isSteered()) showJump(turns);
  showSteering(turns);
  if (isChanging || performance.now() < notBefore) return;
  if (isSteered()) await follow(turns);
  if (isHeld()) return;
  if (isJumped()) return goBack();
  if (isStanding() && !isTouched() && isRenewalDue()) return renewAt(here());
  if (turns.stands || !isLive() || isTouched() || (!isSteered() && (await jumpIfNew(turns)))) return;
  const dwell = 1000 * (sceneAt(window.location.search)?.dwell_s ?? Infinity);
  if (performance.now() < began + dwell) return;
  change(1);
}

function touch() {
  if (!isWall()) return;
  touchedAt = performance.now();
  showPause();
}

/** @param {KeyboardEvent} event */
function press({ key }) {
  if (!isWall()) return;
  touch();
  const steps = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (steps && turns && !turns.stands) change(steps);
}

export function startScenes() {
  limitPlaces(isInScene);
  onLayout(arrange);
  onAnswer(arrange);
  watchJson("data-scenes", receive);
  document.addEventListener("pointerdown", touch);
  document.addEventListener("keydown", press);
  window.setInterval(look, LOOK_MS);
}
