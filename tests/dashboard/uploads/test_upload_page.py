"""What the page /load does: a file with odd columns is looked at, corrected, shown as it would be loaded, loaded."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access import source_keys
from dashboard.commands import file_loading
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.cases.one_case import CaseAsked
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city

PHONE, PERSON = "13812345678", "赵铁柱"
ODD = f"""Ref;Wann;Was;X;Y;Telefon
A1;03.07.2011 10:00;Graffiti {PHONE};-71,15;42,05;{PHONE}
A2;14.07.2011 11:30;Pothole;-71,05;42,02;139
A3;nie;Pothole von {PHONE};-71,05;42,02;1
"""
ROLES = {"0": "source_id", "1": "reported_at", "2": "title", "3": "lon", "4": "lat"}
TOKEN = "correct horse battery staple"  # noqa: S105


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with build_city(tmp_path / "tiny", "six_cases", clock=datetime(2011, 8, 1, 12, tzinfo=UTC)) as opened:
        yield opened


@pytest.fixture
def client(city: City) -> FlaskClient:
    app = create_app(Settings(token=None, upload_bytes=10_000_000), city)
    return app.server.test_client()  # type: ignore[no-any-return]


def sent(client: FlaskClient, content: bytes, name: str = "odd.csv", **headers: str) -> str:
    begun = client.post("/uploads", json={"name": name, "bytes": len(content)}, headers=headers)
    assert begun.status_code == 200, begun.text
    key = str(begun.get_json()["upload"])
    assert client.post(f"/uploads/{key}/pieces?offset=0", data=content, headers=headers).status_code == 200
    return key


def reviewed(client: FlaskClient, key: str, **choices: Any) -> dict[str, Any]:
    answer = client.post(f"/uploads/{key}/review?lang=en", json=choices)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def loaded(client: FlaskClient, key: str, **choices: Any) -> dict[str, Any]:
    lines = client.post(f"/uploads/{key}/load?lang=en", json=choices).text.splitlines()
    return dict(json.loads(lines[-1])["result"])


def element(drawn: Any, attribute: str, value: str) -> Any:
    """The first element of a drawing that has this attribute."""
    if isinstance(drawn, list) and len(drawn) == 3 and isinstance(drawn[1], dict):
        if drawn[1].get(attribute) == value:
            return drawn
        return next((found for part in drawn[2] if (found := element(part, attribute, value))), None)
    return None


def count_of_reported(city: City) -> float | None:
    return city.kpis.ask(Question("reported", "tiny", scope=WHOLE_CITY)).value


def test_odd_columns_are_guessed_corrected_shown_and_loaded(client: FlaskClient, city: City) -> None:
    before, key = count_of_reported(city), sent(client, ODD.encode())
    guess = reviewed(client, key)
    assert (guess["loadable"], guess["preview"]) == (False, None)
    assert "time of the report" in json.dumps(guess["review"])
    assert element(guess["review"], "data-column", "3")[1]["data-role"] == "lon"
    assert '"-71,15"' in json.dumps(guess["review"])
    corrected = reviewed(client, key, columns=ROLES)
    assert corrected["loadable"] is True
    shown = json.dumps(corrected["preview"], ensure_ascii=False)
    assert "07-03 10:00" in shown
    assert "Would be refused" in shown
    points = points_of(corrected)
    assert [(one["number"], one["lon"], one["lat"], one["is_used"]) for one in points] == [
        (1, -71.15, 42.05, True),
        (2, -71.05, 42.02, True),
    ]
    assert count_of_reported(city) == before
    result = loaded(client, key, columns=ROLES)
    counts = [
        int(row[2][1][2][0]) for row in element(json.loads(result["drawing"]), "className", "load-summary")[2][1][2]
    ]
    assert counts == [3, 2, 0, 0, 1]
    assert "/?period=2011-07-03..2011-07-14" in result["drawing"]
    assert "is no time" in result["drawing"]
    assert count_of_reported(city) == (before or 0) + 2
    assert client.post(f"/uploads/{key}/review", json={}).status_code == 404
    assert not (city.ground.folder / "uploads" / key).exists()


def test_no_sample_shows_a_person(client: FlaskClient) -> None:
    content = ODD.replace("Pothole von", f"联系人：{PERSON}，电话").replace("Telefon", "申请人")
    key = sent(client, content.encode())
    answers = [
        client.post(f"/uploads/{key}/review", json=choices).get_data(as_text=True)
        for choices in ({}, {"columns": ROLES}, {"columns": ROLES | {"5": "title"}}, {"columns": {"1": "title"}})
    ]
    answers.append(client.post(f"/uploads/{key}/load", json={"columns": ROLES}).get_data(as_text=True))
    for answer in answers:
        assert PHONE not in answer
        assert PERSON not in answer


METRES = """case no,reported time,category,x,y
B1,2011-07-03 10:00,Graffiti,228974.05,866682.25
B2,2011-07-14 11:30,Pothole,237269.86,863389.00
"""


def points_of(looked: dict[str, Any]) -> list[dict[str, Any]]:
    """The points on the map of the first rows."""
    return list(json.loads(element(looked["preview"], "className", "load-map")[1]["data-load-preview"])["points"])


@pytest.mark.parametrize("declared_by", ["the person", "city.toml"])
def test_the_coordinate_system_alone_finds_the_columns_of_metres(city: City, declared_by: str) -> None:
    chosen = {"source": "metres", "crs": "26986"}
    if declared_by == "city.toml":
        file_loading.declare(city, "metres", {"crs": str(chosen.pop("crs"))})
    client = create_app(Settings(token=None, upload_bytes=10_000_000), city).server.test_client()
    key = sent(client, METRES.encode())
    looked = reviewed(client, key, **chosen)
    roles = [element(looked["review"], "data-column", place)[1]["data-role"] for place in ("3", "4")]
    assert roles == ["lon", "lat"]
    points = points_of(looked)
    assert [one["is_used"] for one in points] == [True, True]
    assert loaded(client, key, **chosen)["taken"] is True
    asked = CaseAsked("metres", "B1", city.sources.now(), scope=WHOLE_CITY)
    found = city.cases.one(asked)
    assert found is not None
    assert found.facts["trusted_lon"] == pytest.approx(points[0]["lon"])


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"zone": "Mars/Phobos"}, "time zone"),
        ({"crs": "FLAT-1"}, "coordinate system"),
        ({"source": "a b/c"}, "name of a source"),
        ({"encoding": "klingon"}, "encoding"),
        ({"delimiter": ";;"}, "delimiter"),
        ({"header_row": "x"}, "header row"),
        ({"columns": {"0": "title", "1": "title"}}, "more than one column"),
        ({"columns": {"0": "password"}}, "may mean"),
        ({"columns": {"99": "title"}}, "no such place"),
        ({"columns": []}, "cannot be understood"),
    ],
)
def test_a_choice_that_cannot_be_is_said(client: FlaskClient, choices: dict[str, Any], said: str) -> None:
    answer = client.post(f"/uploads/{sent(client, ODD.encode())}/review?lang=en", json=choices)
    assert 400 <= answer.status_code < 500
    assert said in answer.get_json()["sentence"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 this is no workbook"),
        ("a.parquet", b"PAR1" + b"\x00" * 100),
        ("a.csv", b"\x00\x01\x02" * 1000),
        ("a.json", b"[" * 50_000),
        ("a.zip", b"PK\x05\x06" + b"\x00" * 18),
        ("a.csv.gz", b"\x1f\x8b\x08\x00 not packed"),
    ],
)
def test_a_hostile_file_gets_a_sentence_and_not_a_failure(client: FlaskClient, name: str, content: bytes) -> None:
    answer = client.post(f"/uploads/{sent(client, content, name)}/review?lang=en", json={})
    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 422:
        assert answer.get_json()["sentence"].startswith("This file cannot be loaded yet: ")
    else:
        assert answer.get_json()["loadable"] is False


WORDS = """case no,reported time,status,category,latitude,longitude
B1,2011-07-03 10:00,Closed,Graffiti,42.05,-71.15
B2,2011-07-14 11:30,Fnord,Pothole,no idea,-71.05
"""


@pytest.mark.parametrize(
    ("language", "closed", "odd", "said"),
    [
        ("zh-CN", "已结案", "含义未知", ("中不认识的词：Fnord (1)", "换一种含义", "'no idea'（第 3 行）")),
        ("en", "closed", "meaning not known", ("not known: Fnord (1)", "another meaning can be chosen", "(row 3)")),
    ],
)
def test_words_are_shown_as_people_call_them_and_unknown_ones_as_such(
    client: FlaskClient, language: str, closed: str, odd: str, said: tuple[str, ...]
) -> None:
    key = sent(client, WORDS.encode())
    looked = client.post(f"/uploads/{key}/review?lang={language}", json={}).get_json()
    examples = element(looked["review"], "data-of-column", "2")[2][2][2][0][2]
    read = [[(part[2][0], part[1].get("className")) for part in one[2] if part[0] == "span"] for one in examples]
    assert read[0][-1] == (closed, "load-read")
    assert read[1][-1] == (odd, "load-unread")
    done = client.post(f"/uploads/{key}/load?lang={language}", json={}).text
    both = json.dumps(looked, ensure_ascii=False) + json.loads(done.splitlines()[-1])["result"]["drawing"]
    assert [one for one in (*said, "city.toml") if one not in both] == ["city.toml"]


def test_of_a_word_that_is_not_known_it_is_said_what_becomes_of_it(client: FlaskClient) -> None:
    text = "id,open_dt,status,channel,是否解决\n1,2024-03-05,Fnord,Pigeon,Perhaps\n"
    looked = reviewed(client, sent(client, text.encode()))["review"]
    said = json.dumps(looked)
    fates = {"Fnord": "count as open until", "Pigeon": "are kept as written", "Perhaps": "are left empty"}
    for word, fate in fates.items():
        assert re.search(rf"{word} \(1\)\. \w+ (cases )?{fate}", said), word
    assert "meaning not known" in json.dumps(element(looked, "data-word", "Fnord"))
    assert "kept as written" in json.dumps(element(looked, "data-word", "Pigeon"))


def test_a_single_word_is_given_a_meaning_and_loaded_with_it(client: FlaskClient, city: City) -> None:
    key, chosen = sent(client, WORDS.encode()), {"status": {"Fnord": "closed"}}
    field = element(reviewed(client, key)["review"], "data-word", "Fnord")
    assert (field[1]["data-kind"], field[1]["data-code"]) == ("status", "")
    looked = reviewed(client, key, words=chosen)
    assert element(looked["review"], "data-word", "Fnord")[1]["data-code"] == "closed"
    assert "not known: Fnord" not in json.dumps(looked)
    assert "not known: Fnord" in json.dumps(reviewed(client, key, words={"status": {"Fnord": ""}}))
    for wrong in ({"status": {"Fnord": "fnord"}}, {"title": {"Fnord": "closed"}}):
        assert client.post(f"/uploads/{key}/review", json={"words": wrong}).status_code == 400
    before = stocked(city)
    assert loaded(client, key, words=chosen)["taken"]
    assert stocked(city)["closed"] > before.get("closed", 0)
    assert "unknown" not in stocked(city)


def stocked(city: City) -> dict[str, int]:
    """Cases by the status that is stored."""
    with city._context.store.cursor() as cursor:
        return dict(cursor.execute("SELECT status, count(*) FROM city.events GROUP BY status").fetchall())


def test_a_huge_or_empty_file_is_refused_before_it_is_sent(client: FlaskClient) -> None:
    huge = client.post("/uploads?lang=en", json={"name": "a.csv", "bytes": 10_000_001})
    assert (huge.status_code, "10 MB at most" in huge.get_json()["sentence"]) == (413, True)
    assert client.post("/uploads?lang=en", json={"name": "a.csv", "bytes": 0}).status_code == 400


def test_a_page_of_another_site_may_send_nothing(client: FlaskClient) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}):
        answer = client.post("/uploads", json={"name": "a.csv", "bytes": 5}, headers=headers)
        assert answer.status_code == 403, headers


def test_behind_a_token_the_key_of_a_source_is_needed_and_names_it(city: City) -> None:
    locked = create_app(Settings(token=TOKEN), city).server.test_client()  # type: ignore[arg-type]
    about = {"name": "odd.csv", "bytes": len(ODD.encode())}
    key = {"Authorization": f"Bearer {source_keys.create(city.ground.folder, 'hotline')}"}
    assert locked.post("/uploads", json=about, headers=key).status_code == 403
    locked.get(f"/enter?token={TOKEN}")
    looking = locked.post("/uploads", json=about)
    assert (looking.status_code, looking.get_json()["error"]) == (403, "wrong_source_key")
    upload = sent(locked, ODD.encode(), **key)
    assert locked.post(f"/uploads/{upload}/load", json={"columns": ROLES}).status_code == 403
    chosen = {"columns": ROLES, "source": "tiny"}
    result = locked.post(f"/uploads/{upload}/load", json=chosen, headers=key).text.splitlines()[-1]
    assert json.loads(result)["result"]["taken"] is True
    rows = {one.name: one.rows for one in city.sources.of_cases(scope=WHOLE_CITY)}
    assert rows["hotline"] == 2


def test_what_readers_guess_and_refuse_is_said_in_the_language_of_the_page(client: FlaskClient) -> None:
    head, good = "Ref;Wann;Was;X;Y\n", "A1;13.07.2011 10:00;Straße und Gehweg;-71,15;42,05\n"
    key = sent(client, f"{head}{good}A2;nie;Gehweg für Fußgänger;-71,05;42,02\n".encode("cp1252"))
    looked = client.post(f"/uploads/{key}/review?lang=zh-CN", json={"columns": ROLES}).text
    done = client.post(f"/uploads/{key}/load?lang=zh-CN", json={"columns": ROLES}).text
    long = sent(client, b"x" * 2_000_000, "cases.csv")
    refused = client.post(f"/uploads/{long}/review?lang=zh-CN", json={}).get_json()["sentence"]
    assert "请在“编码”中选定后重新查看" in looked
    assert "上报时间 'nie' 不是 1900 至 2100 年间的时间" in looked
    assert "第一行超过 1 MB" in refused
    assert "不是 1900 至 2100 年间的时间" in done
    for text in (looked, refused, done):
        assert not [word for word in ("--", "mapping", "was read", "is no time", "yiping") if word in text]
