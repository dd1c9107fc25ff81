"""The search box over HTTP."""

import pytest
from flask.testing import FlaskClient

from queries.city import City


def found(client: FlaskClient, query: str, **others: str) -> dict[str, list[dict[str, str]]]:
    body = client.get("/api/v1/search", query_string={"q": query, **others}).get_json()
    return {group["key"]: group["results"] for group in body["groups"]}


def test_an_area_comes_with_its_path_and_the_address_that_goes_there(reader: FlaskClient, read_city: City) -> None:
    area = read_city.tree.by_id(len(read_city.tree))
    [row] = [one for one in found(reader, area.code)["areas"] if one["code"] == area.code]
    assert row["name"] == area.name
    assert row["path"] == " › ".join(above.name for above in read_city.tree.ancestors(area)[1:])
    assert row["href"] == f"/?area={area.code}"
    assert found(reader, area.name.upper())["areas"]


def test_the_address_keeps_what_the_screen_shows(reader: FlaskClient, read_city: City) -> None:
    area = read_city.tree.by_id(2)
    [row] = found(reader, area.code, path="/", search="?period=all&lang=en&case=a/1")["areas"][:1]
    assert row["href"] == f"/?area={area.code}&period=all&lang=en"


def test_a_case_is_found_by_its_number_and_nothing_personal_is_told(client: FlaskClient, city: City) -> None:
    with city._context.store.write() as writing:
        writing.execute("UPDATE city.events SET title = '我叫王小明 13812345678'")
    _, rows = city._runner.rows("SELECT source, source_id FROM city.events ORDER BY source_id LIMIT 1", {})
    source, number = rows[0]
    for query in (number, f"{source}/{number}"):
        [case] = [one for one in found(client, query)["cases"] if one["code"] == f"{source}/{number}"]
        assert case["href"] == f"/?case={source}/{number}"
        assert "王小明" not in str(case)
        assert "13812345678" not in str(case)
    assert "cases" not in found(client, number, search="?as_of=2001-01-01")


@pytest.mark.parametrize("query", ["", "   ", "'; DROP TABLE city.events --", "%", "\x00", "1" * 5000])
def test_what_makes_no_sense_finds_nothing(reader: FlaskClient, query: str) -> None:
    assert found(reader, query) == {}


def test_at_most_twelve(reader: FlaskClient, read_city: City) -> None:
    assert sum(len(rows) for rows in found(reader, read_city.tree.root.code[:1]).values()) <= 12
