"""Saved views and notes: listed, opened, renamed, withdrawn; this view saved, a note written; all of it as a file."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.panels.payloads import NoteForm, SavedWords, ShareForm, ShareTime, ViewForm
from dashboard.saved.scene_notes import PinnedNote, notes_of_days
from dashboard.view.scene import Scene
from dashboard.view.view_state import SAVED, THEMES
from dashboard.words.moments import date_and_minute
from queries.city import City
from queries.values import SavedThing, longest

MOST_LISTED = 200
FILE = "/api/v1/saved"
HOUR, DAY = 1, 24
DAYS_OF_A_LINK = (7, 30)


@dataclass(frozen=True)
class SavedAnswers:
    """What is listed: views, or the notes of the area whatever their time."""

    views: tuple[SavedThing, ...] = ()
    notes: tuple[PinnedNote, ...] = ()


def ask(city: City, scene: Scene) -> SavedAnswers | None:
    """None where the address does not ask."""
    if scene.view.saved is None:
        return None
    if scene.view.saved == "views":
        return SavedAnswers(views=tuple(city.saved.views(scene.known, scope=scene.scope)))
    return SavedAnswers(notes=notes_of_days(city, scene, None, None))


def render(answers: SavedAnswers | None, scene: Scene) -> Component:
    """A dialog with one of the two lists and its form, or an empty place."""
    words = scene.words
    if answers is None:
        return frame("saved", "", scene, [], label=words("saved.label"))
    is_views = scene.view.saved == "views"
    close = words("saved.close")
    shut = html.A("✕", href=scene.link(saved=None), className="saved-close", title=close, **{"aria-label": close})
    tabs = [
        html.A(
            words(f"saved.{kind}"),
            href=scene.link(saved=kind),
            **{"aria-current": "true"} if kind == scene.view.saved else {},
        )
        for kind in SAVED
    ]
    head = html.Header([html.H2(words("saved.label")), html.Nav(tabs, className="tabs"), shut])
    forms = [_view_form(scene), _share_form(scene)] if is_views else [_note_form(scene)]
    rows = [_view_row(one, scene) for one in answers.views] or [_note_row(one, scene) for one in answers.notes]
    listed: list[Component] = [empty(words(f"saved.no_{scene.view.saved}"))]
    if rows:
        listed = [html.Ul(rows[:MOST_LISTED], className="saved-list")]
    if len(rows) > MOST_LISTED:
        listed.append(html.P(words("saved.more", count=len(rows) - MOST_LISTED), className="quiet"))
    about = [html.P(words("saved.looking_back"), className="panel-note")] if scene.known else []
    body = html.Div([*forms, *about, *listed, _file(scene)], className="saved-body")
    card = html.Div([head, body], className="saved-card")
    return frame("saved", "", scene, [card], label=words("saved.label"), role="dialog", tabIndex=-1)


def _view_form(scene: Scene) -> Component:
    form: ViewForm = {
        "kind": "view",
        "address": scene.link(saved=None),
        "longest": longest("name"),
        "words": _form_words(scene),
    }
    return html.Div(className="saved-form", **_form_of(form))


def _share_form(scene: Scene) -> Component:
    """For people who have signed in: a link to what is shown, which opens without an account."""
    words = scene.words
    lasts = {HOUR: words("share.hour"), DAY: words("share.day")}
    lasts |= {days * DAY: words("share.days", count=days) for days in DAYS_OF_A_LINK}
    times: list[ShareTime] = [{"hours": hours, "name": name} for hours, name in lasts.items()]
    form: ShareForm = {
        "address": scene.link(saved=None),
        "zone": str(scene.zone),
        "times": times,
        "words": {
            "lasts": words("share.lasts"),
            "make": words("share.make"),
            "made": words.sentences["share.made"],
            "link": words("share.link"),
            "copy": words("saved.copy"),
            "copied": words("saved.copied"),
            "failed": words("share.failed"),
        },
    }
    about = {"data-share-form": json.dumps(form, ensure_ascii=False), "data-needs": "save"}
    return html.Div(className="saved-form share-form of-account", **about)


def _form_of(settings: ViewForm | NoteForm) -> dict[str, str]:
    return {"data-saved-form": json.dumps(settings, ensure_ascii=False), "data-needs": "save"}


def _note_form(scene: Scene) -> Component:
    """Its time is at first the period shown, or the day of the moment shown where that is open."""
    today = scene.now.as_of.astimezone(scene.zone).date()
    last = min(scene.period.end or today, today)
    form: NoteForm = {
        "kind": "note",
        "area": scene.area.code,
        "area_name": scene.area.name,
        "start": min(scene.period.start or last, last).isoformat(),
        "end": last.isoformat(),
        "longest": longest("text"),
        "words": _form_words(scene),
    }
    return html.Div(className="saved-form", **_form_of(form))


def _form_words(scene: Scene) -> SavedWords:
    def said(name: str) -> str:
        return scene.words(f"saved.{name}")

    return {
        "name": said("name"),
        "text": said("text"),
        "save": said("save_view" if scene.view.saved == "views" else "save_note"),
        "place": said("place"),
        "in_area": said("in_area"),
        "at_point": said("at_point"),
        "pick": said("pick"),
        "picking": said("picking"),
        "lon": said("lon"),
        "lat": said("lat"),
        "begins": said("begins"),
        "ends": said("ends"),
        "saved": said("saved_later" if scene.known else "saved_now"),
        "failed": said("failed"),
    }


def _view_row(view: SavedThing, scene: Scene) -> Component:
    screen = next((one for one in scene.registry.screens if one.key == view.act.screen), scene.registry.home)
    address = f"{screen.path}{view.act.search}"
    link = html.A(view.act.name, href=_as_read(address, scene))
    name = html.Span([link, html.Span(_made(view, scene), className="quiet")], className="saved-name")
    said = scene.words("saved.copied")
    copy = html.Button(scene.words("saved.copy"), type="button", **{"data-copy": address, "data-copied": said})
    of_name = {"data-saved-rename": scene.words("saved.name"), "data-address": address, "data-needs": "save"}
    rename = html.Button(scene.words("saved.rename"), type="button", **of_name)
    return html.Li([name, copy, rename, _withdraw("view", view, scene)], **_about(view))


def _as_read(address: str, scene: Scene) -> str:
    """An address in the reader's language and theme."""
    own = [f"lang={scene.view.language}"] if scene.view.language else []
    own += [f"theme={scene.view.theme}"] if scene.view.theme != THEMES[0] else []
    return "".join([address, "&" if "?" in address else "?", "&".join(own)]) if own else address


