"""The map with every micro-grid on it, side by side with what else draws polygons in a browser."""

from benchmarks.maps.run import run

__all__ = ["run"]
