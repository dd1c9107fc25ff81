"""The OpenAPI 3.1 document of an application, generated from the descriptions of its routes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from flask import Flask
from pydantic import TypeAdapter
from werkzeug.routing import Rule

from dashboard.api.description.operation import JSON, Operation, Reply, RequestParameter, Types, operation_of

Json = dict[str, Any]
REFERENCE = "#/components/schemas/{model}"
CONVERTED = {"int": int, "float": float}
VARIABLE = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
READING = frozenset({"HEAD", "OPTIONS"})
INFO = {
    "title": "yiping",
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "description": "What sources deliver to a city, and every number that its screens show. Instants are ISO 8601; "
    "without an offset they are read in the city's zone (in a delivery: in the zone of the source). A number that "
    "cannot be had is null with a status, never 0.",
}
TAGS = {
    "deliveries": "With the key of a source, from `yiping source add`.",
    "questions": "Numbers, and what they are made of.",
    "open311": "Cases as Open311 GeoReport v2, to read: for programs that know that standard.",
    "map": "What the map shows, for a screen.",
    "state": "How fresh the data are and whether the server is well.",
    "commands": "The command line beside a running server; with the key of the server's own file, on this machine.",
}
SECURITY = {
    "sourceKey": "The key of a source, from `yiping source add`; it decides which source delivers.",
    "accessToken": "YIPING_TOKEN, when one is set; without one only this machine may ask. Browsers open "
    "/enter?token=… once instead.",
    "commandKey": "The key in server.json of the city's folder, which changes with every start.",
}


@dataclass(frozen=True)
class Route:
    """A described route, by method and path as OpenAPI writes it."""

    method: str
    path: str
    operation: Operation


def routes_of(flask: Flask) -> list[Route]:
    """The described routes by path and method, parameters of the path added to those of the query."""
    found = []
    for rule in flask.url_map.iter_rules():
        operation = operation_of(flask.view_functions[rule.endpoint])
        if operation:
            path, parameters = VARIABLE.sub(r"{\2}", rule.rule), _path_parameters(rule, operation)
            whole = Operation(**{**vars(operation), "parameters": parameters})
            found += [Route(method.lower(), path, whole) for method in (rule.methods or set()) - READING]
    return sorted(found, key=lambda route: (route.path, route.method))


def document(flask: Flask) -> Json:
    """The whole document of the routes of an application."""
    return _Document(routes_of(flask)).written()


def _path_parameters(rule: Rule, operation: Operation) -> tuple[RequestParameter, ...]:
    known = {one.name: one for one in operation.parameters if one.place == "path"}
    variables = [
        known.get(name) or RequestParameter(name, CONVERTED.get(converter, str), required=True, place="path")
        for converter, name in VARIABLE.findall(rule.rule)
    ]
    return (*variables, *(one for one in operation.parameters if one.place == "query"))


class _Document:
    """Components are shared: parameters that several routes have, replies with a name, models."""

    def __init__(self, routes: list[Route]) -> None:
        self._routes = routes
        times = Counter(parameter for route in routes for parameter in route.operation.parameters)
        by_name: dict[str, set[RequestParameter]] = {}
        for parameter in times:
            by_name.setdefault(parameter.name, set()).add(parameter)
        self._shared = {one for one, n in times.items() if n > 1 and len(by_name[one.name]) == 1}
        self._schemas, self._models = self._all_schemas()

    def written(self) -> Json:
        """The document as JSON can write it."""
        paths: dict[str, Json] = {}
        for route in self._routes:
            paths.setdefault(route.path, {})[route.method] = self._operation(route.operation)
        return {
            "openapi": "3.1.0",
            "info": {**INFO, "version": version("yiping")},
            "security": [{}, {"accessToken": []}],
            "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
            "paths": paths,
            "components": {
                "securitySchemes": {
                    name: {"type": "http", "scheme": "bearer", "description": text} for name, text in SECURITY.items()
                },
                "parameters": {one.name: self._parameter(one) for one in sorted(self._shared, key=lambda p: p.name)},
                "responses": {reply.name: self._reply(reply) for reply in self._named_replies()},
                "schemas": self._models,
            },
        }

    def _types(self) -> Iterator[tuple[str, Any]]:
        """Every type that the document needs a schema of, with the side from which it is seen."""
        for route in self._routes:
            operation = route.operation
            yield from (("validation", one.type) for one in operation.parameters)
            yield from (("validation", one) for one in (operation.body.types.values() if operation.body else ()))
            for reply in operation.replies.values():
                yield from (("serialization", one) for one in reply.types.values())
                yield from (("serialization", kind) for _, kind in reply.headers.values())

    def _all_schemas(self) -> tuple[dict[tuple[str, str], Json], Json]:
        wanted = {(str(kind), mode): TypeAdapter(kind) for mode, kind in self._types()}
        inputs: Any = [(name, mode, adapter) for (name, mode), adapter in wanted.items()]
        schemas, definitions = TypeAdapter.json_schemas(inputs, ref_template=REFERENCE)
        return {(name, mode): _plain(found) for (name, mode), found in schemas.items()}, {
            name: _plain(found) for name, found in sorted(definitions.get("$defs", {}).items())
        }

    def _schema(self, mode: str, kind: Any) -> Json:
        return self._schemas[(str(kind), mode)]

    def _operation(self, operation: Operation) -> Json:
        written: Json = {"tags": [operation.tag], "summary": operation.summary, "description": operation.description}
        if operation.security is not None:
            written["security"] = [{name: []} for name in operation.security]
        written["parameters"] = [
            {"$ref": f"#/components/parameters/{one.name}"} if one in self._shared else self._parameter(one)
            for one in operation.parameters
        ]
        if operation.body:
            content = self._content("validation", operation.body.types)
            if operation.body.example is not None:
                content[JSON]["example"] = operation.body.example
            written["requestBody"] = {"required": True, "content": content}
        written["responses"] = {
            str(status): {"$ref": f"#/components/responses/{reply.name}"} if reply.name else self._reply(reply)
            for status, reply in sorted(operation.replies.items())
        }
        return written

    def _parameter(self, parameter: RequestParameter) -> Json:
        about: Json = {"name": parameter.name, "in": parameter.place}
        if parameter.description:
            about["description"] = parameter.description
        if parameter.required:
            about["required"] = True
        return {**about, "schema": self._schema("validation", parameter.type)}

    def _reply(self, reply: Reply) -> Json:
        written: Json = {"description": reply.description}
        if reply.headers:
            written["headers"] = {
                name: {"description": text, "schema": self._schema("serialization", kind)}
                for name, (text, kind) in reply.headers.items()
            }
        return {**written, "content": self._content("serialization", reply.types)}

    def _content(self, mode: str, types: Types) -> dict[str, Json]:
        return {media: {"schema": self._schema(mode, kind)} for media, kind in types.items()}

    def _named_replies(self) -> list[Reply]:
        replies = {r.name: r for route in self._routes for r in route.operation.replies.values() if r.name}
        return [replies[name] for name in sorted(replies)]


def _plain(schema: Any) -> Any:
    """A schema without titles derived from names and without defaults of null, which pydantic adds. A property that is
    called title or default stays."""
    if isinstance(schema, Mapping):
        stripped = {
            name: part
            for name, part in schema.items()
            if not (name == "title" and isinstance(part, str)) and not (name == "default" and part is None)
        }
        return {name: _plain(part) for name, part in stripped.items()}
    return [_plain(part) for part in schema] if isinstance(schema, list) else schema
