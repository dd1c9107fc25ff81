"""Sources over HTTP: how they stand, and what was refused, safe to open in a spreadsheet."""

import csv
import io
from pathlib import Path

from flask.testing import FlaskClient

from queries.city import City
from tests.cities.six_cases.files import ROWS, write_cases

BAD = (
    "80,yesterday,2011-08-09 11:00:00,,Open,=HYPERLINK(1),,42.15,-71.15,App",
    "=2+3,,2011-08-09 11:00:00,,Open,13812345678 jane@example.com,,42.15,-71.15,App",
)


def deliver_bad_rows(city: City, folder: Path) -> None:
    summary = city.acts.load(write_cases(folder / "bad.csv", *BAD, ROWS[0].replace("1,", "81,", 1)), source="=app")
    assert (summary.refused, summary.loaded) == (2, 1)


def test_every_source_says_how_it_stands(client: FlaskClient, city: City) -> None:
    body = client.get("/api/v1/sources").get_json()
    assert set(body) == {"as_of", "freshness", "sources"}
    (source,) = body["sources"]
    assert {"name", "kind", "title_en", "cadence_s", "watermark", "last_load", "lag_s", "rows", "refused", "status",
            "late_since"} <= set(source)  # fmt: skip
    assert (source["kind"], source["rows"], source["refused"]) == ("events", 6, 0)
    assert source["watermark"].endswith("-04:00"), "the city's offset"
    assert body["as_of"] == "2011-08-01T08:00:00-04:00"


def test_refused_rows_come_with_their_reasons_and_no_cell_is_a_formula(
    client: FlaskClient, city: City, tmp_path: Path
) -> None:
    deliver_bad_rows(city, tmp_path)
    answer = client.get("/api/v1/sources/=app/refused.csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="_app-refused.csv"'
    header, *rows = csv.reader(io.StringIO(answer.text))
    assert header == ["recorded_at", "file", "line", "reason", "raw"]
    assert [row[2] for row in rows] == ["2", "3"]
    assert all(row[3] for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_newest_deliveries_are_listed_with_what_became_of_their_rows(
    client: FlaskClient, city: City, tmp_path: Path
) -> None:
    deliver_bad_rows(city, tmp_path)
    assert city.acts.load(write_cases(tmp_path / "again.csv", ROWS[0].replace("1,", "81,", 1)), source="=app").duplicate
    header, *rows = csv.reader(io.StringIO(client.get("/api/v1/sources/=app/deliveries.csv").text))
    assert header == ["recorded_at", "file", "read", "loaded", "superseded", "duplicate", "refused"]
    assert [row[1:] for row in rows] == [["again.csv", "1", "0", "0", "1", "0"], ["bad.csv", "3", "1", "0", "0", "2"]]
    assert client.get("/api/v1/sources/nobody/deliveries.csv").status_code == 404


def test_refused_rows_show_nothing_personal(client: FlaskClient, city: City, tmp_path: Path) -> None:
    deliver_bad_rows(city, tmp_path)
    body = client.get("/api/v1/sources/=app/refused.csv").text
    assert "***" in body
    assert "13812345678" not in body
    assert "jane@example.com" not in body


def test_as_many_as_asked_for(client: FlaskClient, city: City, tmp_path: Path) -> None:
    deliver_bad_rows(city, tmp_path)
    assert len(client.get("/api/v1/sources/=app/refused.csv?limit=1").text.splitlines()) == 2
    assert client.get("/api/v1/sources/=app/refused.csv?limit=all").status_code == 400


def test_a_source_that_refused_nothing_and_one_that_there_is_not(client: FlaskClient, city: City) -> None:
    (source,) = client.get("/api/v1/sources").get_json()["sources"]
    assert len(client.get(f"/api/v1/sources/{source['name']}/refused.csv").text.splitlines()) == 1
    assert client.get("/api/v1/sources/nobody/refused.csv").status_code == 404
