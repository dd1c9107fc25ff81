"""Refusals as Open311 GeoReport v2 wants them: a list of codes and descriptions, in the format asked for."""

from __future__ import annotations

import json

from dashboard.errors import ErrorAnswer
from dashboard.web.spark_xml import xml_document

ADDRESS = "/open311/"
JSON, XML = "application/json", "text/xml"


def open311_error(row: ErrorAnswer, path: str, language: str) -> tuple[str, str]:
    """The body of a refusal at a path under ADDRESS, and its media type."""
    reference = f" ({row.reference})" if row.reference else ""
    errors = [{"code": row.status, "description": f"{row.sentence(language)}{reference}"}]
    if path.endswith(".xml"):
        return xml_document("errors", errors), XML
    return json.dumps(errors, ensure_ascii=False), JSON
