"""/uploads: what the page /load sends: a file in pieces, then what is chosen about it, to look at it and to load it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TypeVar

from cachetools import LRUCache
from flask import Blueprint, Response, g, request
from pydantic import BaseModel, Field, ValidationError

from dashboard.api.commands import progress_lines
from dashboard.api.description.operation import NDJSON
from dashboard.api.json_answers import answer, dumps
from dashboard.commands import file_loading
from dashboard.display.page_sentences import translated
from dashboard.errors import BadParameter, ErrorAnswer, error_answer, wrong_parameter
from dashboard.intake.receiver import FileReceiver
from dashboard.intake.upload_folder import PIECE_BYTES, UploadRefused, Uploads
from dashboard.screens.drawings import elements_of
from dashboard.uploads.choices import FileChoices, Text
from dashboard.uploads.preview_drawing import preview_drawing
from dashboard.uploads.review_drawing import review_drawing
from dashboard.uploads.summary_drawing import summary_drawing
from dashboard.web.error_pages import asked_language
from dashboard.web.gate import UPLOADS
from dashboard.words.catalogue import Catalogue, catalogue
from queries.city import City
from queries.errors import FileRefused, MappingRefused
from queries.values import GUESSED, FileReading, FileReview, masked_refusals, source_name

LOOKS_AT_ONCE, PATIENCE_S = 2, 20.0
MOST_GUESSES = 8
Model = TypeVar("Model", bound=BaseModel)


class UploadBegun(BaseModel):
    """Name and size of a file that is about to come."""

    name: Text = Field(default="", max_length=1000)
    bytes: int = Field(default=0, ge=0, le=1 << 50)


def body(model: type[Model]) -> Model:
    """The body of this request. Raises BadParameter."""
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        raise wrong_parameter("body", "body") from error


class UploadPage:
    """What the routes do, in one city. reception: between whose deliveries files are loaded, where there is one."""

    def __init__(self, city: City, uploads: Uploads, reception: FileReceiver | None, body_limit: int) -> None:
        self._city, self._uploads, self._reception = city, uploads, reception
        self._piece_bytes = min(PIECE_BYTES, body_limit)
        self._looks = BoundedSemaphore(LOOKS_AT_ONCE)
        self._guesses: LRUCache[tuple[str, ...], FileReview] = LRUCache(MOST_GUESSES)
        self._lock = Lock()

    def words(self) -> Catalogue:
        """In the language of the request."""
        return catalogue(asked_language(self._city.profile.language))

    def begin(self) -> Response:
        """A key for the file, and how many bytes of it to send at a time."""
        about = body(UploadBegun)
        return answer({"upload": self._uploads.begin(about.name, about.bytes), "piece_bytes": self._piece_bytes})

    def pieces(self, key: str) -> Response:
        """Takes the piece that begins at `offset`."""
        offset = request.args.get("offset", "")
        if not (offset.isascii() and offset.isdecimal() and len(offset) < 16):
            raise wrong_parameter("offset", "offset")
        return answer({"received": self._uploads.append(key, int(offset), request.get_data(cache=False))})

    def abandon(self, key: str) -> Response:
        """Removes the file."""
        self._uploads.abandon(key)
        return answer({})

    def review(self, key: str) -> Response:
        """Drawings of what the columns mean and of the first rows; whether it can be loaded so."""
        choices, words = body(FileChoices), self.words()
        source = self._source(choices)
        with self._uploads.whole(key) as path, self._looking():
            review, reading = self._reading(path, source, choices)
            drawn, problem = None, ""
            if "reported_at" not in review.missing:
                try:
                    drawn = preview_drawing(self._city.files.preview(path, reading), self._city, words)
                except (FileRefused, MappingRefused) as error:
                    problem = sentence(error, words)
        found = {"loadable": drawn is not None, "problem": problem, "source": source}
        parts = {"review": review_drawing(review, words, self._city.files.shown, choices.words), "preview": drawn}
        written = [f'"{name}":{"null" if part is None else elements_of(part)}' for name, part in parts.items()]
        return Response(f"{dumps(found)[:-1]},{','.join(written)}}}", mimetype="application/json")

    def load(self, key: str) -> Response:
        """Lines of progress, then {"result"}: a drawing, or a sentence. A file of which rows were taken is removed."""
        choices, words, language = body(FileChoices), self.words(), request.args.get("lang", "")
        source = self._source(choices)

        def work(progress: Callable[[str, float], None]) -> dict[str, object]:
            try:
                with self._uploads.whole(key) as path:
                    _, reading = self._reading(path, source, choices)
                    options = {"source": source, "zone": choices.zone, "crs": choices.crs}
                    own, reception = reading.mapping, self._reception
                    with masked_refusals():
                        summary = file_loading.load(self._city, path, options, progress, reception, own=own)
                    drawn = elements_of(summary_drawing(summary, self._city, words, language))
            except Exception as error:
                return {"sentence": sentence(error, words)}
            is_taken = summary["read"] > summary["refused"]
            if is_taken:
                self._uploads.abandon(key)
            return {"drawing": drawn, "taken": is_taken}

        return Response(progress_lines(work), mimetype=NDJSON)

    def _source(self, choices: FileChoices) -> str:
        """The source that the file belongs to: that of the key with which it was sent, where there is one."""
        if getattr(g, "source", None):
            return str(g.source)
        profile = self._city.profile
        name = choices.source_named(source_name_or_none(self._city))
        if profile.source(name).kind != "events":
            raise wrong_parameter("source", "delivers", source=name, kind=profile.source(name).kind)
        return name

    def _reading(self, path: Path, source: str, choices: FileChoices) -> tuple[FileReview, FileReading]:
        """What the columns mean with what was chosen, and how the file is to be read."""
        options = {"zone": choices.zone, "crs": choices.crs}
        profile = file_loading.declared(self._city, source, options)
        guess = self._guess(path, source, choices)
        mapping = choices.mapping(guess)
        review = self._corrected(path, source, choices, guess) if choices.columns or choices.words else guess
        about = profile.source(source)
        return review, FileReading(source, mapping, about.zone or profile.zone, about.crs)

    def _guess(self, path: Path, source: str, choices: FileChoices) -> FileReview:
        """The review without what was chosen about columns, which is asked for at every correction."""
        key = (str(path), source, repr(choices.form()))
        with self._lock:
            found = self._guesses.get(key)
        if found is None:
            found = self._city.files.review(path, source, choices.form())
            with self._lock:
                self._guesses[key] = found
        return found

    def _corrected(self, path: Path, source: str, choices: FileChoices, guess: FileReview) -> FileReview:
        """The review with what was chosen; what nobody has looked at is still a guess."""
        found = self._city.files.review(path, source, choices.mapping(guess))
        columns = [
            replace(now, certainty=GUESSED)
            if before.certainty == GUESSED and now.means == before.means and str(place) not in choices.columns
            else now
            for place, (before, now) in enumerate(zip(guess.columns, found.columns, strict=True))
        ]
        return replace(found, columns=tuple(columns))

    @contextmanager
    def _looking(self) -> Iterator[None]:
        """Few files are looked at at a time: each look may take what one load takes."""
        if not self._looks.acquire(timeout=PATIENCE_S):
            raise UploadRefused("upload_busy", 503)
        try:
            yield
        finally:
            self._looks.release()


def source_name_or_none(city: City) -> str:
    """The source's name when nobody gives one, or "" where one must be given."""
    try:
        return source_name(city.profile)
    except MappingRefused:
        return ""


