"""A briefing of a schedule as files in its folder, and in the audit; the oldest ones are removed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.access.audit.request_audit import enter_act
from dashboard.access.request_visitor import on_behalf_of
from dashboard.access.roles.visitor import Visitor
from dashboard.briefings.briefing_files import briefing_file, briefing_pages, sheet_of
from dashboard.briefings.composing.composing import composed
from dashboard.briefings.schedule.made_briefing import MadeBriefing, MadeFile
from dashboard.briefings.schedule.made_briefings import write_whole
from dashboard.briefings.schedule.recipient import rights_of
from dashboard.briefings.schedule.scheduled import ScheduledBriefing
from dashboard.errors import DashboardError
from dashboard.view.registry import Registry
from queries.city import City

ONE_WORD = re.compile(r"[^\w.-]+")


class NoFolder(DashboardError):  # noqa: N818
    """There is nowhere to write to."""


def made(city: City, registry: Registry, one: ScheduledBriefing, due: MadeBriefing, visitor: Visitor) -> MadeBriefing:
    """Its files, written anew under the same names however often it is made. Raises what composing, typesetting and
    writing raise."""
    folder = _folder(city, one)  # before the minute that composing may take
    document = _document(city, registry, one, due, visitor)
    stamp = document["stamp"]
    about = {"area": stamp["asked"]["area"], "from": stamp["period_from"], "to": stamp["period_to"]}
    files = []
    for name, form, content in _contents(document, one, due):
        write_whole(folder / name, content)
        files.append(MadeFile(_path(folder / name, city), form, len(content)))
        told = {"way": f"schedule {one.key}", "format": form, "kpi": one.briefing, **about}
        with on_behalf_of(visitor):
            enter_act(city.ground.folder, "export", told)
    return replace(
        due,
        who=visitor.who,
        rights=rights_of(visitor),
        title=document["title"],
        area=about["area"],
        place=stamp["place"],
        period=stamp["period"],
        period_from=stamp["period_from"],
        period_to=stamp["period_to"],
        made_at=city.acts.moment(),
        files=tuple(files),
    )


def is_made(city: Path, due: MadeBriefing, visitor: Visitor) -> bool:
    """Whether its files are there, made with the rights that the recipient has now. city: its folder."""
    if not due.files or due.rights != rights_of(visitor):
        return False
    files = [(one.within(city), one.bytes) for one in due.files]
    return all(file.is_file() and file.stat().st_size == size for file, size in files)


def remove(city: Path, old: MadeBriefing, kept: frozenset[str]) -> None:
    """Its files, but those that are kept; of what cannot be removed nobody is told: it is only old."""
    for one in old.files:
        if one.path not in kept:
            with suppress(OSError):
                one.within(city).unlink(missing_ok=True)


def _folder(city: City, one: ScheduledBriefing) -> Path:
    """Where the files go. One within the city is made; one elsewhere may be a disk that is not there at present, and
    nothing is written below the place where it should be. Raises NoFolder."""
    folder = one.folder_of(city.ground.folder)
    if Path(one.folder).is_absolute() and not folder.is_dir():
        raise NoFolder(f"The folder {folder} is not there.")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _path(file: Path, city: City) -> str:
    """As it is kept, so that a city can be moved."""
    own = city.ground.folder
    return str(file.relative_to(own) if file.is_relative_to(own) else file)


def _document(
    city: City, registry: Registry, one: ScheduledBriefing, due: MadeBriefing, visitor: Visitor
) -> Mapping[str, Any]:
    """As of the moment when it was due, however late it is made; of data that end before, as of their end."""
    moment: datetime = min(due.due_at, city.sources.stamp().as_of)
    given = {
        "briefing": one.briefing, "area": one.area, "special": one.special, "as_of": moment.isoformat(),
        "lang": one.language or city.profile.language,
    }  # fmt: skip
    with on_behalf_of(visitor):
        return composed(city, registry, {name: text for name, text in given.items() if text}).as_json()


def _contents(
    document: Mapping[str, Any], one: ScheduledBriefing, due: MadeBriefing
) -> Iterator[tuple[str, str, bytes]]:
    """Name, form and content of each file."""
    stamp = document["stamp"]
    days = "_".join(filter(None, (stamp["period_from"], stamp["period_to"]))) or "all"
    parts = (one.briefing, stamp["asked"]["area"], one.special, days, due.key)
    name = "_".join(ONE_WORD.sub("-", part) for part in parts if part)
    for form in dict.fromkeys(one.forms):
        sheet = sheet_of(form, one.paper, one.scale, one.server)
        if form != "png":
            yield f"{name}.{form}", form, briefing_file(document, form, sheet)
            continue
        for number, page in enumerate(briefing_pages(document, sheet), 1):
            yield f"{name}_{number}.png", form, page
