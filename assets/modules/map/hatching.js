/* The hatchings of areas without cases and of hot spots, once per page: a style sheet can only refer to them. */

const PATTERN = `<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" aria-hidden="true" style="position:absolute">
  <defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect class="hatch-ground" width="7" height="7"/><line class="hatch-line" y2="7"/></pattern>
  <pattern id="hot-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
  <line class="hot-line" x1="3" x2="3" y2="6"/></pattern></defs></svg>`;

export function addHatching() {
  if (document.getElementById("hatch")) return;
  const svg = new DOMParser().parseFromString(PATTERN, "image/svg+xml");
  document.body.append(document.importNode(svg.documentElement, true));
}
