/* Drawing of marks on a canvas: the surface, cached sprites, and shapes that marks share. */

/** @typedef {ReturnType<typeof markSurface>} MarkSurface */
/** @typedef {(key: string, side: number, ratio: number, paint: (context: CanvasRenderingContext2D) => void) => HTMLCanvasElement} Sprites */

import { element } from "../../core/elements.js";
import { styleValue } from "../palette.js";
import { paneAt } from "../view.js";

const MOST_SPRITES = 400;

/* Values of the style sheet, read once for each drawing. */
/** @type {Map<string, string>} */
const styles = new Map();

/**
 * A value of the style sheet, as of the present drawing.
 * @param {string} name
 */
export function styled(name) {
  const value = styles.get(name) ?? styleValue(name);
  styles.set(name, value);
  return value;
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no canvas.");
  return context;
}

/**
 * A canvas in a pane of its own, as large as the map at the resolution of the screen: `begin()` empties it for the next
 * drawing, `free()` gives its memory back.
 * @param {L.Map} map
 * @param {string} name
 * @param {number} height
 */
export function markSurface(map, name, height) {
  const canvas = paneAt(map, name, height, false).appendChild(element("canvas", "mark-canvas"));
  canvas.dataset.layer = name;

  function begin() {
    styles.clear();
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const [width, tall] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (canvas.width !== width || canvas.height !== tall) Object.assign(canvas, { width, height: tall });
    Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const context = contextOf(canvas);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    return { context, size, ratio };
  }
  const free = () => Object.assign(canvas, { width: 0, height: 0 });
  return { canvas, begin, free };
}

/**
 * Small pictures drawn once: a mark of a kind and state looks the same a thousand times.
 * @returns {Sprites}
 */
export function markSprites() {
  /** @type {Map<string, HTMLCanvasElement>} */
  const sprites = new Map();
  return (key, side, ratio, paint) => {
    const full = `${key}|${side}|${ratio}|${document.documentElement.dataset.theme}`;
    const known = sprites.get(full);
    if (known) return known;
    if (sprites.size > MOST_SPRITES) sprites.clear();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(side * ratio);
    const context = contextOf(canvas);
    context.setTransform(ratio, 0, 0, ratio, (side * ratio) / 2, (side * ratio) / 2);
    paint(context);
    sprites.set(full, canvas);
    return canvas;
  };
}

/**
 * Text around a point, in the colour of text unless another is set.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {{ size: number, weight?: number, colour?: string, widest?: number }} form size and widest in pixels
 */
export function drawText(context, text, x, y, { size, weight, colour = styled("--text"), widest }) {
  context.fillStyle = colour;
  context.font = `${weight ? `${weight} ` : ""}${size}px ${styled("--family")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x, y, widest);
}

/**
 * A disc of the panel's colour.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function fillDisc(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = styled("--panel");
  context.fill();
}

/**
 * A round mark for many: how many they are, and a ring that shows the share of each part in its colour.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {[number, string][]} parts
 * @param {string} text
 */
export function drawCluster(context, x, y, radius, parts, text) {
  const total = parts.reduce((sum, [n]) => sum + n, 0);
  fillDisc(context, x, y, radius);
  let angle = -Math.PI / 2;
  for (const [n, colour] of parts) {
    const next = angle + (2 * Math.PI * n) / total;
    context.beginPath();
    context.arc(x, y, radius, angle, next);
    context.lineWidth = radius / 4.5;
    context.strokeStyle = colour;
    context.stroke();
    angle = next;
  }
  drawText(context, text, x, y + radius * 0.05, { size: radius * 0.75, weight: 600 });
}

/**
 * A small sign at the corner of a mark.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} side
 * @param {string} sign
 * @param {string} colour
 */
export function drawBadge(context, x, y, side, sign, colour) {
  if (!sign) return;
  fillDisc(context, x, y, side);
  context.lineWidth = side / 4;
  context.strokeStyle = colour;
  context.stroke();
  drawText(context, sign, x, y, { size: side * 1.7, weight: 700 });
}
