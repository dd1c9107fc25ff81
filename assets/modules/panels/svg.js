/* Elements of SVG; text enters as text nodes only. */

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * An element with its attributes.
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 * @returns {SVGElementTagNameMap[Name]}
 */
export function svgElement(name, attributes, text) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/**
 * A drawing of so many pixels.
 * @param {number} width
 * @param {number} height
 * @param {SVGElement[]} parts
 */
export function drawing(width, height, parts) {
  const svg = svgElement("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(...parts);
  return svg;
}

/** @param {Element} place */
export const fontSize = (place) => parseFloat(getComputedStyle(place).fontSize);
