/* Sentences of the catalogue. Pure. */

/**
 * A sentence with its {names} filled in; a name without a value stays as it is.
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
