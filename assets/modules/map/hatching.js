/* The hatching of areas without cases, once per page: a style sheet can only refer to it. */

const PATTERN = `<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" aria-hidden="true" style="position:absolute">
  <defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect class="hatch-ground" width="7" height="7"/><line class="hatch-line" y2="7"/></pattern></defs></svg>`;

export function addHatching() {
  if (document.getElementById("hatch")) return;
  const svg = new DOMParser().parseFromString(PATTERN, "image/svg+xml");
  document.body.append(document.importNode(svg.documentElement, true));
}
