"""The scope of a request: the one place that decides what the person or program behind it may see."""

from queries.values import WHOLE_CITY, Scope


def request_scope() -> Scope:
    """The scope of whoever asks at present. For now everybody may see everything but personal data."""
    return WHOLE_CITY
