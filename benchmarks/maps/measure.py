"""One approach in one browser: first paint, recolouring, panning, memory, bytes of a refresh."""

from __future__ import annotations

import os
import signal
import statistics
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.chromium import FLAGS
from dashboard.exports.browser import find_browser
from dashboard.settings import Settings

PATIENCE_MS = 420_000
UNPACED = ("--disable-frame-rate-limit", "--disable-gpu-vsync")
STEPS = {"recolour": 9, "pan": 40}
FEWEST, LONGEST_MS = 3, 40_000  # what is slow is repeated less: no more repeats after so long, but three of each
FIRST = """async () => {
  await bench.start();
  return performance.now();
}"""
RECOLOUR = """async ([times, fewest, longest]) => {
  const took = [], end = performance.now() + longest;
  for (let painting = 1; painting <= times && (painting <= fewest || performance.now() < end); painting += 1) {
    bench.prepare?.(painting);
    const began = performance.now();
    await bench.recolour(painting);
    took.push(performance.now() - began);
  }
  return took;
}"""
# From the call until the main thread is free again after the frame that shows it; frames do not wait for a display.
PAN = """async ([times, fewest, longest]) => {
  const took = [], end = performance.now() + longest;
  for (let step = 0; step < times && (step < fewest || performance.now() < end); step += 1) {
    const began = performance.now();
    await bench.pan(step % 2 ? 60 : -40, step % 4 < 2 ? 25 : -25);
    await frame();
    took.push(performance.now() - began);
  }
  return took;
}"""


@dataclass(frozen=True)
class Screen:
    """A size of a browser window in CSS pixels."""

    width: int
    height: int


def measured(address: str, approach: str, screen: Screen, *, webgl: bool = False) -> dict[str, float]:
    """The five figures of an approach, in a browser of its own; memory counts what an empty map needs too.

    Raises playwright's Error when the browser was ended because it took longer than PATIENCE_MS.
    """
    flags = [flag for flag in FLAGS if not (webgl and flag == "--disable-gpu")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser(Settings())),
            args=[*flags, *UNPACED, *(["--enable-unsafe-swiftshader"] if webgl else [])],
        )
        watchdog = threading.Timer(PATIENCE_MS / 1000, _end, [_processes(browser)])
        watchdog.start()
        try:
            page = browser.new_page(viewport={"width": screen.width, "height": screen.height})
            page.set_default_timeout(PATIENCE_MS)
            page.goto(f"{address}/page/{approach}")
            first = float(page.evaluate(FIRST))
            if approach == "blank":
                return {"memory_mb": _memory_mb(browser, page)}
            recolour = statistics.median(page.evaluate(RECOLOUR, [STEPS["recolour"], FEWEST, LONGEST_MS]))
            pan = statistics.median(page.evaluate(PAN, [STEPS["pan"], FEWEST, LONGEST_MS]))
            return {
                "first_paint_ms": first,
                "recolour_ms": recolour,
                "pan_ms": pan,
                "memory_mb": _memory_mb(browser, page),
                "refresh_bytes": _refresh_bytes(page),
            }
        finally:
            watchdog.cancel()
            browser.close()


def rounded(figures: Mapping[str, float]) -> dict[str, float]:
    """Figures as they are kept."""
    return {name: round(value, 1) if name != "refresh_bytes" else int(value) for name, value in figures.items()}


def _refresh_bytes(page: Page) -> int:
    """Bytes over the wire, headers included, of one refresh of every cell."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    received: list[int] = []
    network.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    page.evaluate("bench.refresh()")
    page.wait_for_timeout(200)
    return sum(received)


def _processes(browser: Browser) -> list[int]:
    about: Any = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return [int(process["id"]) for process in about["processInfo"]]


def _end(processes: list[int]) -> None:
    """What takes longer than anybody waits is ended: drawing by software can keep a whole machine busy."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _memory_mb(browser: Browser, page: Page) -> float:
    """Proportional set size of all processes of this browser, after a collection, in MB (million bytes)."""
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    page.wait_for_timeout(500)
    return sum(_pss(process) for process in _processes(browser)) / 1e6


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
