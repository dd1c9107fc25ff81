"""The briefing of the recipe is listed, and its document has the figures and tables that its table names."""

from tests.house.tiny_application import tiny_application

with tiny_application() as (_, client):
    listed = client.get("/api/v1/briefings").get_json()["briefings"]
    assert [one["key"] for one in listed][:2] == ["daily", "night"], listed
    document = client.get("/api/v1/briefings/night?lang=en").get_json()
    assert document["title"] == "Report of the night shift", document
    assert [one["kpi"] for one in document["figures"]] == ["reported", "overdue_open"], document["figures"]
    assert [one["key"] for one in document["tables"]] == ["areas", "channel", "alarms"], document["tables"]
