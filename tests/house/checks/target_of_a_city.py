"""A KPI of the city has the target, and says whether it is met."""

from tests.house.tiny_application import tiny_application

with tiny_application() as (_, client):
    answer = client.get("/api/v1/kpi?key=closed_on_time").get_json()
    assert answer["target"]["value"] == 0.95, answer
    assert answer["target"]["direction"] == "at_least", answer
