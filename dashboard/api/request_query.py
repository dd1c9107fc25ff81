"""The query of the present request as texts by name."""

from flask import request

from dashboard.errors import wrong_parameter
from dashboard.view.parsers import refuse_others


def query_texts() -> dict[str, str]:
    """The parameters of this request; several conditions `where` are joined by semicolons. Raises BadParameter for
    another one that is given twice."""
    for name, values in request.args.lists():
        if len(values) > 1 and name != "where":
            raise wrong_parameter(name, "twice")
    found = request.args.to_dict()
    return found | {"where": ";".join(request.args.getlist("where"))} if "where" in found else found


def known_texts(*names: str) -> dict[str, str]:
    """The same, of a route with these parameters. Raises BadParameter for any other."""
    given = query_texts()
    refuse_others(given, names)
    return given
