"""Errors of the store, of loading and of questions. Every message is one sentence for the person who asked."""

from __future__ import annotations

from pathlib import Path

from geodata.sentence import Sentence


class QueryError(Exception):
    """Anything that this floor refuses; the message is plain English and may be shown to a user."""


class StoreBusy(QueryError):  # noqa: N818 - named as people say it
    """Another process has the city's store open; DuckDB lets one process own the file, even to read it."""


class StoreDamaged(QueryError):  # noqa: N818
    """The store cannot be opened or does not agree with what was accepted; `yiping rebuild` makes it again."""


class StoreStopped(QueryError):  # noqa: N818
    """The database has closed itself: no memory or disk was left for a checkpoint or commit. Nothing says that its file
    is damaged: it is opened again, not made again."""


class DiskRefuses(QueryError):  # noqa: N818
    """The disk of the city takes nothing: it is read-only or full, or the file belongs to somebody else. What is stored
    is whole and can be read."""


class StoreClosed(QueryError):  # noqa: N818
    """The store was closed before the question was asked."""


class LandingDamaged(QueryError):  # noqa: N818
    """An accepted file in landing/ is missing or no longer has the checksum under which it was accepted."""


class FileRefused(QueryError):  # noqa: N818
    """A whole file is not what it claims to be; nothing of it was loaded."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InputSetAside(FileRefused):
    """Reading this file has ended the program before; it is not read again."""

    def __init__(self, file: str, deaths: int) -> None:
        text = (
            f"{file} is set aside and not read again: the program ended {deaths} times while reading it. "
            "`yiping load --again` tries once more."
        )
        super().__init__(Sentence("set_aside", text, file=file, deaths=deaths))


class SealRefused(QueryError):  # noqa: N818
    """What was sealed cannot be opened, or nothing can be sealed: the key is missing, another one, or misplaced."""


class MappingRefused(QueryError):  # noqa: N818
    """A mapping file or a source's mapping names something that does not exist."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class DictionaryError(QueryError):
    """The KPI dictionary is wrong: in which file, at which key, and why."""

    def __init__(self, file: object, key: str, why: str) -> None:
        self.file, self.key, self.why = str(file), key, why
        super().__init__(f"{file}: [{key}] {why}." if key else f"{file}: {why}.")


class RulesError(QueryError):
    """The rules of alarms are wrong: in which file, at which key, and why."""

    def __init__(self, file: object, key: str, why: str) -> None:
        self.file, self.key, self.why = str(file), key, why
        super().__init__(f"{file}: [{key}] {why}." if key else f"{file}: {why}.")


class UnknownMetric(QueryError):  # noqa: N818
    """No KPI has this key."""

    def __init__(self, key: str, known: tuple[str, ...]) -> None:
        self.key, self.known = key, known
        super().__init__(f"There is no KPI {key!r}; known are {', '.join(known)}.")


class UnknownDenominator(QueryError):  # noqa: N818
    """The KPI has no alternative of this name."""

    def __init__(self, key: str, name: str, known: tuple[str, ...]) -> None:
        self.key, self.name, self.known = key, name, known
        others = f"it has {', '.join(known)}" if known else "it has none"
        super().__init__(f"The KPI {key!r} has no denominator {name!r}; {others}.")


class QuestionRefused(QueryError):  # noqa: N818
    """The question contradicts itself: a period that ends before it starts, an instant without zone. key: the word for
    why; values: what its sentence in another language names, nothing that the asker wrote freely."""

    def __init__(self, key: str, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.key, self.values = key, values


class ActRefused(QueryError):  # noqa: N818
    """What somebody wants to keep lacks something, is too long, or there is no room for it. key: the word for why."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


class ErasureRefused(QueryError):  # noqa: N818
    """What somebody wants to be erased cannot be told, or not be taken out where it lies. key: the word for why."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


class TooSlow(QueryError):  # noqa: N818
    """The question took longer than its time limit and was stopped; nothing is wrong with the data."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"The question was stopped after {seconds:g} s; ask for a shorter period or a smaller area.")


class ClusteringFailed(QueryError):  # noqa: N818
    """Texts could not be compared; what was found before stands."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Texts were not compared: {reason}.")


class NoPlace(QueryError):  # noqa: N818
    """So many or so large questions are being answered that there is no time or memory left for this one."""

    def __init__(self) -> None:
        super().__init__("Too many questions are being answered at the moment; ask again in a few seconds.")


class IntakeFull(QueryError):  # noqa: N818 - named as people say it
    """The delivery could not be written down; nothing of it was accepted, send it again later."""


class TooManyCells(QueryError):  # noqa: N818 - named as people say it
    """A delivery has so many columns, most of them empty in most rows, that it would fill the memory."""

    def __init__(self, rows: int, columns: int, limit: int) -> None:
        self.rows, self.columns, self.limit = rows, columns, limit
        super().__init__(f"{rows:,} rows with {columns:,} columns are more than {limit:,} cells, which is the limit.")


class ScopeNotEnforced(QueryError):  # noqa: N818
    """The asker may see only a part of the city, and this answer cannot be limited to it: nothing is answered."""

    def __init__(self, scope: object) -> None:
        self.scope = scope
        super().__init__("This is known of the whole city only, of which you may see a part.")


class PersonsMasked(QueryError):  # noqa: N818
    """The asker may not see personal data in clear."""

    def __init__(self) -> None:
        super().__init__("Personal data stay masked for you; ask whoever gives rights in your city.")


class OutsideScope(QueryError):  # noqa: N818
    """The asker may see nothing of the area."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"You may not see {name}; ask the operator, or go to an area of yours.")


def no_file(path: Path) -> FileRefused:
    """The refusal where no file stands at `path`."""
    if path.is_dir():
        return FileRefused(Sentence("is_folder", f"{path.name} is a folder; name a file in it.", file=path.name))
    text = f"There is no file {path.name}; look for its folder and its name."
    return FileRefused(Sentence("no_file", text, file=path.name))
