/* The one entry: the screen is asked for at once, while Dash, React and Leaflet are still on their way. They lie in the
   page as deferred scripts, which have run when the page is loaded; then everything else starts. */

import { startDocument } from "./core/document.js";
import { startDrawing } from "./core/drawing.js";
import { startLayout } from "./core/layout.js";
import { startEarlyOutlines } from "./map/early_outlines.js";

startDocument();
startEarlyOutlines();
startLayout();
startDrawing();
document.addEventListener("DOMContentLoaded", async () => {
  const { startScreens } = await import("./screens.js");
  startScreens();
});
