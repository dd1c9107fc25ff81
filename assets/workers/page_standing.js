/* How a page stands, found by something that is not the page: whether it answers, and whether the browser still makes its
   picture. Every time is milliseconds of one clock that goes on evenly, which nobody can put right. */

/** @typedef {"shown" | "hidden" | "blocked" | "unpainted" | "left"} PageState */
/** @typedef {{ isHidden: boolean, hasLeft: boolean, paintedAgo: number }} Beat what a page says of itself once a second */

export const FROZEN_MS = 3500; // of a page that says something once a second, looked at twice: noticed within five seconds
export const SUSPENDED_MS = 3000;
export const LASTING_MS = 30000;

/**
 * @param {number} now
 */
export function pageStanding(now) {
  let [lookedAt, heardAt, paintedAt, since] = [now, now, now, now];
  let isHidden = false;
  let hasLeft = false;
  /** @type {PageState} */
  let state = "shown";
  let freezes = 0;

  /** @returns {{ found: PageState, from: number }} */
  function found() {
    if (hasLeft) return { found: "left", from: heardAt };
    if (isHidden) return { found: "hidden", from: heardAt };
    if (lookedAt - heardAt > FROZEN_MS) return { found: "blocked", from: heardAt };
    if (heardAt - paintedAt > FROZEN_MS) return { found: "unpainted", from: paintedAt };
    return { found: "shown", from: lookedAt };
  }

  return {
    /**
     * The page says something.
     * @param {number} at
     * @param {Beat} said
     */
    hear(at, said) {
      const isBack = (isHidden && !said.isHidden) || (hasLeft && !said.hasLeft);
      ({ isHidden, hasLeft } = said);
      heardAt = at;
      paintedAt = isBack ? at : Math.max(paintedAt, at - said.paintedAgo);
    },

    /**
     * How the page stands now. Time in which nobody looked (the machine slept) says nothing of the page.
     * @param {number} at
     */
    look(at) {
      if (at - lookedAt > SUSPENDED_MS) heardAt = paintedAt = at;
      lookedAt = at;
      const now = found();
      const [before, lasted] = [state, at - since];
      const hasChanged = now.found !== before;
      if (hasChanged) {
        state = now.found;
        since = now.from;
        if (isFrozen(state) && !isFrozen(before)) freezes += 1;
      }
      const thawedAfter = hasChanged && isFrozen(before) && !isFrozen(state) ? lasted : 0;
      const lasts = isFrozen(state) ? at - since : 0;
      return { state, hasChanged, freezes, paintedAgo: at - paintedAt, lasted: at - since, thawedAfter, lasts };
    },
  };
}

/** @param {PageState} state */
export const isFrozen = (state) => state === "blocked" || state === "unpainted";
