"""Errors of the store, of loading and of questions. Every message is one sentence for the person who asked."""


class QueryError(Exception):
    """Anything that this floor refuses; the message is plain English and may be shown to a user."""


class StoreBusy(QueryError):  # noqa: N818 - named as people say it
    """Another process has the city's store open; DuckDB lets one process own the file, even to read it."""


class StoreDamaged(QueryError):  # noqa: N818
    """The store cannot be opened or does not agree with what was accepted; `yiping rebuild` makes it again."""


class StoreClosed(QueryError):  # noqa: N818
    """The store was closed before the question was asked."""


class LandingDamaged(QueryError):  # noqa: N818
    """An accepted file in landing/ is missing or no longer has the checksum under which it was accepted."""


class FileRefused(QueryError):  # noqa: N818
    """A whole file is not what it claims to be; nothing of it was loaded."""


class MappingRefused(QueryError):  # noqa: N818
    """A mapping file or a source's mapping names something that does not exist."""
