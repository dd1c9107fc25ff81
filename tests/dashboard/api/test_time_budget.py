"""The time budget of a request ends with it."""

from flask.testing import FlaskClient

from queries.budget.time_budget import present_budget


def test_what_comes_after_a_request_in_the_same_thread_has_its_own_time(client: FlaskClient) -> None:
    assert client.get("/api/v1/kpi?key=reported").status_code == 200
    assert present_budget(3600).seconds == 3600
    assert client.get("/api/v1/kpi?key=nothing").status_code == 404
    assert present_budget(3600).seconds == 3600
