"""GET requests of Open311: which cases, in which order and pages, and what is said of one."""

from typing import Any

import pytest
from flask.testing import FlaskClient

REQUESTS = "/open311/v2/requests.json"


def asked(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{REQUESTS}?{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()
    return found


def names(found: list[dict[str, Any]]) -> str:
    return "".join(request["service_request_id"].removeprefix("tiny/") for request in found)


def code_of(client: FlaskClient, name: str) -> str:
    services = client.get("/open311/v2/services.json").get_json()
    return str(next(one["service_code"] for one in services if one["service_name"] == name))


def test_a_request_says_what_may_be_known_of_a_case(client: FlaskClient) -> None:
    [found] = client.get("/open311/v2/requests/tiny/6.json?lang=en").get_json()
    assert found == {
        "service_request_id": "tiny/6",
        "status": "closed",
        "status_notes": "closed",
        "service_name": "Pothole",
        "service_code": code_of(client, "Pothole"),
        "description": None,
        "agency_responsible": None,
        "service_notice": None,
        "requested_datetime": "2011-07-31T23:30:00-04:00",
        "updated_datetime": "2011-08-01T00:30:00-04:00",
        "expected_datetime": "2011-08-02T13:00:00-04:00",
        "address": "E1 side, E side, Tiny",
        "address_id": "E1",
        "zipcode": None,
        "lat": 42.05,
        "long": -71.05,
        "media_url": None,
    }


def test_a_case_without_a_trusted_point_has_none(client: FlaskClient) -> None:
    [found] = client.get("/open311/v2/requests/tiny/5.json").get_json()
    assert (found["lat"], found["long"], found["address_id"]) == (None, None, "tiny")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", "654321"),  # ninety days before the clock of the city
        ("status=open", "43"),
        ("status=closed", "6521"),
        ("status=open,closed", "654321"),
        ("start_date=2011-07-03T12:00:00-04:00", "654"),  # that very moment too
        ("start_date=2011-07-02T00:00:00Z&end_date=2011-07-03T16:00:00Z", "43"),
        ("end_date=2011-07-02", "321"),  # a day is one of the city, to its end
        ("start_date=2011-07-03&end_date=2011-07-03", "54"),
        ("start_date=2012-01-01", ""),
        ("page_size=2", "65"),
        ("page_size=2&page=3", "21"),
        ("page_size=2&page=4", ""),
        ("service_request_id=tiny/2,tiny/4", "42"),
        ("service_request_id=tiny/4&service_request_id=tiny/2&status=open", "42"),  # overrides all other arguments
        ("service_request_id=tiny/2,nowhere/9,tiny", "2"),
        ("service_request_id=&status=&start_date=&page=&jurisdiction_id=tiny.gov", "654321"),
    ],
)
def test_the_requests_asked_for_the_newest_first(client: FlaskClient, query: str, numbers: str) -> None:
    assert names(asked(client, query)) == numbers


def test_requests_of_a_service(client: FlaskClient) -> None:
    pothole, graffiti = code_of(client, "Pothole"), code_of(client, "Graffiti")
    assert names(asked(client, f"service_code={pothole}")) == "654"
    assert names(asked(client, f"service_code={graffiti},{pothole}&status=closed")) == "6521"
    assert names(asked(client, f"service_code={graffiti}&service_code={pothole}&status=open")) == "4"


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("start_date=2011-01-01T00:00:00Z&end_date=2011-04-01T00:00:01Z", "90 days"),
        ("start_date=2011-07-02&end_date=2011-07-01", "before"),
        ("start_date=July", "start_date"),
        ("status=late", "open or closed"),
        ("service_code=007", "services.json"),
        ("page=0", "page"),
        ("page_size=1001", "page_size"),
        ("page=1&page=2", "more than once"),
        ("updated_after=2011-07-01", "updated_after"),
        ("service_request_id=" + ",".join(f"tiny/{number}" for number in range(1001)), "1000"),
    ],
)
def test_what_cannot_be_answered_is_refused_and_says_why(client: FlaskClient, query: str, word: str) -> None:
    answer = client.get(f"{REQUESTS}?{query}&lang=en")
    [error] = answer.get_json()
    assert (answer.status_code, error["code"]) == (400, 400)
    assert word in error["description"]


def test_ninety_days_may_be_asked_for(client: FlaskClient) -> None:
    assert names(asked(client, "start_date=2011-05-03T12:00:00Z&end_date=2011-08-01T12:00:00Z")) == "654321"
