/* What the layers of units and devices share: marks on one canvas in a pane of their own, asked for by view, found again
   under the pointer, and asked for again when reports came. Where there is no mark, pointer and clicks are the map's. */

/** @import { FleetLegend, LayerButton, MapPanel, News } from "../../payloads.js" */
/** @import { Layer, LayerLegend } from "./registry.js" */
/** @import { Mark, Tools } from "./mark.js" */
/** @typedef {{ known: boolean, reports?: number, at?: number, legend: FleetLegend }} FleetAnswer */
/** @typedef {{ bounds: L.LatLngBounds, zoom: number, href: string }} Asked */
/**
 * @template {FleetAnswer} Answer
 * @typedef {{ name: string, height: number, pauseMs: number, ages?: boolean,
 *   parameters?: (map: L.Map, data: MapPanel) => Record<string, string | number>,
 *   marksOf: (answer: Answer & { known: true }, map: L.Map, now: () => number) => Mark[] }} MarkLayerKind
 *   height: of its pane; pauseMs: between two questions; ages: marks change by time alone; parameters: more of an address;
 *   now: the moment shown in seconds since 1970
 */

import { cityNow, isLive, latestNews, onNews } from "../../core/news.js";
import { isStill } from "../../core/motion.js";
import { latestOnly } from "../../core/requests.js";
import { boxInSight, typeScale } from "../view.js";
import { fleetLegend } from "./fleet_legend.js";
import { markSprites, markSurface } from "./mark_drawing.js";
import { markPointer } from "./mark_pointer.js";

const MARGIN = 0.25;
const FARTHEST = 400; // pixels that a mark glides
const AGEING_MS = 20000;
const OUTSIDE = 40; // pixels beyond the edge where marks are still drawn

/**
 * @template {FleetAnswer} Answer
 * @implements {Layer}
 */
export class MarkLayer {
  #map;
  #legend;
  #kind;
  /** @type {(address: string) => Promise<Answer | undefined>} */
  #ask = latestOnly();
  #sprites = markSprites();
  #surface;
  /** @type {LayerButton | null} */
  #state = null;
  /** @type {MapPanel | null} */
  #data = null;
  /** @type {Answer | null} */
  #answer = null;
  /** @type {Mark[]} */
  #marks = [];
  /** @type {Asked | null} */
  #asked = null;
  #askedAt = -Infinity;
  #frame = 0;
  #waiting = 0;
  /** @type {number | null} */
  #reports = null;
  /** @type {{ written: string, parts: HTMLElement[] } | null} */
  #legendParts = null;

