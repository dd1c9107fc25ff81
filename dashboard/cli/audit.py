"""`yiping audit`: what people did in a city, checked and written out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.messages import PlainErrorGroup, say
from dashboard.cli.opened import CityOption, chosen_folder
from dashboard.errors import BadParameter
from dashboard.settings import Settings
from dashboard.words.numbers import whole

HELP = """Who signed in, was refused, exported, saved or changed rights in a city, and when.

Exit codes: 0 done · 1 broken, or cannot be · 2 wrong option · 130 Ctrl-C.
"""
VERIFY_HELP = """Check that no entry was altered, taken out, or cut off the end.

Exit codes: 0 whole · 1 broken, or cannot be read · 2 wrong option · 130 Ctrl-C.

\b
Example:
  yiping audit verify --city mycity
"""
EXPORT_HELP = """Write the entries as CSV, to stdout or a file: the newest first.

Exit codes: 0 written · 1 cannot be · 2 wrong option · 130 Ctrl-C.

\b
Examples:
  yiping audit export --city mycity > audit.csv
  yiping audit export --kind export --who li --day 2026-11-27 --out exports.csv
"""


def register(app: typer.Typer) -> None:
    group = typer.Typer(cls=PlainErrorGroup, help=HELP, no_args_is_help=True, rich_markup_mode=None)
    group.command("verify", help=VERIFY_HELP)(verify)
    group.command("export", help=EXPORT_HELP)(export)
    app.add_typer(group, name="audit")


def verify(*, city: CityOption = None) -> None:
    from dashboard.commands.audit_lines import audit_line  # noqa: PLC0415

    line = audit_line(chosen_folder(Settings(), city))
    typer.echo(line.found if line.ok else f"{line.found} → {line.advice}")
    if not line.ok:
        raise typer.Exit(1)


def export(
    *,
    kind: Annotated[str, typer.Option("--kind", help="Only entries of this kind.")] = "",
    who: Annotated[str, typer.Option("--who", help="Only what this person did.")] = "",
    day: Annotated[str, typer.Option("--day", help="Only of this day of the city, as 2026-11-27.")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Instead of stdout.")] = None,
    city: CityOption = None,
) -> None:
    from dashboard.access.audit.audit_entry import audit_kinds  # noqa: PLC0415
    from dashboard.access.audit.audit_reading import EntriesWanted  # noqa: PLC0415
    from dashboard.commands.audit_lines import csv_of_audit  # noqa: PLC0415
    from geodata.city.profile import PROFILE_FILE, load_profile  # noqa: PLC0415

    if kind and kind not in audit_kinds():
        raise BadParameter("--kind", f"{kind!r} is none of {', '.join(audit_kinds())}")
    folder = chosen_folder(Settings(), city)
    zone = load_profile(folder / PROFILE_FILE).time_zone
    lines = csv_of_audit(folder, EntriesWanted(kind, who, _day(day), zone), zone)
    if out is None:
        for line in lines:
            typer.echo(line, nl=False)
        return
    written = list(lines)
    out.write_text("".join(written), "utf-8")
    say(f"{whole(len(written) - 1)} entries written to {out}.")


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise BadParameter("--day", f"{given!r} is no day; write one like 2026-11-27") from error
