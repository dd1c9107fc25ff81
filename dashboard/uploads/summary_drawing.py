"""What became of a file that was loaded: counts that add up, what deserves a look, and the way to its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.access.request_scope import request_scope
from dashboard.display.page_sentences import translated
from dashboard.words.catalogue import Catalogue
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import kind_of

COUNTS = ("read", "loaded", "superseded", "duplicate", "refused")
REFUSED_SHOWN = 10
REFUSED_LOOKED_AT = 2_000


def summary_drawing(summary: Mapping[str, Any], city: City, words: Catalogue, language: str) -> Component:
    """summary: as `file_loading.load` gives it; its texts are masked already. language: of the address, as written."""
    counts = html.Dl(
        [html.Div([html.Dt(words(f"load.count.{name}")), html.Dd(whole(summary[name]))]) for name in COUNTS]
    )
    lines = [html.Li(line) for line in _lines(summary, words)]
    return html.Div(
        [
            html.H3(_title(summary, words), tabIndex=-1, className="load-done", **{"data-batch": summary["batch"]}),
            counts,
            html.P(words("load.adds_up"), className="panel-note"),
            _ways(summary, words, language),
            html.Ul(lines, className="load-notes"),
            *_refused(summary, city, words),
        ],
        className="load-summary",
    )


def _title(summary: Mapping[str, Any], words: Catalogue) -> str:
    if not summary["read"]:
        return words("load.done_empty")
    if summary["read"] == summary["refused"]:
        return words("load.done_refused")
    if not summary["loaded"] + summary["superseded"]:
        return words("load.done_known")
    return words("load.done_partly" if summary["refused"] or summary["unread"] else "load.done")


def _ways(summary: Mapping[str, Any], words: Catalogue, language: str) -> Component:
    """Links to the screen of the days in the file, and to the sources."""
    query = f"lang={language}" if language else ""
    first, last = summary["first_day"], summary["last_day"]
    links = [html.A(words("load.to_sources"), href=f"/sources{'?' if query else ''}{query}")]
    if first:
        period = f"period={first}..{last}"
        text = words("load.to_screen", first=first, last=last)
        links.insert(0, html.A(text, href=f"/?{'&'.join(filter(None, (period, query)))}", className="load-to-screen"))
    return html.P(links, className="load-ways")


def _lines(summary: Mapping[str, Any], words: Catalogue) -> Iterator[str]:
    for reason, count in summary["reasons"].items():
        yield words("load.refused_for", count=whole(count), reason=translated(reason, words))
    placed = [f"{words(f'load.placed.{how}')} {whole(count)}" for how, count in summary["placed_by"].items()]
    if placed:
        yield words("load.placed_by", placed=words("load.comma").join(placed))
    if summary["newer_by"]:
        yield words("load.newer", rule=words(f"newer_by.{summary['newer_by']}"))
    if summary["unrecognised"]:
        yield words("load.unrecognised", columns=words("load.comma").join(summary["unrecognised"]))
    if summary["withheld"]:
        yield words("load.withheld", columns=words("load.comma").join(summary["withheld"]))
    yield from (translated(warning, words) for warning in summary["warnings"])


def _refused(summary: Mapping[str, Any], city: City, words: Catalogue) -> Iterator[Component]:
    """The first refused rows of the file, and all of the source as a file."""
    if not summary["refused"]:
        return
    found = city.sources.refused_rows(summary["source"], REFUSED_LOOKED_AT, scope=request_scope()).to_pylist()
    own = sorted((row for row in found if row["file"] == summary["file"]), key=lambda row: row["line"] or 0)
    head = html.Thead(
        html.Tr([html.Th(words(f"load.refused_row_of.{name}"), scope="col") for name in ("line", "reason", "raw")])
    )
    known = {str(reason): reason for reason in summary["reasons"]}

    def why(reason: str) -> str:
        return translated(known.get(kind_of(reason), reason), words)

    rows = [
        html.Tr(
            [
                html.Td(whole(row["line"])),
                html.Td(why(row["reason"])),
                html.Td(row["raw"], className="load-raw"),
            ]
        )
        for row in own[:REFUSED_SHOWN]
    ]
    address = f"/api/v1/sources/{quote(summary['source'], safe='')}/refused.csv"
    yield html.H3(words("load.first_refused"))
    yield html.Div(html.Table([head, html.Tbody(rows)], className="definitions"), className="load-scroll")
    yield html.P(html.A(words("load.all_refused"), href=address, className="download"))
