/* The replay: a slider over the days of `data-replay`, play and pause, four speeds, and the keys. While it plays it hands
   all panels stamps of the moment played; the address gets the moment when it stands still again. A step is left out while
   the panels still draw the last one, so nothing queues up. */

/** @import { ReplaySettings } from "../payloads.js" */

import { parameters } from "../core/config.js";
import { onPush } from "../core/address.js";
import { drawAt, isDrawing } from "../core/drawing.js";
import { around, find } from "../core/elements.js";
import { hasModifier, isTyping } from "../core/keyboard.js";
import { pushStamp } from "../core/live.js";
import { go, isMenuOpen } from "../core/navigation.js";
import { cityNow, isLive, isReplaying, latestNews, onNews, setReplaying } from "../core/news.js";
import { afterChanges, watch, watchJson } from "../core/watch.js";
import { zonedTime } from "../core/zoned_time.js";
import { ReplayControl } from "./replay_control.js";

const TICK_MS = 200;
const STEP_MS = 1000;
const TIME_LIMIT_MS = 10000;
const SETTLE_MS = 400;
const PARTS = 144; // steps of an arrow key over all days
const MANY = 6; // of them with Shift
const BAR = ".replay";
const OPENER = "a.replay-link";

const queryNow = () => new URLSearchParams(window.location.search);

/* The moment that the panels show, from the header: it alone knows what an address means. */
const shownMoment = () => Number(find("[data-moment]")?.dataset.moment || 0) * 1000;

/** The replay of some days; moments are milliseconds since 1970. */
class Replay {
  #settings;
  #control;
  #at = 0;
  #isPlaying = false;
  #speed = 60;
  #isKnown = false;
  #tickedAt = 0;
  #pushed = 0;
  #pushedAt = -Infinity;
  #settling = 0;

  /**
   * @param {HTMLElement} place
   * @param {ReplaySettings} settings
   */
  constructor(place, settings) {
    this.#settings = settings;
    this.#control = this.#controlIn(place, settings);
    this.draw();
  }

  /**
   * Goes on with a control in another place, or over other days.
   * @param {HTMLElement} place
   * @param {ReplaySettings} settings
   */
  rebuild(place, settings) {
    this.#settings = settings;
    this.#control = this.#controlIn(place, settings);
    this.draw();
  }

