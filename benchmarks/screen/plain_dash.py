"""The alternative that people write first: a Dash app over a pandas frame, a callback a panel, charts of Plotly.

    python -m benchmarks.screen.plain_dash FRAME.parquet PORT

Eight figures with their course, the trend, districts, categories, hours, the newest cases; area and period by address.
"""

from __future__ import annotations

import sys
from urllib.parse import parse_qs

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dcc, html
from plotly.graph_objects import Figure
from waitress import serve

COLUMNS = (
    "reported_at", "accepted_at", "filed_at", "first_closed_at", "closed_at", "voided_at", "due_at", "reported_day",
    "reported_hour", "category1", "satisfaction", "district", "source_id",
)  # fmt: skip
PERIOD_DAYS = {"7d": 7, "30d": 30, "yesterday": 1}
CARDS = ("reported", "open", "overdue_open", "closed", "closed_on_time", "handling_time", "satisfaction", "voided")
CHARTS = ("trend", "district", "category", "hour")


class Frame:
    """The cases and what an address chooses of them."""

    def __init__(self, cases: pd.DataFrame) -> None:
        self.cases, self.now = cases, cases.reported_at.max()

    def chosen(self, search: str | None) -> pd.DataFrame:
        given = parse_qs((search or "").lstrip("?"))
        days = PERIOD_DAYS.get(given.get("period", [""])[0], 1)
        cases = self.cases
        if "area" in given:
            cases = cases.loc[cases.district == given["area"][0]]
        recent: pd.DataFrame = cases.loc[cases.reported_at >= self.now - pd.Timedelta(days=days)]
        return recent

    def figure(self, kpi: str, cases: pd.DataFrame) -> float:
        """One KPI of the cases chosen."""
        open_now = cases.closed_at.isna() & cases.voided_at.isna()
        took = (cases.closed_at - cases.accepted_at).dt.total_seconds() / 86_400
        return float(
            {
                "reported": lambda: len(cases),
                "open": open_now.sum,
                "overdue_open": (open_now & (cases.due_at < self.now)).sum,
                "closed": cases.closed_at.notna().sum,
                "closed_on_time": (cases.closed_at <= cases.due_at).mean,
                "handling_time": took.median,
                "satisfaction": cases.satisfaction.mean,
                "voided": cases.voided_at.notna().sum,
            }[kpi]()
        )


def app_of(cases: pd.DataFrame) -> Dash:
    """The application."""
    frame, app = Frame(cases), Dash("plain")
    app.layout = html.Div(
        [
            dcc.Location(id="url"),
            *[html.Div([html.Div(id=f"{kpi}-value"), dcc.Graph(id=f"{kpi}-course")]) for kpi in CARDS],
            *[dcc.Graph(id=chart) for chart in CHARTS],
            html.Ol(id="newest"),
        ]
    )
    for kpi in CARDS:
        _card(app, frame, kpi)
    for chart, column in zip(CHARTS, ("reported_day", "district", "category1", "reported_hour"), strict=True):
        _chart(app, frame, chart, column)

    def newest(search: str | None) -> list[html.Li]:
        return [html.Li(f"{row.source_id} {search or ''}") for row in frame.chosen(search).tail(20).itertuples()]

    app.callback(Output("newest", "children"), Input("url", "search"))(newest)
    return app


def _card(app: Dash, frame: Frame, kpi: str) -> None:
    def card(search: str | None) -> tuple[html.P, Figure]:
        cases = frame.chosen(search)
        days = {day: frame.figure(kpi, of_day) for day, of_day in cases.groupby("reported_day")}
        shown = html.P(f"{frame.figure(kpi, cases):.3g}", **{"data-search": search or ""})
        return shown, px.line(x=list(days), y=list(days.values()))

    app.callback(Output(f"{kpi}-value", "children"), Output(f"{kpi}-course", "figure"), Input("url", "search"))(card)


def _chart(app: Dash, frame: Frame, chart: str, column: str) -> None:
    def drawn(search: str | None) -> Figure:
        counted = frame.chosen(search).groupby(column).size()
        return px.bar(x=counted.index.astype(str), y=counted.to_numpy(), title=f"{chart} of {search or 'home'}")

    app.callback(Output(chart, "figure"), Input("url", "search"))(drawn)


if __name__ == "__main__":
    serve(app_of(pd.read_parquet(sys.argv[1], columns=list(COLUMNS))).server, port=int(sys.argv[2]), threads=8)
