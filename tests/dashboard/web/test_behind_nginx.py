"""The server behind a real nginx with TLS, configured as the README says; people signed in by it, and by a provider."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from dashboard.access import source_keys
from dashboard.access.accounts.city_accounts import CityAccounts, accounts_of
from dashboard.access.audit.audit import audit_of
from dashboard.server.city_server import beside
from dashboard.settings import Settings
from tests.cities.builder import build_city
from tests.dashboard.access.accounts.conftest import CHEAP, PASSWORD
from tests.identity.behind_nginx import USER_HEADER, Nginx, nginx, ports
from tests.identity.running_provider import SECRET, Person, canaille, free_port

pytestmark = pytest.mark.neighbours
OFFICE = "127.0.0.5"


@dataclass(frozen=True)
class Proxied:
    """upstream: the address at which the server itself listens; folder: of the city."""

    nginx: Nginx
    upstream: str
    people: CityAccounts
    folder: Path

    def audited(self, kind: str) -> list[dict[str, object]]:
        audit_of(self.folder).flush(everything=True)
        files = sorted((self.folder / "audit").glob("*.jsonl"))
        lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
        return [one for one in map(json.loads, lines) if one["kind"] == kind]


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder, own = tmp_path_factory.mktemp("city") / "tiny", tmp_path_factory.mktemp("nginx")
    outside, inside = ports(), free_port()
    with canaille(f"https://127.0.0.1:{outside[0]}") as provider, build_city(folder, "six_cases") as city:
        settings = Settings(
            port=inside,
            trusted_proxies="127.0.0.1",
            proxy_user_header=USER_HEADER,
            oidc_issuer=provider.issuer,
            oidc_client_id="city-0",
            oidc_client_secret=SECRET,  # type: ignore[arg-type]
        )
        people = accounts_of(city.ground.folder, "tiny", passwords=CHEAP)
        people.add(people.store.new_account("wang", "admin"), PASSWORD)
        for name in ("li", "zhao"):
            people.store.add(people.store.new_account(name, "viewer"), None)
        users = "zhao:{PLAIN}secret\nqian:{PLAIN}secret\n"
        with beside(settings, city) as server, nginx(own, inside, outside, users) as proxy:
            yield Proxied(proxy, server.address.url, people, city.ground.folder)
        people.close()


def direct(proxied: Proxied, address: str = "127.0.0.2", **headers: str) -> httpx.Client:
    """Somebody who asks the server without nginx, from an address that is no proxy's."""
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=proxied.upstream, transport=transport, headers=headers)


def who(browser: httpx.Client) -> str | None:
    """The account that a browser is signed in to."""
    page = browser.get("/account?lang=en")
    found = re.search(r"<dt>Name</dt><dd>(.*?)</dd>", page.text)
    return found[1] if found else None


def test_cookies_and_addresses_are_those_of_tls_and_of_who_really_asks(proxied: Proxied) -> None:
    with proxied.nginx.browser(proxied.nginx.open, OFFICE) as browser:
        led = browser.get("/sources")
        assert (led.status_code, led.headers["Location"]) == (302, "/enter?next=%2Fsources")
        origin = {"Origin": proxied.nginx.open, "Sec-Fetch-Site": "same-origin"}
        entered = browser.post("/enter", data={"name": "wang", "password": PASSWORD}, headers=origin)
        assert entered.status_code == 303
        cookies = entered.headers.get_list("Set-Cookie")
        assert len(cookies) == 2
        for cookie in cookies:
            assert cookie.startswith("__Host-yiping_")
            assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert who(browser) == "wang"
        assert browser.get("/open311/v2/discovery.json").text.count(f'"{proxied.nginx.open}/') > 0
    [session] = proxied.people.sessions.of("wang")
    assert session.address == OFFICE
    assert proxied.audited("login")[-1]["origin"] == OFFICE


