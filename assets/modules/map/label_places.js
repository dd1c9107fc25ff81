/* Boxes of labels on the screen, in pixels. Pure. */

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

const [BESIDE, ABOVE] = [4, 2]; // pixels that stay free between two labels

/**
 * The box of a size around its middle.
 * @param {{ x: number, y: number }} at
 * @param {[number, number]} size width and height
 * @returns {Box}
 */
export const boxAround = (at, [wide, high]) => ({
  left: at.x - wide / 2,
  right: at.x + wide / 2,
  top: at.y - high / 2,
  bottom: at.y + high / 2,
});

/**
 * Whether two boxes leave room between them.
 * @param {Box} a
 * @param {Box} b
 */
export const isApart = (a, b) =>
  a.left >= b.right + BESIDE || b.left >= a.right + BESIDE || a.top >= b.bottom + ABOVE || b.top >= a.bottom + ABOVE;
