"""The chart of an endurance run, drawn by Plotly in headless Chromium: python -m benchmarks.endurance.chart"""

from __future__ import annotations

import json
from pathlib import Path

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from benchmarks.chromium import chromium
from benchmarks.timing import RESULTS

PANELS = {
    "Applying ≤ 50 rows, ms": ("apply_ms", "apply_p95_ms"),
    "A question by HTTP, ms": ("question_ms", "question_p95_ms"),
    "Click to paint, ms": ("click_ms", "click_p95_ms"),
    "Feed, share of a core": ("feed_share_of_a_core",),
    "Resident memory, MB": ("resident_mb",),
    "Write-ahead log, MB": ("log_mb",),
}
COLUMNS = 3
SHOTS = Path(__file__).parents[1] / "shots"
WIDTH, HEIGHT = 1280, 520


def draw(results: Path, to: Path) -> None:
    """Draws the figures of `results` (JSON) as a PNG: medians solid, P95 dotted, by simulated hour."""
    hours = json.loads(results.read_text(encoding="utf-8"))["hours"]
    figure = make_subplots(rows=2, cols=COLUMNS, subplot_titles=list(PANELS))
    for place, names in enumerate(PANELS.values()):
        for name in names:
            line = {"color": "#1f6feb", "dash": "dot" if "p95" in name else "solid"}
            values = [hour[name] for hour in hours]
            drawn = go.Scatter(x=[hour["hour"] for hour in hours], y=values, mode="lines", line=line, connectgaps=True)
            figure.add_trace(drawn, row=place // COLUMNS + 1, col=place % COLUMNS + 1)
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(width=WIDTH, height=HEIGHT, showlegend=False, template="plotly_white")
    figure.update_layout(margin={"t": 40, "l": 50, "r": 20, "b": 30})
    page_text = figure.to_html(include_plotlyjs=True, full_html=True, config={"displayModeBar": False})
    with chromium() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(page_text)
        page.wait_for_selector(".main-svg")
        page.screenshot(path=str(to))


if __name__ == "__main__":
    draw(RESULTS / "endurance.json", SHOTS / "endurance.png")
