"""Canaille, a provider of identities, with the people and programs of a test. It runs in an environment of its own
(`.ci/provider`), because its wheel brings a package `tests`. Usage: PYTHON canaille_server.py PORT FOLDER ADDRESS…"""

import datetime
import secrets
import sys
from typing import Any

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import ECKey, RSAKey
from werkzeug.serving import make_server

PASSWORD = "a heron on one leg"  # noqa: S105
SECRET = "the-secret-of-the-city"  # noqa: S105
PEOPLE = ("wang", "li", "zhao", "qian")
CLIENTS = {**{f"city-{number}": "RS256" for number in range(30)}, "city-es256": "ES256"}
"""Programs by their names: tokens of one, for one person, of one second are the same to Canaille, which then fails."""


def settings(port: int, folder: str) -> dict[str, Any]:
    keys = (RSAKey.generate_key(2048, auto_kid=True), ECKey.generate_key("P-256", auto_kid=True))
    return {
        "SECRET_KEY": secrets.token_hex(),
        "SERVER_NAME": f"127.0.0.1:{port}",
        "PREFERRED_URL_SCHEME": "http",
        "SESSION_COOKIE_SECURE": False,
        "CANAILLE": {"DATABASE": "sql"},
        "CANAILLE_SQL": {"DATABASE_URI": f"sqlite:///{folder}/canaille.sqlite"},
        "CANAILLE_OIDC": {
            "ACTIVE_JWKS": [key.as_dict(private=True) for key in keys],
            "TRUSTED_DOMAINS": ["127.0.0.1", "localhost", "city.example"],
        },
    }


def add_people() -> None:
    for name in PEOPLE:
        person = models.User(
            user_name=name, formatted_name=name, family_name=name, display_name=name, emails=[f"{name}@example.cn"]
        )
        person.password = PASSWORD
        Backend.instance.save(person)


def add_programs(addresses: list[str]) -> None:
    for name, algorithm in CLIENTS.items():
        program = models.Client(
            client_id=name,
            client_name=name,
            client_uri="http://127.0.0.1",
            client_secret=SECRET,
            client_id_issued_at=datetime.datetime.now(datetime.UTC),
            redirect_uris=[f"{one}/enter/provider/back" for one in addresses],
            post_logout_redirect_uris=[f"{one}/enter" for one in addresses],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "profile"],
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106
            id_token_signed_response_alg=algorithm,
        )
        Backend.instance.save(program)
        program.audience = [program]
        Backend.instance.save(program)


def main(port: int, folder: str, addresses: list[str]) -> None:
    app = create_app(config=settings(port, folder), init_backend=True)
    with app.app_context(), Backend.instance.session():
        add_people()
        add_programs(addresses)
    make_server("127.0.0.1", port, app).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