  /**
   * @param {HTMLElement} place
   * @param {ReplaySettings} settings
   */
  #controlIn(place, settings) {
    return new ReplayControl(place, settings, {
      toggle: () => this.toggle(),
      choose: (speed) => this.#choose(speed),
      seek: (moment) => this.#seek(moment),
      rest: () => this.#rest(0),
      setKnown: (known) => this.#setKnown(known),
      back: () => this.#leave(),
      close: () => this.close(),
    });
  }

  /** Whether its control is on the page. */
  get isOpen() {
    return this.#control.isConnected;
  }

  /** @param {EventTarget | null} target */
  isSlider(target) {
    return this.#control.isSlider(target);
  }

  #limit() {
    return Math.min(this.#settings.end, cityNow());
  }

  /** @param {number} moment */
  #within(moment) {
    return Math.max(this.#settings.start, Math.min(this.#limit(), moment));
  }

  /**
   * City time without an offset, as the address has it.
   * @param {number} moment
   */
  #written(moment) {
    const { day, time } = zonedTime(moment, this.#settings.zone);
    return `${day}T${time}`;
  }

  #isBusy() {
    const isWaiting = this.#pushed !== shownMoment() || isDrawing();
    return this.#pushed > 0 && isWaiting && performance.now() - this.#pushedAt < TIME_LIMIT_MS;
  }

  /* The moment to all panels, unless they are still busy with the last: then a later tick tries again. */
  #push() {
    const second = Math.floor(this.#at / 1000) * 1000;
    const isTooSoon = this.#isPlaying && performance.now() - this.#pushedAt < STEP_MS;
    if (second === this.#pushed || this.#isBusy() || isTooSoon) return;
    this.#pushed = second;
    this.#pushedAt = performance.now();
    drawAt(`${latestNews()?.version ?? 0}.${second / 1000}.${this.#isKnown ? "known" : "replay"}`);
  }

  /** One step of the clock. */
  advance() {
    if (!isReplaying()) return;
    if (!this.isOpen) return this.stop();
    const now = performance.now();
    if (this.#isPlaying) this.#at = this.#within(this.#at + this.#speed * (now - this.#tickedAt));
    this.#tickedAt = now;
    this.#push();
    this.draw();
    if (this.#isPlaying && this.#at >= this.#limit()) this.#settle();
  }

  #begin() {
    if (isReplaying()) return;
    setReplaying(true);
    this.#at = this.#within(shownMoment());
    this.#pushed = 0;
    this.#tickedAt = performance.now();
    this.#isKnown = this.#control.isKnown;
  }

  toggle() {
    if (this.#isPlaying) return this.#settle();
    this.#begin();
    if (this.#at >= this.#limit() - 1000) this.#at = this.#settings.start;
    this.#isPlaying = true;
    this.#tickedAt = performance.now();
    this.draw();
  }

  /* Stands still at what is shown: the address says the moment, and the stamp is again the city's own. */
  #settle() {
    window.clearTimeout(this.#settling);
    if (!isReplaying()) return;
    if (this.#isPlaying) this.#at = this.#pushed || this.#at;
    this.#isPlaying = false;
    const query = queryNow();
    query.set(parameters.replay, this.#settings.days);
    query.set(parameters.asOf, this.#written(this.#at));
    if (this.#isKnown) query.set(parameters.recordedAsOf, this.#written(this.#at));
    else query.delete(parameters.recordedAsOf);
    go(`${window.location.pathname}?${query}`);
    this.stop();
  }

  /** The page is what its address says again. */
  stop() {
    const wasReplaying = isReplaying();
    this.#isPlaying = false;
    this.#pushed = 0;
    setReplaying(false);
    if (wasReplaying) pushStamp();
    if (this.isOpen) this.draw();
  }

  /** @param {number} moment */
  #seek(moment) {
    this.#begin();
    this.#at = this.#within(moment);
    this.advance();
  }

  /**
   * After a move by slider or key: goes on playing, else the address follows when the hand rests.
   * @param {number} wait milliseconds
   */
  #rest(wait) {
    window.clearTimeout(this.#settling);
    if (!this.#isPlaying) this.#settling = window.setTimeout(() => this.#settle(), wait);
  }

  /** @param {...string} names parameters that go with the moment */
  #leave(...names) {
    this.stop();
    const query = queryNow();
    for (const name of [parameters.asOf, parameters.recordedAsOf, ...names]) query.delete(name);
    go(`${window.location.pathname}${String(query) && `?${query}`}`);
  }

  /** The present again, without the bar. */
  close() {
    this.#leave(parameters.replay);
  }

  /** @param {number} speed */
  #choose(speed) {
    this.#speed = speed;
    this.draw();
  }

  /**
   * The next faster or slower speed.
   * @param {number} steps
   */
  changeSpeed(steps) {
    const { speeds } = this.#settings;
    const place = speeds.indexOf(this.#speed) + steps;
    this.#choose(speeds[Math.max(0, Math.min(speeds.length - 1, place))]);
  }

  /** @param {boolean} known */
  #setKnown(known) {
    this.#isKnown = known;
    if (this.#isPlaying) return;
    this.#begin();
    this.#isKnown = known;
    this.#settle();
  }

  /** @param {number} parts */
  move(parts) {
    const { start, end } = this.#settings;
    this.#seek((isReplaying() ? this.#at : shownMoment()) + (parts * (end + 1 - start)) / PARTS);
    this.#rest(SETTLE_MS);
  }

  draw() {
    const at = isReplaying() ? this.#at : this.#within(shownMoment() || this.#settings.end);
    const moment = this.#isPlaying ? this.#within(shownMoment()) : at;
    this.#control.draw({
      at,
      limit: this.#limit(),
      isPlaying: this.#isPlaying,
      speed: this.#speed,
      ...zonedTime(moment, this.#settings.zone),
      known: isReplaying() ? null : queryNow().has(parameters.recordedAsOf),
      isLive: isLive(),
    });
  }
}

/** @type {Replay | null} */
let replay = null;
let [wasOpen, isPressed] = [false, false];

/** @type {Record<string, (replay: Replay, event: KeyboardEvent) => void>} */
const KEYS = {
  " ": (open) => open.toggle(),
  ArrowLeft: (open, event) => open.move(event.shiftKey ? -MANY : -1),
  ArrowRight: (open, event) => open.move(event.shiftKey ? MANY : 1),
  "[": (open) => open.changeSpeed(-1),
  "]": (open) => open.changeSpeed(1),
};

/**
 * Escape closes the bar, unless it is for a field elsewhere or for a menu.
 * @param {KeyboardEvent} event
 */
function escape(event) {
  const isElsewhere = isTyping(event) && !around(event, BAR);
  if (event.key !== "Escape" || !replay?.isOpen || isElsewhere || isMenuOpen()) return;
  event.stopImmediatePropagation();
  replay.close();
}

/** The bar takes the focus where a link opened it, and gives it back to that link. */
function follow() {
  const isOpen = find(BAR) !== null;
  if (isOpen === wasOpen) return;
  wasOpen = isOpen;
  if (isOpen && isPressed) find(`${BAR} input[type='range']`)?.focus({ preventScroll: true });
  if (!isOpen && document.activeElement === document.body) find(OPENER)?.focus({ preventScroll: true });
  isPressed = false;
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (!replay?.isOpen || !KEYS[event.key] || hasModifier(event)) return;
  const isTaken = around(event, "input, select, textarea, button, a, summary");
  if (isTaken && !replay.isSlider(event.target)) return;
  event.preventDefault();
  KEYS[event.key](replay, event);
}

/**
 * @param {ReplaySettings} settings
 * @param {HTMLElement} place
 */
function takeSettings(settings, place) {
  if (replay) replay.rebuild(place, settings);
  else replay = new Replay(place, settings);
}

export function startReplay() {
  document.addEventListener("keydown", press);
  document.addEventListener("keydown", escape);
  document.addEventListener("click", (event) => (isPressed = around(event, OPENER) !== null), true);
  afterChanges(follow);
  /* Another address by the browser's buttons is what it says; by a link the replay goes on where it still has one. */
  window.addEventListener("popstate", () => replay?.stop());
  onPush(() => isReplaying() && !queryNow().has(parameters.replay) && replay?.stop());
  watchJson("data-replay", takeSettings);
  watch("data-moment", () => replay?.isOpen && replay.draw());
  onNews(() => replay?.isOpen && !isReplaying() && replay.draw());
  window.setInterval(() => replay?.advance(), TICK_MS);
}