def _note_row(note: PinnedNote, scene: Scene) -> Component:
    """It leads to its own place and days."""
    first, last = (moment.astimezone(scene.zone).date() for moment in (note.begins, note.ends))
    area = note.area.code if note.area.parent_id else None
    address = scene.link(area=area, period=f"{first}..{last}", case=None)
    link = html.A(note.thing.act.text, href=address)
    where = f"{note.area.name} · {note.time(scene)} · {_made(note.thing, scene)}"
    name = html.Span([link, html.Span(where, className="quiet")], className="saved-name")
    return html.Li([name, _withdraw("note", note.thing, scene)], **_about(note.thing))


def _about(thing: SavedThing) -> dict[str, str]:
    return {"data-saved-key": thing.key}


def _withdraw(kind: str, thing: SavedThing, scene: Scene) -> Component:
    about = {"data-saved-withdraw": kind, "data-sure": scene.words("saved.sure"), "data-needs": "save"}
    return html.Button(scene.words("saved.withdraw"), type="button", **about)


def _made(thing: SavedThing, scene: Scene) -> str:
    by = scene.words.sentences.get(f"saved.by.{thing.made_by}", thing.made_by)
    return f"{by} · {date_and_minute(thing.made_at, scene.zone)}"


def _file(scene: Scene) -> Component:
    out = html.A(scene.words("saved.export"), href=FILE, download="yiping-saved.json", className="download")
    import_ = {"data-saved-import": scene.words("saved.import"), "data-needs": "save"}
    taken = html.Span(className="saved-import", **import_)
    return html.Footer([out, taken, html.Span(className="saved-said", role="status")])


PANEL = Panel("saved", ask, render)
