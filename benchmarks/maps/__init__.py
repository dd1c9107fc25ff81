"""The map with every micro-grid on it, side by side with what else draws polygons in a browser."""
