"""What the person or program behind a request may see: the one place where a scope is given to a request."""

from queries.values import WHOLE_CITY, Scope


def request_scope() -> Scope:
    """The scope of whoever asks at present. For now everybody may see everything but personal data."""
    return WHOLE_CITY
