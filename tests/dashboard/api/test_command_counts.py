"""The operator can see how often the store was asked; nobody else can."""

from queries.city import City
from tests.dashboard.api.conftest import Open


def test_only_the_key_of_this_server_may_see_the_counts(visit: Open, city: City) -> None:
    client = visit(key="secret")
    assert client.post("/api/v1/commands/counts").status_code == 403
    headers = {"Authorization": "Bearer secret"}
    before = client.post("/api/v1/commands/counts", headers=headers).get_json()
    assert set(before) == {"asked", "data_version", "report_version"}
    client.get("/api/v1/kpi?key=reported", headers=headers)
    after = client.post("/api/v1/commands/counts", headers=headers).get_json()
    assert (after["asked"] > before["asked"], after["data_version"]) == (True, city._context.store.data_version)
