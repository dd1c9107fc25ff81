"""The mail of a briefing of a schedule: its headline and sentences, and its files."""

from __future__ import annotations

from pathlib import Path

from dashboard.briefings.briefing_files import MEDIA_TYPES, document_of
from dashboard.briefings.schedule.made_briefing import MadeBriefing
from dashboard.mail.mail_receiver import MailReceiver
from dashboard.mail.sending import mail_to, send
from queries.values import key_of

WITHIN_S = 120.0
"""For a mail with files of some megabytes."""


def mail(receiver: MailReceiver, made: MadeBriefing, city: Path) -> None:
    """Send it; city: its folder. One that is sent twice (the server ended after it was taken and before that was noted)
    bears the same Message-ID. Raises Undelivered, and OSError for a file that is gone."""
    files = [one.within(city) for one in made.files]
    document = document_of(files[0])
    stamp = document["stamp"]
    subject = " · ".join(filter(None, (stamp["city"], stamp["simulated"], made.title, made.place, made.period)))
    told = [subject, f"{document['words']['as_of']} {stamp['as_of_text']}", "", document["headline"]]
    lines = [*told, *(f"- {one['text']}" for one in (*document["sentences"], *document["caveats"]))]
    assert made.made_at is not None  # noqa: S101  # it has files
    written = mail_to(receiver, key_of("briefing", made.key), " ".join(subject.split()), "\n".join(lines), made.made_at)
    for one, file in zip(made.files, files, strict=True):
        kind, _, part = MEDIA_TYPES[one.form].partition("/")
        written.add_attachment(file.read_bytes(), maintype=kind, subtype=part, filename=file.name)
    send(receiver, written, WITHIN_S)
