"""The query of the present request as texts by name."""

from flask import request

from dashboard.errors import BadParameter


def query_texts() -> dict[str, str]:
    """The parameters of this request; several conditions `where` are joined by semicolons. Raises BadParameter for
    another one that is given twice."""
    for name, values in request.args.lists():
        if len(values) > 1 and name != "where":
            raise BadParameter(name, "is given more than once")
    found = request.args.to_dict()
    return found | {"where": ";".join(request.args.getlist("where"))} if "where" in found else found