def test_news_and_files_come_through_whole(proxied: Proxied) -> None:
    with proxied.nginx.browser(proxied.nginx.open) as browser:
        browser.post("/enter", data={"name": "wang", "password": PASSWORD})
        assert browser.get("/api/v1/live").json()["version"]
        with browser.stream("GET", "/api/v1/cases?key=reported&area=E&from=2011-07-01&to=2011-07-31") as answer:
            rows = answer.read().decode("utf-8-sig").splitlines()
        assert (answer.status_code, answer.http_version) == (200, "HTTP/1.1")
        assert len(rows) == 1 + 3


@pytest.mark.parametrize(
    ("length", "is_right", "status"), [(10_000_000, False, 403), (16_500_000, True, 413), (20_000_000, True, 413)]
)
def test_a_large_delivery_is_refused_before_it_has_come(
    proxied: Proxied, length: int, *, is_right: bool, status: int
) -> None:
    secret = source_keys.create(proxied.folder, "feed_events") if is_right else "no key"
    parts = urlsplit(proxied.nginx.open)
    with (
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as plain,
        proxied.nginx.trust.wrap_socket(plain, server_hostname=parts.hostname) as sent,
    ):
        sent.sendall(
            f"POST /api/v1/events HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {secret}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n[".encode()
        )
        assert sent.recv(4096).startswith(f"HTTP/1.1 {status} ".encode())


def test_somebody_signs_in_at_the_provider_through_tls(proxied: Proxied) -> None:
    with proxied.nginx.browser(proxied.nginx.open, OFFICE) as browser:
        there = browser.get("/enter/provider?next=/sources")
        assert there.headers["Set-Cookie"].startswith("__Host-yiping_attempt_")
        came = Person("li").sign_in(there.headers["Location"], f"{proxied.nginx.open}/enter/provider/back")
        entered = browser.get(came)
        assert (entered.status_code, entered.headers["Location"]) == (303, "/sources")
        assert who(browser) == "li"
        policy = browser.get("/account").headers["Content-Security-Policy"]
        assert re.search(r"form-action 'self' http://127\.0\.0\.1:\d+;", policy)
        page = browser.get("/account").text
        token = re.search(r'name="form_token" value="(\w+)"', page)
        assert token
        left = browser.post("/leave", data={"form_token": token[1]})
        assert "/oauth/end_session?" in left.headers["Location"]
        assert who(browser) is None


def test_whom_the_proxy_has_signed_in_needs_no_password_and_nobody_else_may_say_so(proxied: Proxied) -> None:
    with proxied.nginx.browser(proxied.nginx.asking, auth=("zhao", "secret")) as browser:
        led = browser.get("/sources")
        entered = browser.get(led.headers["Location"])
        assert (entered.status_code, entered.headers["Location"]) == (303, "/sources")
        assert who(browser) == "zhao"
        assert proxied.audited("login")[-1]["what"] == {"way": "proxy"}
        with proxied.nginx.browser(proxied.nginx.open, cookies=browser.cookies) as past:
            assert who(past) is None  # the proxy no longer says so
            assert past.get("/enter", headers={USER_HEADER: "wang"}).status_code == 200  # nginx takes it out
            assert past.get("/enter", headers={"X_Remote_User": "wang"}).status_code == 200
        token = re.search(r'name="form_token" value="(\w+)"', browser.get("/account").text)
        assert token
        left = browser.post("/leave", data={"form_token": token[1]})
        assert left.headers["Location"] == "/enter?left=proxy"
        assert "still knows you" in browser.get("/enter?left=proxy&lang=en").text
        assert who(browser) is None
    with proxied.nginx.browser(proxied.nginx.asking, auth=("qian", "secret")) as stranger:
        refused = stranger.get("/enter?lang=en")
        assert (refused.status_code, "“qian”" in refused.text) == (403, True)
    with direct(proxied, **{USER_HEADER: "wang"}) as liar:
        for path in ("/enter", "/api/v1/kpi", "/"):
            assert liar.get(path).status_code == 403
    assert "user_of_stranger" in str(proxied.audited("refused"))
    with direct(proxied, address="127.0.0.1", **{"X_Remote_User": "wang"}) as underlined:
        assert underlined.get("/enter").status_code == 200
