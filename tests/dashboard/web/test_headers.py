"""Headers of every answer, and what is compressed once."""

import pytest
from flask import Flask, Response

from dashboard.web import compression, headers


def site() -> tuple[Flask, list[str]]:
    flask = Flask("site", static_folder=None)
    served: list[str] = []
    headers.register(flask, headers.content_security_policy(["'sha256-abc'"], "https://tiles.example"))
    compression.register(flask, 1_000_000)

    @flask.get("/<path:path>")
    def anything(path: str) -> Response:
        served.append(path)
        return Response("数" * 3000 + str(len(served)), mimetype="text/css")

    return flask, served


def test_every_answer_carries_the_policy_and_the_fixed_headers() -> None:
    answer = site()[0].test_client().get("/missing")
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert "script-src 'self' 'sha256-abc'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"  # to other sites nothing


def test_only_images_may_come_from_the_tile_service() -> None:
    policy = headers.content_security_policy([], "https://tiles.example")
    assert [part for part in policy.split("; ") if "tiles.example" in part] == [
        "img-src 'self' data: blob: https://tiles.example"
    ]
    assert "https:" not in headers.content_security_policy([], None)


@pytest.mark.parametrize(
    ("template", "origin"),
    [
        ("https://tiles.example.cn/{z}/{x}/{y}.png", "https://tiles.example.cn"),
        ("https://t{s}.tiles.example.cn:8443/{z}/{x}/{y}.png?key=k", "https://*.tiles.example.cn:8443"),
    ],
)
def test_the_origin_of_a_tile_address(template: str, origin: str) -> None:
    assert headers.tile_origin(template) == origin


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/assets/styles/tokens.css?m=1700000000.0", True),
        ("/assets/styles/tokens.css", False),
        ("/modules/0123456789ab/core/dash.js", True),
        ("/styles/0123456789ab.css", True),
        ("/scripts/0123456789ab/plotly.js", True),
        ("/_dash-component-suites/dash/deps/react@18.v4_4_1m1700000000.3.1.min.js", True),
        ("/_dash-component-suites/dash/deps/react@18.min.js", False),
        ("/outlines/2024/410100.geojson", True),
        ("/api/v1/live", False),
    ],
)
def test_browsers_keep_for_ever_what_carries_a_fingerprint(address: str, kept: bool) -> None:
    answer = site()[0].test_client().get(address)
    assert ("immutable" in answer.headers["Cache-Control"]) is kept


def test_what_cannot_change_is_compressed_once_and_the_rest_each_time() -> None:
    client = site()[0].test_client()
    brotli = {"Accept-Encoding": "br"}
    first, second = (client.get("/outlines/2024/1.geojson", headers=brotli).data for _ in range(2))
    assert first == second
    assert len(first) < 200
    third, fourth = (client.get("/api/v1/kpi", headers=brotli).data for _ in range(2))
    assert third != fourth


def test_held_answers_are_bounded() -> None:
    kept = compression.CompressedAnswers(100)
    for number in range(10):
        kept.set(f"br;/assets/{number}", bytes(40))
    assert [number for number in range(10) if kept.get(f"br;/assets/{number}")] == [8, 9]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cases.csv", 'attachment; filename="cases.csv"'),
        ("热线.csv", "attachment; filename=\"__.csv\"; filename*=UTF-8''%E7%83%AD%E7%BA%BF.csv"),
        ('a"\r\nX: y', "attachment; filename=\"a___X: y\"; filename*=UTF-8''a%22%0D%0AX%3A%20y"),
    ],
)
def test_a_file_is_named_in_any_letters_within_ascii(name: str, value: str) -> None:
    assert headers.attachment(name) == value
    assert value.isascii()


def test_no_header_holds_anything_but_ascii() -> None:
    flask, _ = site()
    flask.add_url_rule("/named", "named", lambda: Response("x", headers={"X-Source": "热线", "Link": "</中文>"}))
    answer = flask.test_client().get("/named")
    assert answer.headers["X-Source"] == "%E7%83%AD%E7%BA%BF"
    assert answer.headers["Link"] == "</%E4%B8%AD%E6%96%87>"


def test_a_tile_service_with_a_name_in_other_letters_can_be_named_in_the_policy() -> None:
    assert headers.tile_origin("https://地图.example.cn/{z}/{x}/{y}.png") == "https://xn--wcs7d.example.cn"


@pytest.mark.parametrize("address", ["/assets/a.css?m=1", "/outlines/2024/1.geojson", "/api/v1/live", "/wall"])
def test_no_answer_may_be_kept_by_a_cache_that_others_use(address: str) -> None:
    kept = site()[0].test_client().get(address).headers["Cache-Control"]
    assert "public" not in kept
    assert "private" in kept or "no-store" in kept or "no-cache" in kept
