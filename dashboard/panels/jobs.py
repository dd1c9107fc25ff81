"""The table of jobs: what the server does in the background, when it ran, how it went, when it runs next."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.jobs.job import JobReport, JobStatus
from dashboard.jobs.registry import JobRegistry
from dashboard.panels.sources import moment_text
from dashboard.view.scene import Scene
from dashboard.words.numbers import brief
from queries.city import City

KEY = "jobs"
COLUMNS = ("job", "schedule", "last_run", "took", "next_run", "outcome")


def panel(background: JobRegistry) -> Panel:
    """The panel of one server's jobs."""

    def ask(_city: City, _scene: Scene) -> tuple[JobStatus, ...]:
        return background.statuses()

    return Panel(KEY, ask, render)


def render(statuses: tuple[JobStatus, ...], scene: Scene) -> Component:
    """One row a job."""
    words, title = scene.words, scene.words("jobs.title")
    if not statuses:
        return frame(KEY, title, scene, [empty(words("jobs.none"))], of_special=False)
    head = html.Tr([html.Th(words(f"jobs.{column}"), scope="col") for column in COLUMNS])
    table = html.Table(
        [html.Thead(head), html.Tbody([_row(status, scene) for status in statuses])],
        className="definitions sources-table",
    )
    return frame(KEY, title, scene, [html.Div(table, className="scroll", tabIndex=0)], of_special=False)


def _row(status: JobStatus, scene: Scene) -> Component:
    words = scene.words
    took = "—" if status.last_seconds is None else str(brief(status.last_seconds, "second", words))
    outcome = words(f"jobs.outcomes.{status.outcome}")
    cells = (
        words(f"job.{status.name}"),
        _schedule(status, scene),
        moment_text(status.last_run_at, scene),
        took,
        moment_text(status.next_run_at, scene),
        [
            html.Span(outcome, className=f"job-outcome {status.outcome}", title=status.error or ""),
            *([html.Small(_said(status.report, scene))] if status.report else []),
        ],
    )
    named = zip(COLUMNS, cells, strict=True)
    drawn = [html.Td(cell, **{"data-column": words(f"jobs.{column}")}) for column, cell in named]
    return html.Tr(drawn, **{"data-job": status.name})


def _said(report: JobReport, scene: Scene) -> str:
    told = dict(report.values)
    for name in [name.removesuffix("_zh") for name in told if name.endswith("_zh")]:
        told[f"{name}_name"] = scene.words.either(str(told[f"{name}_zh"]), str(told[f"{name}_en"]))
    return f" {scene.words(f'jobs.said.{report.key}', **told)}"


def _schedule(status: JobStatus, scene: Scene) -> str:
    if status.schedule is None:
        return scene.words("jobs.once")
    if isinstance(status.schedule, str):
        return status.schedule
    return scene.words("jobs.every", interval=str(brief(status.schedule, "second", scene.words)))
