/* How fresh a source is, in words. Pure. */

/** @import { FreshnessSettings, FreshnessStatus, SourceFreshness } from "../payloads.js" */

import { fill } from "../core/sentences.js";
import { zonedTime } from "../core/zoned_time.js";

/** @type {Record<FreshnessStatus, string>} */
export const SIGNS = { fresh: "●", late: "◐", broken: "✕", empty: "○", static: "■" };
/** @type {FreshnessStatus[]} */
const WORST_FIRST = ["broken", "late", "static", "fresh", "empty"];
const MINUTE_MS = 60000;
const [HOURS_FROM, DAYS_FROM] = [120, 2880]; // minutes

/** @param {SourceFreshness} source */
export const isLate = ({ status }) => status === "late" || status === "broken";

/**
 * The status of the worst of several sources.
 * @param {SourceFreshness[]} sources
 */
export const worstOf = (sources) =>
  WORST_FIRST.find((status) => sources.some((source) => source.status === status)) ?? "empty";

/** Sentences about sources at a moment of the city. */
export class SourceTexts {
  /**
   * @param {FreshnessSettings} settings
   * @param {number} now milliseconds since 1970
   */
  constructor({ words, titles, zone }, now) {
    this.words = words;
    this.titles = titles;
    this.zone = zone;
    this.now = now;
  }

  /** @param {SourceFreshness} source */
  title({ name, title }) {
    return this.titles[name] || title || name;
  }

  /**
   * The last sign of life, in milliseconds since 1970; 0 for none.
   * @param {SourceFreshness} source
   */
  newest({ watermark, last_load: lastLoad }) {
    return Math.max(...[watermark, lastLoad].map((moment) => Date.parse(moment ?? "") || 0));
  }

  /**
   * The time of day of its last sign of life, with the day when that was another one.
   * @param {SourceFreshness} source
   */
  since(source) {
    const [then, now] = [this.newest(source), this.now].map((instant) => zonedTime(instant, this.zone));
    return `${then.day === now.day ? "" : `${then.day.slice(5)} `}${then.time.slice(0, 5)}`;
  }

  /** @param {number} minutes */
  duration(minutes) {
    const { words } = this;
    if (minutes < HOURS_FROM) return fill(words.minutes, { n: minutes });
    if (minutes < DAYS_FROM) return fill(words.hours, { n: Math.floor(minutes / 60) });
    return fill(words.days, { n: Math.floor(minutes / 1440) });
  }

  /** @param {SourceFreshness} source */
  sentence(source) {
    if (!isLate(source) || !this.newest(source)) return `${this.title(source)}: ${this.words[source.status]}`;
    const minutes = Math.max(1, Math.floor((this.now - this.newest(source)) / MINUTE_MS));
    const values = { source: this.title(source), time: this.duration(minutes), since: this.since(source) };
    return fill(this.words.silent, values);
  }

  /**
   * All sources in one sentence.
   * @param {SourceFreshness[]} sources
   */
  summary(sources) {
    const late = sources.filter(isLate);
    if (!late.length) return this.words[/** @type {keyof typeof this.words} */ (`all_${worstOf(sources)}`)];
    if (late.length === 1) return this.sentence(late[0]);
    const oldest = late.reduce((one, other) => (this.newest(other) < this.newest(one) ? other : one));
    const names = late.map((source) => this.title(source)).join(this.words.comma);
    return fill(this.words.several, { count: late.length, since: this.since(oldest), sources: names });
  }

  /**
   * The status of one source in the table of sources.
   * @param {SourceFreshness} source
   */
  status(source) {
    const text = isLate(source) && this.newest(source) ? this.sentence(source) : this.words[source.status];
    return `${SIGNS[source.status]} ${text}`;
  }

  /**
   * How far its newest data are behind, by the second at first.
   * @param {string} watermark
   */
  lag(watermark) {
    const seconds = Math.max(0, Math.round((this.now - Date.parse(watermark)) / 1000));
    return seconds < 120 ? fill(this.words.seconds, { n: seconds }) : this.duration(Math.floor(seconds / 60));
  }
}
