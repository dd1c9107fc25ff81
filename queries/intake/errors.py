"""What can go wrong between a delivery and its safe place on the disk."""

from queries.errors import QueryError


class IntakeFull(QueryError):  # noqa: N818 - named as people say it
    """The delivery could not be written down; nothing of it was accepted, send it again later."""
