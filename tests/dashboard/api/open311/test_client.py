"""A client of the package index, georeport, reads a city of ours as it reads Boston or Chicago."""

from collections.abc import Iterator
from typing import Literal

import pytest
import requests
from georeport import GeoReport

from queries.city import City
from tests.browser.conftest import Server

Format = Literal["json", "xml"]


@pytest.fixture(scope="module")
def server(city: City) -> Iterator[Server]:
    started = Server(city).start()
    yield started
    started.stop()


@pytest.fixture(params=["json", "xml"])
def georeport(server: Server, request: pytest.FixtureRequest) -> GeoReport:
    return GeoReport(f"{server.address}/open311/v2/", jurisdiction="tiny.gov", output_format=request.param)


def test_the_client_reads_services_and_requests(georeport: GeoReport) -> None:
    services = {service["service_name"]: service["service_code"] for service in georeport.get_service_list()}
    assert set(services) == {"Graffiti", "Pothole", "=SUM(A1)"}
    potholes = georeport.get_service_requests(
        service_code=services["Pothole"], start_date="2011-07-01T00:00:00Z", end_date="2011-08-01T23:59:59Z"
    )
    assert [one["service_request_id"] for one in potholes] == ["tiny/6", "tiny/5", "tiny/4"]
    still_open = georeport.get_service_requests(status="open")
    assert [one["service_request_id"] for one in still_open] == ["tiny/4", "tiny/3"]
    assert georeport.get_service_requests(service_request_id="tiny/1,tiny/2")[1]["status"] == "closed"
    one = georeport.get_service_request("tiny/4")
    assert one["service_name"] == "Pothole"
    assert (float(one["lat"]), float(one["long"])) == (42.15, -71.05)
    assert georeport.get_service_definition(services["Pothole"])["service_code"] == services["Pothole"]


def test_the_client_is_told_of_errors(georeport: GeoReport) -> None:
    with pytest.raises(requests.HTTPError) as refused:
        georeport.get_service_definition("007")
    assert refused.value.response is not None
    assert refused.value.response.status_code == 404
