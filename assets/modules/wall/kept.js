/* What a wall still has to know when its page is loaded anew, kept beside its address in the history of the window: addresses
   of its own, keys and moments, nothing of the city. */

/**
 * What is kept under a name; undefined for nothing.
 * @param {string} name
 * @returns {any}
 */
export const kept = (name) => window.history.state?.[name];

/**
 * @param {string} name
 * @param {unknown} value
 */
export const keep = (name, value) => window.history.replaceState({ ...window.history.state, [name]: value }, "");