  /**
   * @param {L.Map} map
   * @param {LayerLegend} legend
   * @param {MarkLayerKind<Answer>} kind
   */
  constructor(map, legend, kind) {
    this.#map = map;
    this.#legend = legend;
    this.#kind = kind;
    this.#surface = markSurface(map, kind.name, kind.height);
    onNews((news) => this.#receiveNews(news));
    map.on("move zoom viewreset resize", () => this.#isOn() && this.#paintSoon());
    map.on("moveend zoomend resize", () => this.#moved());
    const clock = window.setInterval(() => {
      if (this.#state && !map.getContainer().isConnected) window.clearInterval(clock);
      else if (this.#isOn() && !document.hidden && kind.ages) this.#paintSoon();
    }, AGEING_MS);
  }

  /**
   * @param {LayerButton} state
   * @param {MapPanel} data
   */
  show(state, data) {
    this.#state = state;
    this.#data = data;
    markPointer(this.#map).add(this.#hit);
    if (this.#legendParts) this.#legend.write(this.#legendParts.parts);
    this.#refresh();
  }

  hide() {
    if (!this.#state) return;
    window.clearTimeout(this.#waiting);
    markPointer(this.#map).drop(this.#hit);
    Object.assign(this.#surface.canvas.dataset, { marks: 0, grey: 0 });
    this.#surface.free();
    this.#state = this.#asked = this.#legendParts = this.#reports = null;
    this.#marks = [];
    this.#waiting = 0;
  }

  /* Switched on, on a page that is still there: another screen has a map of its own. */
  #isOn() {
    return this.#state !== null && this.#map.getContainer().isConnected;
  }

  #now = () => (isLive() ? cityNow() / 1000 : (this.#answer?.at ?? 0));

  #hit = (/** @type {L.Point} */ point) => this.#marks.findLast((mark) => mark.covers(point)) ?? null;

  #paintSoon() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    this.#frame = 0;
    if (!this.#isOn()) return;
    const { context, size, ratio } = this.#surface.begin();
    const moment = performance.now();
    /** @type {Tools} */
    const tools = {
      scale: typeScale(),
      size,
      sprite: (key, side, paint) => this.#sprites(key, side, ratio, paint),
      taken: [],
    };
    let [moving, grey, drawn] = [false, 0, 0];
    for (const mark of this.#marks) {
      const { x, y } = this.#map.latLngToContainerPoint(mark.placeAt(moment));
      moving ||= mark.isGliding;
      const isSeen = x > -OUTSIDE && y > -OUTSIDE && x < size.x + OUTSIDE && y < size.y + OUTSIDE;
      mark.seenAt = isSeen ? { x, y } : null;
      if (!isSeen) continue;
      mark.draw(context, x, y, tools);
      drawn += 1;
      grey += mark.isGrey() ? 1 : 0;
    }
    const known = this.#answer?.known ?? "";
    Object.assign(this.#surface.canvas.dataset, { marks: drawn, grey, moving, reports: this.#reports ?? "", known });
    if (moving) this.#paintSoon();
  }

  /**
   * From where a mark was to where it is: a short way only, and not where motion is not wanted.
   * @param {Mark[]} before
   */
  #glide(before) {
    if (isStill() || document.hidden) return;
    const moment = performance.now();
    const old = new Map(before.flatMap((mark) => (mark.key === undefined ? [] : [[mark.key, mark]])));
    for (const mark of this.#marks) {
      const was = mark.key === undefined ? undefined : old.get(mark.key);
      if (!was) continue;
      const from = was.placeAt(moment);
      const onScreen = [from, mark.at].map((at) => this.#map.latLngToContainerPoint(at));
      const far = onScreen[0].distanceTo(onScreen[1]);
      if (far > 0.5 && far < FARTHEST) mark.glideFrom(from, moment);
    }
  }

  /**
   * @param {LayerButton} state
   * @param {MapPanel} data
   * @returns {Asked}
   */
  #address(state, data) {
    const { box, sides } = boxInSight(this.#map, MARGIN);
    const zoom = this.#map.getZoom();
    const found = new URL(state.data ?? "", window.location.href);
    const stamp = latestNews()?.stamp;
    if (isLive() && stamp) found.searchParams.set("stamp", stamp);
    const parameters = { bbox: sides, zoom, scale: typeScale(), ...this.#kind.parameters?.(this.#map, data) };
    for (const [name, value] of Object.entries(parameters)) found.searchParams.set(name, String(value));
    return { bounds: box, zoom, href: found.pathname + found.search };
  }

  /** @param {FleetLegend} legend */
  #write(legend) {
    const written = JSON.stringify(legend);
    if (this.#legendParts?.written !== written) this.#legendParts = { written, parts: fleetLegend(legend) };
    this.#legend.write(this.#legendParts.parts);
  }

  /* The last good picture stays, but never as one of another moment. */
  #miss() {
    if (!isLive()) this.#marks = [];
    this.#legend.showMissed();
    this.#paintSoon();
  }

  async #refresh() {
    if (!this.#state || !this.#data) return;
    this.#asked = this.#address(this.#state, this.#data);
    this.#askedAt = performance.now();
    const answer = await this.#ask(this.#asked.href).catch(() => null);
    if (answer === undefined || !this.#isOn()) return;
    if (answer === null) return this.#miss();
    this.#answer = answer;
    this.#reports = answer.reports ?? null;
    const before = this.#marks;
    this.#marks = answer.known
      ? this.#kind.marksOf(/** @type {Answer & { known: true }} */ (answer), this.#map, this.#now)
      : [];
    this.#glide(before);
    this.#write(answer.legend);
    this.#paintSoon();
  }

  /* Moved: drawn at once from what is there; asked again where that no longer covers the view. */
  #moved() {
    if (!this.#isOn()) return;
    this.#paintSoon();
    const covers = this.#asked?.zoom === this.#map.getZoom() && this.#asked.bounds.contains(this.#map.getBounds());
    if (!covers) this.#refresh();
  }

  /**
   * Reports do not move the data version: they are asked for when the news say that there are some, and not too often.
   * @param {News} news
   */
  #receiveNews(news) {
    if (!this.#isOn() || document.hidden || !isLive() || this.#waiting) return;
    if (news.reports === undefined || news.reports === this.#reports) return;
    const pause = Math.max(0, this.#askedAt + this.#kind.pauseMs - performance.now());
    this.#waiting = window.setTimeout(() => {
      this.#waiting = 0;
      if (this.#isOn() && isLive()) this.#refresh();
    }, pause);
  }
}
