"""Where one request ends and the next begins is never told in two ways (request smuggling)."""

import pytest
from waitress.adjustments import Adjustments
from waitress.utilities import RequestEntityTooLarge

from dashboard.web.waitress_parser import AskingParser

HEAD = b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\n"


def parsed(request: bytes) -> tuple[AskingParser, int]:
    parser = AskingParser(Adjustments(), lambda _: None, RequestEntityTooLarge("too much"))
    taken = 0
    while taken < len(request) and not parser.completed:
        taken += parser.received(request[taken:])
    return parser, taken


def test_pieces_decide_where_a_length_is_stated_as_well() -> None:
    body = b"5\r\nabcde\r\n0\r\n\r\n"
    request = HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    parser, taken = parsed(request + b"GET /next HTTP/1.1\r\n\r\n")
    assert parser.get_body_stream().read() == b"abcde"
    assert taken == len(request)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        (b"Transfer-Encoding: gzip\r\n\r\n", 501),
        (b"Transfer-Encoding: chunked, identity\r\n\r\n", 501),
        (b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", 400),
        (b"Content-Length: +3\r\n\r\nabc", 400),
        (b"Content-Length : 3\r\n\r\nabc", 400),
        (b"Transfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n", 400),
        (b"X-A: b\n\r\n\r\n", 400),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(headers: bytes, code: int) -> None:
    parser, _ = parsed(HEAD + headers)
    assert parser.error is not None
    assert parser.error.code == code
