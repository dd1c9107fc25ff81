"""The scope of a request: the one place that decides what the person or program behind it may see."""

from dashboard.access.request_visitor import request_visitor
from queries.values import Scope


def request_scope() -> Scope:
    """The scope of whoever asks at present; of what the program asks of its own accord, the whole city."""
    return request_visitor().scope