def sentence(error: Exception, words: Catalogue) -> str:
    """What a person reads on the page about an error."""
    return refused(error, words)[1]


def refused(error: Exception, words: Catalogue) -> tuple[ErrorAnswer, str]:
    """The row of an error, and what a person reads on the page about it."""
    row = error.row if isinstance(error, UploadRefused) else error_answer(error)
    if isinstance(error, FileRefused | MappingRefused):
        return row, words("load.cannot", reason=translated(error.sentence, words))
    if isinstance(error, BadParameter):
        known = words.sentences.get(f"load.wrong.{error.parameter}")
        reason = error.reason(words)
        said = f"{error.parameter}: {reason}"
        return row, known.format(reason=reason) if known else words("load.wrong.other", reason=said)
    reference = f" {words('reference', reference=row.reference)}" if row.reference else ""
    return row, f"{row.sentence(words.language)}{reference}"


def routes(city: City, uploads: Uploads, reception: FileReceiver | None, body_limit: int) -> Blueprint:
    """POST /uploads begins, /uploads/KEY/pieces?offset=, /review, /load and /abandon go on. The gate lets only those
    pass who may write."""
    part, page = Blueprint("uploads", __name__, url_prefix=UPLOADS), UploadPage(city, uploads, reception, body_limit)

    def add(name: str, address: str, ask: Callable[..., Response]) -> None:
        def view(**of_path: str) -> Response:
            try:
                return ask(**of_path)
            except Exception as error:
                words = page.words()
                row, said = refused(error, words)
                return answer(row.as_json(words.language) | {"sentence": said}, row.status)

        part.add_url_rule(address, name, view, methods=["POST"])

    add("begin", "", page.begin)
    for ask in (page.pieces, page.review, page.load, page.abandon):
        add(ask.__name__, f"/<key>/{ask.__name__}", ask)
    return part
