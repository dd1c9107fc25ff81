"""The new KPI answers over HTTP, has its cases, and stands in the dictionary."""

from tests.house.tiny_application import tiny_application

with tiny_application() as (city, client):
    answer = client.get("/api/v1/kpi?key=noise_reported").get_json()
    rows = client.get("/api/v1/cases?key=noise_reported").get_data(as_text=True).splitlines()
    assert answer["value"] == answer["n"] == len(rows) - 1, answer
    assert any(metric["key"] == "noise_reported" for metric in client.get("/api/v1/kpis").get_json()["kpis"])
