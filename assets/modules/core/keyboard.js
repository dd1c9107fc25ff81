/* Whether a key press belongs to a field or to the browser, before a module handles it. */

import { around } from "./elements.js";

/**
 * Whether somebody is typing or choosing in a field.
 * @param {Event} event
 */
export const isTyping = (event) => around(event, "input, select, textarea") !== null;

/**
 * Whether a key is held that makes the press one of the browser's.
 * @param {KeyboardEvent} event
 */
export const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;
