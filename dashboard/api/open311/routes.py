"""GET services, a service definition, requests, a request and discovery of Open311 GeoReport v2, as JSON and XML.

What the standard lets clients write (POST requests, tokens) does not exist here: cases come by deliveries.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from dashboard.access.request_scope import request_scope
from dashboard.api.description.operation import describe
from dashboard.api.json_answers import dumps
from dashboard.api.open311 import operations
from dashboard.api.open311.discovery import discovery
from dashboard.api.open311.requests import asked_requests, named, named_requests, request_row
from dashboard.api.open311.services import service, service_code
from dashboard.errors import NotFound
from dashboard.web.error_pages import asked_language
from dashboard.web.open311_errors import ADDRESS, JSON, XML
from dashboard.web.spark_xml import xml_document
from dashboard.words.catalogue import Catalogue, catalogue
from queries.city import City
from queries.values import CaseKind, NamedRequests, ServiceRequest

VERSION = "v2"
FORMAT = "<any(json,xml):format>"


class Open311:
    """The requests of Open311, answered of one city at its present moment."""

    def __init__(self, city: City) -> None:
        self._city, self._zone = city, city.profile.time_zone

    def services(self) -> list[dict[str, Any]]:
        """All services."""
        return [service(kind, self._words()) for kind in self._kinds().values()]

    def definition(self, code: str) -> dict[str, Any]:
        """The definition of one. Raises NotFound."""
        if code not in self._kinds():
            raise NotFound("There is no service of this code.")
        return {"service_code": code, "attributes": []}

    def requests(self) -> list[dict[str, Any]]:
        """Those that the present request asks for."""
        given, as_of, scope = dict(request.args.lists()), self._city.sources.now(), request_scope()
        by_name = named_requests(given, as_of, scope)
        if by_name:
            return self._rows(self._city.cases.requests_named(by_name))
        kinds = self._kinds() if given.get("service_code") else {}
        return self._rows(self._city.cases.requests(asked_requests(given, as_of, self._zone, kinds, scope)))

    def request(self, request_id: str) -> list[dict[str, Any]]:
        """One, in a list. Raises NotFound."""
        asked = NamedRequests(self._city.sources.now(), (named(request_id),), scope=request_scope())
        found = self._rows(self._city.cases.requests_named(asked))
        if not found:
            raise NotFound("There is no request of this name.")
        return found

    def discovery(self) -> dict[str, Any]:
        """Where this interface lies."""
        loads = [one.last_load for one in self._city.sources.standings(scope=request_scope()) if one.last_load]
        changed = max(loads, default=self._city.sources.now())
        return discovery(
            self._city.profile, f"{request.url_root.rstrip('/')}{ADDRESS}{VERSION}", changed, self._words()
        )

    def _kinds(self) -> dict[str, CaseKind]:
        return {service_code(kind): kind for kind in self._city.cases.kinds(request_scope())}

    def _rows(self, found: list[ServiceRequest]) -> list[dict[str, Any]]:
        words = self._words()
        return [request_row(one, self._city.tree, self._zone, words) for one in found]

    def _words(self) -> Catalogue:
        language = asked_language(self._city.profile.language)
        return catalogue("en" if language == "en" else "zh-CN")


def written(name: str, value: Any, format: str) -> Response:
    """An answer in the format asked for. name: of its outermost element in XML."""
    if format == "xml":
        return Response(xml_document(name, value), content_type=f"{XML}; charset=utf-8")
    return Response(dumps(value) + "\n", content_type=f"{JSON}; charset=utf-8")


def routes(city: City) -> Blueprint:
    """The addresses under /open311/v2/, and discovery above it too, where clients of several versions look for it."""
    part = Blueprint("open311", __name__, url_prefix=ADDRESS.rstrip("/"))
    answers = Open311(city)

    @part.get(f"/discovery.{FORMAT}")
    @part.get(f"/{VERSION}/discovery.{FORMAT}")
    @describe(operations.DISCOVERY)
    def discovered(format: str) -> Response:
        return written("discovery", answers.discovery(), format)

    @part.get(f"/{VERSION}/services.{FORMAT}")
    @describe(operations.SERVICES)
    def services(format: str) -> Response:
        return written("services", answers.services(), format)

    @part.get(f"/{VERSION}/services/<service_code>.{FORMAT}")
    @describe(operations.DEFINITION)
    def definition(service_code: str, format: str) -> Response:
        return written("service_definition", answers.definition(service_code), format)

    @part.get(f"/{VERSION}/requests.{FORMAT}")
    @describe(operations.REQUESTS)
    def requests(format: str) -> Response:
        return written("service_requests", answers.requests(), format)

    @part.get(f"/{VERSION}/requests/<path:request_id>.{FORMAT}")
    @describe(operations.REQUEST)
    def one_request(request_id: str, format: str) -> Response:
        return written("service_requests", answers.request(request_id), format)

    return part
