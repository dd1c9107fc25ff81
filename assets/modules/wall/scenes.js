/* The scenes of a wall: which of its places belong to the present one, and going from one to the next. The next is asked
   for whole while the present one is still seen, and is drawn in one piece: nothing is empty between them. Whoever touches
   the wall keeps it standing for a while; the arrow keys go on and back. */

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

const LOOK_MS = 1000;
const TOUCHED_MS = 90000; // from the last touch
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
  delete find(".screen.wall")?.dataset.scene; // its places may have been declared anew
  arrange();
  showPause();
}

const isTouched = () => performance.now() - touchedAt < TOUCHED_MS;

function showPause() {
  const place = find(".scene-paused");
  if (place) setText(place, turns && !turns.stands && isTouched() ? turns.paused : "");
}

/**
 * The address of the scene that many steps further on.
 * @param {number} steps
 */
function addressOf(steps) {
  const due = turns?.scenes.filter((scene) => scene.is_due || scene.key === turns?.shown) ?? [];
  const at = due.findIndex((scene) => scene.key === turns?.shown);
  const next = due[(at + steps + due.length) % due.length];
  const { pathname, search } = window.location;
  return pathname + withParameter(search, parameters.turn, next === due[0] ? "" : next.key, parameterNames());
}

/** @param {number} steps */
async function change(steps) {
  if (isChanging || !turns || turns.scenes.filter((scene) => scene.is_due).length < 2) return;
  isChanging = true;
  const address = addressOf(steps);
  const isHere = await isPrepared(address);
  isChanging = false;
  if (isHere && isWall()) replaceBy(address);
  else notBefore = performance.now() + TRY_AGAIN_MS;
}

function look() {
  showPause();
  if (!isWall() || !turns || turns.stands || !isLive() || isTouched() || document.hidden) return;
  const dwell = 1000 * (sceneAt(window.location.search)?.dwell_s ?? Infinity);
  if (performance.now() < Math.max(began + dwell, notBefore)) return;
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
