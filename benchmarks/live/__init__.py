"""The live city under load: a real server process of the demo city, fed over HTTP, with browsers open."""

from benchmarks.live.run import run

__all__ = ["run"]
