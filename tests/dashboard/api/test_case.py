"""The card of a case over HTTP."""

import pytest
from flask.testing import FlaskClient

from queries.city import City


@pytest.fixture
def case(city: City) -> tuple[str, str]:
    """Source and number of one case of the tiny city."""
    _, rows = city._runner.rows("SELECT source, source_id FROM city.events ORDER BY reported_at LIMIT 1", {})
    return rows[0][0], rows[0][1]


def test_a_card_tells_steps_and_place_in_the_language_of_the_screen(client: FlaskClient, case: tuple[str, str]) -> None:
    body = client.get("/api/v1/case", query_string={"source": case[0], "id": case[1], "search": "?lang=en"}).get_json()
    assert body["id"] == "/".join(case)
    assert body["steps"][0]["name"] == "reported"
    assert [step["at"] for step in body["steps"]] == sorted(step["at"] for step in body["steps"])
    assert body["versions"][0]["note"] == "First recorded"
    chinese = client.get(
        "/api/v1/case", query_string={"source": case[0], "id": case[1], "search": "?lang=zh"}
    ).get_json()
    assert chinese["steps"][0]["name"] == "上报"


def test_before_its_report_and_without_its_number_there_is_no_case(client: FlaskClient, case: tuple[str, str]) -> None:
    asked = {"source": case[0], "id": case[1]}
    assert client.get("/api/v1/case", query_string=asked | {"search": "?as_of=2001-01-01"}).status_code == 404
    assert client.get("/api/v1/case", query_string=asked | {"id": "nothing"}).status_code == 404
    assert client.get("/api/v1/case", query_string=asked | {"id": "' OR 1=1 --"}).status_code == 404
    assert client.get("/api/v1/case?source=hand").status_code == 400


def test_what_a_person_is_called_never_leaves(client: FlaskClient, city: City, case: tuple[str, str]) -> None:
    with city._context.store.write() as writing:
        writing.execute("UPDATE city.events SET text = '来电人：王小明 13812345678', title = '我叫王小明'")
    text = client.get("/api/v1/case", query_string={"source": case[0], "id": case[1]}).get_data(as_text=True)
    assert "王小明" not in text
    assert "13812345678" not in text


def test_what_is_related_is_asked_apart_and_never_says_who(
    client: FlaskClient, city: City, case: tuple[str, str]
) -> None:
    with city._context.store.write() as writing:
        writing.execute("UPDATE city.events SET person_ref = 'p1', title = '我叫王小明', matter_id = 'm1'")
    asked = {"source": case[0], "id": case[1], "search": "?lang=en"}
    answer = client.get("/api/v1/case/related", query_string=asked)
    groups = {group["relation"]: group for group in answer.get_json()["groups"]}
    assert groups["person"]["title"] == "Same person: 5"
    assert {row["title"] + row["place"] for row in groups["person"]["rows"]} == {""}
    assert len(groups["matter"]["rows"]) == groups["matter"]["n"] == 5
    assert "p1" not in answer.get_data(as_text=True)
    assert "王小明" not in answer.get_data(as_text=True)
    assert client.get("/api/v1/case/related", query_string=asked | {"id": "nothing"}).status_code == 404
    assert client.get("/api/v1/case/related?source=hand").status_code == 400


def test_a_version_names_its_delivery(client: FlaskClient, case: tuple[str, str]) -> None:
    body = client.get("/api/v1/case", query_string={"source": case[0], "id": case[1], "search": "?lang=en"}).get_json()
    assert body["versions"][0]["delivery"].startswith("Delivery ")
    assert "held until" not in body["versions"][0]["delivery"]
