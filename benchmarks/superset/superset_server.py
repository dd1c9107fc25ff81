"""Superset over the cases of a store, in an environment of its own that `--python` names: set up, served, asked."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import httpx

from queries.budget.memory_budget import STORE_FILE

PORT = 8943
URL = f"http://127.0.0.1:{PORT}"
START_S = 180
PERSON = {"username": "bench", "password": "bench-of-this-run", "provider": "db", "refresh": False}
CASES = """
CREATE TABLE cases AS SELECT e.* EXCLUDE (title, text), d.name AS district
FROM store.events AS e
LEFT JOIN read_parquet($areas) AS d ON d.level = 1 AND e.area_id BETWEEN d.area_id AND d.last_id
"""
CONFIG = """
SECRET_KEY = "only for this run of the benchmark"
SQLALCHEMY_DATABASE_URI = "sqlite:///{home}/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
RATELIMIT_ENABLED = False
"""


def table_of(folder: Path, to: Path) -> None:
    """A DuckDB file with one table of all cases and their districts, as a Superset data set needs it."""
    with duckdb.connect(str(to)) as copy:
        copy.execute(f"ATTACH '{folder / STORE_FILE}' AS store (READ_ONLY)")
        copy.execute(CASES, {"areas": str(folder / "areas.parquet")})


@contextmanager
def superset(python: Path, home: Path, table: Path) -> Iterator[tuple[httpx.Client, int]]:
    """A client that is logged in, and the number of the data set."""
    environment = _set_up(python, home)
    command = [str(python.with_name("superset")), "run", "-p", str(PORT), "--with-threads"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(process)
        with httpx.Client(base_url=URL, trust_env=False, timeout=120) as client:
            token = _sent(client, "/api/v1/security/login", PERSON)["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            extra = '{"engine_params": {"connect_args": {"read_only": true}}}'
            uri = f"duckdb:///{table}"
            database = _sent(client, "/api/v1/database/", {"database_name": "d", "sqlalchemy_uri": uri, "extra": extra})
            about = {"database": database["id"], "schema": "main", "table_name": "cases"}
            yield client, int(_sent(client, "/api/v1/dataset/", about)["id"])
    finally:
        process.terminate()
        process.wait(timeout=60)


def _set_up(python: Path, home: Path) -> dict[str, str]:
    config = home / "superset_config.py"
    config.write_text(CONFIG.format(home=home), encoding="utf-8")
    environment = os.environ | {"SUPERSET_CONFIG_PATH": str(config), "FLASK_APP": "superset.app:create_app()"}
    names = ["--username", "bench", "--firstname", "b", "--lastname", "b", "--email", "bench@example.org"]
    admin = ["fab", "create-admin", *names, "--password", PERSON["password"]]
    for arguments in (["db", "upgrade"], admin, ["init"]):
        subprocess.run([str(python.with_name("superset")), *map(str, arguments)], env=environment, check=True,
                       capture_output=True)  # fmt: skip
    return environment


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit("Superset did not start")
        with suppress(httpx.HTTPError):
            if httpx.get(f"{URL}/health", trust_env=False).is_success:
                return
        time.sleep(0.5)
    raise SystemExit("Superset did not answer in time")


def _sent(client: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    reply = client.post(path, json=body)
    if reply.is_error:
        raise SystemExit(f"Superset refused {path}: {reply.text[:500]}")
    found: dict[str, Any] = reply.json()
    return found
