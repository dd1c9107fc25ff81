"""The XML of Open311 says what the JSON says, in the elements of the standard; errors have its form in both."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.web.spark_xml import MEMBER, xml_document
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.six_cases.files import ROWS, write_cases
from tests.dashboard.api.checked_client import checked
from tests.dashboard.api.conftest import NOW

# As published, but for the numbers that no JSON reader takes: 001.
PUBLISHED_DEFINITION = """<?xml version="1.0" encoding="utf-8"?>
<service_definition>
    <service_code>DMV66</service_code>
    <attributes>
        <attribute>
            <variable>true</variable>
            <code>WHISHETN</code>
            <datatype>singlevaluelist</datatype>
            <required>true</required>
            <datatype_description></datatype_description>
            <order>1</order>
            <description>What is the ticket/tag/DL number?</description>
            <values>
                <value>
                    <key>123</key>
                    <name>Ford</name>
                </value>
                <value>
                    <key>124</key>
                    <name>Chrysler</name>
                </value>
            </values>
        </attribute>
    </attributes>
</service_definition>"""
PUBLISHED_AS_JSON = {
    "service_code": "DMV66",
    "attributes": [
        {
            "variable": True,
            "code": "WHISHETN",
            "datatype": "singlevaluelist",
            "required": True,
            "datatype_description": None,
            "order": 1,
            "description": "What is the ticket/tag/DL number?",
            "values": [{"key": 123, "name": "Ford"}, {"key": 124, "name": "Chrysler"}],
        }
    ],
}
PUBLISHED_FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url",
]  # fmt: skip
ADDRESSES = {
    "services": "services", "requests": "service_requests", "requests/tiny/1": "service_requests",
    "discovery": "discovery", "services/{code}": "service_definition",
}  # fmt: skip


def as_plain(element: ET.Element) -> Any:
    """What an element says, every value as its text; None where it is empty."""
    if element.tag in MEMBER:
        return [as_plain(part) for part in element]
    return {part.tag: as_plain(part) for part in element} if len(element) else element.text


def as_text(value: Any) -> Any:
    """The same of a value of JSON."""
    if isinstance(value, dict):
        return {name: as_text(part) for name, part in value.items()}
    if isinstance(value, list):
        return [as_text(part) for part in value]
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


def test_the_published_example_is_written_as_published() -> None:
    ours = ET.canonicalize(xml_document("service_definition", PUBLISHED_AS_JSON), strip_text=True)
    assert ours == ET.canonicalize(PUBLISHED_DEFINITION, strip_text=True)


@pytest.mark.parametrize("path", ADDRESSES)
def test_both_formats_say_the_same(client: FlaskClient, path: str) -> None:
    code = client.get("/open311/v2/services.json").get_json()[0]["service_code"]
    address = f"/open311/v2/{path.format(code=code)}"
    in_json, in_xml = client.get(f"{address}.json"), client.get(f"{address}.xml")
    assert in_json.content_type == "application/json; charset=utf-8"
    assert in_xml.content_type == "text/xml; charset=utf-8"
    assert in_xml.text.startswith('<?xml version="1.0" encoding="utf-8"?>')
    root = ET.fromstring(in_xml.text)  # noqa: S314
    assert root.tag == ADDRESSES[path]
    assert (as_plain(root) or {}) == as_text(in_json.get_json())


def test_the_fields_of_a_request_are_those_of_the_standard(client: FlaskClient) -> None:
    for request in client.get("/open311/v2/requests.json").get_json():
        assert list(request) == PUBLISHED_FIELDS


def test_discovery_leads_to_the_interface(client: FlaskClient) -> None:
    for address in ("/open311/discovery.json", "/open311/v2/discovery.json"):
        [endpoint] = client.get(address).get_json()["endpoints"]
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert client.get(f"{endpoint['url']}/services.json").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "requests", 400),
        ("GET", "requests/tiny/99", 404),
        ("GET", "services/007", 404),
        ("GET", "tokens/1", 404),
        ("POST", "requests", 405),
    ],
)
def test_errors_have_the_form_of_the_standard_in_both_formats(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    in_json = client.open(f"/open311/v2/{path}.json?status=late", method=method)
    in_xml = client.open(f"/open311/v2/{path}.xml?status=late", method=method)
    assert (in_json.status_code, in_xml.status_code, in_xml.mimetype) == (status, status, "text/xml")
    [error] = in_json.get_json()
    assert error["code"] == status
    assert error["description"]
    assert as_plain(ET.fromstring(in_xml.text)) == [as_text(error)]  # noqa: S314


def test_the_gate_refuses_in_both_formats_too(city: City) -> None:
    locked = checked(create_app(Settings(token="open sesame"), city).server)  # type: ignore[arg-type]  # noqa: S106
    for path in ("discovery", "v2/discovery", "v2/services", "v2/services/1", "v2/requests", "v2/requests/tiny/1"):
        assert locked.get(f"/open311/{path}.json").get_json()[0]["code"] == 403
        in_xml = locked.get(f"/open311/{path}.xml")
        assert ET.fromstring(in_xml.text).findtext("error/code") == "403"  # noqa: S314
    right = {"Authorization": "Bearer open sesame"}
    assert locked.get("/open311/v2/services.json", headers=right).status_code == 200


def test_what_people_wrote_arrives_whole_and_masked(tmp_path: Path) -> None:
    odd = "<b>\x01 & 13987654321"
    with build_city(tmp_path / "odd", "six_cases", cases=(), clock=NOW) as city:
        row = ROWS[0].replace("1,", '"7 & <8>, 9",', 1).replace("Graffiti", odd)
        city.acts.load(write_cases(tmp_path / "odd.csv", row))
        client = checked(create_app(Settings(token=None), city).server)
        [found] = client.get("/open311/v2/requests.json").get_json()
        root = ET.fromstring(client.get("/open311/v2/requests.xml").text)  # noqa: S314
        assert found["service_request_id"] == root.findtext("request/service_request_id") == "tiny/7 & <8>, 9"
        assert found["service_name"].replace("\x01", "\ufffd") == root.findtext("request/service_name")
        assert "13987654321" not in found["service_name"]
        asked = {"service_request_id": "tiny/7 & <8>, 9"}
        assert client.get("/open311/v2/requests.json", query_string=asked).get_json() == [found]
