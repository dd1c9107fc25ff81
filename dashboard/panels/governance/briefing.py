"""A briefing as it will be printed: the choice of which one, its files, and a picture of each of its pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.briefings.briefing_files import FORMS
from dashboard.briefings.city_briefings import briefings_of, lacking, mistake_in, own_text
from dashboard.briefings.declaration import BriefingDeclaration
from dashboard.briefings.own_briefings import LONGEST
from dashboard.display.panel import Panel, empty, frame
from dashboard.panels.governance.payloads import ActForm
from dashboard.panels.payloads import BriefingFiles
from dashboard.view.conditions import written
from dashboard.view.periods import NAMED_PERIODS
from dashboard.view.scene import Scene
from dashboard.view.view_state import PAPERS
from geodata.city.profile import Level
from queries.city import City


@dataclass(frozen=True)
class BriefingChoice:
    """The briefings that can be filled, and the one that is shown (None of none). lacking: what has to be chosen first,
    as `city_briefings.lacking` has it; mistake: what is wrong with the file of the city; own: what stands in it."""

    briefings: tuple[BriefingDeclaration, ...]
    chosen: BriefingDeclaration | None
    lacking: Level | str
    mistake: str
    own: str = ""


def ask(city: City, scene: Scene) -> BriefingChoice:
    """What can be chosen; the briefing itself is asked for by its pages."""
    known = briefings_of(city, scene.scope)
    first = next(iter(known.values()), None)
    chosen = known.get(scene.view.briefing or "", first)
    special = scene.special[0] if scene.special else None
    wanted = lacking(city, chosen, scene.area, special) if chosen else ""
    return BriefingChoice(tuple(known.values()), chosen, wanted, mistake_in(city), own_text(city))


def render(choice: BriefingChoice, scene: Scene) -> Component:
    """The choices as links, the files as buttons, the pages as pictures."""
    words, one = scene.words, choice.chosen
    label = words("briefing.label")
    if one is None:
        return frame("briefing", label, scene, [empty(words("briefing.none"))])
    body: list[Component] = [_choices(choice, one, scene)]
    if choice.mistake:
        body.append(html.P(words("briefing.own_mistake", mistake=choice.mistake), className="panel-note"))
    if lacking := _lacking(choice, scene):
        return frame("briefing", label, scene, [*body, empty(lacking), _sent(scene), _own(choice, scene)])
    asked = _asked(one, scene)
    body += [_files(one, asked, scene), _sent(scene)]
    body.append(
        html.Div(
            className="briefing-pages",
            **{
                "data-briefing-pages": _address(one, asked, scene),
                "data-sheets": scene.view.paper,
                "data-making": words("briefing.typesetting"),
                "data-failed": words("briefing.failed"),
            },
        )
    )
    body.append(_own(choice, scene))
    return frame(
        "briefing", label, scene, body, data={"briefing": one.key, "alt": words("briefing.page", n="{n}", m="{m}")}
    )


def _lacking(choice: BriefingChoice, scene: Scene) -> str:
    """What has to be chosen before; empty where nothing has."""
    wanted = choice.lacking
    if isinstance(wanted, str):
        return scene.words("briefing.choose_special") if wanted else ""
    return scene.words("briefing.choose_level", level=scene.words.either(wanted.zh, wanted.en))


def _choices(choice: BriefingChoice, one: BriefingDeclaration, scene: Scene) -> Component:
    words, view = scene.words, scene.view
    period = view.period or one.period
    which = [(words.either(each.zh, each.en), scene.link(briefing=each.key), each is one) for each in choice.briefings]
    periods = [(words(f"period.{name}"), scene.link(period=name), name == period) for name in NAMED_PERIODS]
    papers = [(words(f"briefing.papers.{name}"), scene.link(paper=name), name == view.paper) for name in PAPERS]
    rows = (("which", which), ("period", periods), ("paper", papers))
    return html.Div([_row(words(f"briefing.{name}"), links) for name, links in rows], className="briefing-choices")


def _row(label: str, links: list[tuple[str, str, bool]]) -> Component:
    made = [html.A(text, href=href, **{"aria-current": "true"} if is_chosen else {}) for text, href, is_chosen in links]
    return html.Nav([html.Span(label, className="quiet"), *made], className="tabs", **{"aria-label": label})


def _asked(one: BriefingDeclaration, scene: Scene) -> dict[str, str]:
    """The briefing that this view means, pinned to its moment, so that pages and files say the same."""
    moment = scene.now.as_of.astimezone(scene.zone).isoformat()
    recorded = scene.view.recorded_as_of
    asked = {
        "area": scene.area.code,
        "period": scene.view.period or one.period,
        "as_of": moment,
        "recorded_as_of": recorded.isoformat() if recorded else "",
        "where": written(scene.view.where),
        "special": ",".join(code for code, _ in scene.specials),
        "against": scene.view.against,
        "lang": scene.words.language,
    }
    return {name: text for name, text in asked.items() if text}


def _address(one: BriefingDeclaration, asked: dict[str, str], scene: Scene) -> str:
    """Of its pages, without the number of one."""
    return f"/api/v1/briefings/{one.key}/pages/?{urlencode({**asked, 'paper': scene.view.paper})}"


def _files(one: BriefingDeclaration, asked: dict[str, str], scene: Scene) -> Component:
    words = scene.words
    settings: BriefingFiles = {
        "asked": {**asked, "briefing": one.key, "paper": scene.view.paper},
        "forms": [(form, words("briefing.make", form=form.upper())) for form in FORMS],
        "words": {name: words(f"briefing.{name}", seconds="{seconds}") for name in ("making", "made", "failed")},
    }
    about = {"data-briefing-files": json.dumps(settings, ensure_ascii=False), "data-needs": "export"}
    return html.Div(className="briefing-files", **about)


def _sent(scene: Scene) -> Component:
    """The place of what a schedule made for whoever asks."""
    words = scene.words
    said = {"data-briefing-sent": words("briefing.sent"), "data-failed": words("briefing.sent_failed")}
    return html.Div(className="briefing-sent", **said, **{"data-needs": "export"})


def _own(choice: BriefingChoice, scene: Scene) -> Component:
    """The form in which those who may edit the file of the city."""
    words = scene.words
    form: ActForm = {
        "address": "briefings/own",
        "fixed": {},
        "title": words("briefing.own.title"),
        "fields": [
            {
                "name": "content",
                "label": words("briefing.own.content"),
                "kind": "textarea",
                "options": [],
                "longest": LONGEST,
                "value": choice.own or words("briefing.own.example"),
            }
        ],
        "keep": words("briefing.own.keep"),
        "kept": words("briefing.own.kept"),
        "failed": words("briefing.own.failed"),
    }
    place = html.Div(className="act-form", **{"data-act-form": json.dumps(form, ensure_ascii=False)})
    return html.Details(
        [html.Summary(words("briefing.own.edit")), place], className="briefing-own", **{"data-needs": "edit"}
    )


PANEL = Panel("briefing", ask, render)
