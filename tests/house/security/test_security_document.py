"""SECURITY.md says what the program does: its limits, files, abilities and components are compared with the code."""

import re
import tomllib
from pathlib import Path

import pytest

from dashboard.access.accounts import database, failures, passwords
from dashboard.access.accounts.pairings import LASTS, WRONG_CODES
from dashboard.access.audit.audit_file import AUDIT
from dashboard.access.provider import authentication_request
from dashboard.access.provider.bounded_client import LONGEST_ANSWER, TIMEOUT, WITHIN_S
from dashboard.access.provider.provider import AT_ONCE
from dashboard.access.source_keys import NAME as SOURCE_KEYS
from dashboard.commands.server_file import NAME as SERVER_FILE
from dashboard.intake.upload_folder import ABANDONED_AFTER_S, MOST_AT_ONCE
from dashboard.settings import Settings
from dashboard.uploads.routes import LOOKS_AT_ONCE
from dashboard.web.admission import BODIES_AT_ONCE
from dashboard.web.gate import COOKIE_DAYS
from queries.door.kpi_questions import EXPORT_LIMIT_S, EXPORTS_AT_ONCE
from queries.privacy.person_references import KEY_FILE
from queries.privacy.sealing import KEYS
from queries.reading.chunk import MEGABYTE, Limits

ROOT = Path(__file__).resolve().parents[3]
TEXT = re.sub(r"\s+", " ", (ROOT / "SECURITY.md").read_text("utf-8"))
LIMITS, HASHER, SETTINGS = Limits(), passwords.HASHER, Settings.model_fields
HERE, NETWORK, ACCOUNT = failures.ACCOUNT_HERE, failures.NETWORK, failures.ACCOUNT


@pytest.mark.parametrize(
    "said",
    [
        f"{HERE.amount} in {HERE.multiples} minutes for one account from one network",
        f"{NETWORK.amount} in {NETWORK.multiples} minutes from one network for all accounts",
        f"{ACCOUNT.amount} in an hour for one account from everywhere",
        f"counted alone, {failures.KNOWN_BROWSER.amount} in {failures.KNOWN_BROWSER.multiples} minutes",
        f"{passwords.AT_ONCE} passwords are looked at at the same time and {passwords.WAITING} wait",
        f"{passwords.SHORTEST} characters at least ({passwords.SHORTEST_ALONE} where no second factor",
        f"{passwords.LONGEST} at most, any letters",
        f"within {passwords.LEAST_GUESSES:,.0f} guesses",
        f"{HASHER.time_cost} passes over {HASHER.memory_cost:,} KiB",
        f"`YIPING_IDLE_MINUTES` ({SETTINGS['idle_minutes'].default})",
        f"`YIPING_SESSION_HOURS` ({SETTINGS['session_hours'].default})",
        f"`YIPING_PROOF_MINUTES` ({SETTINGS['proof_minutes'].default})",
        f"the cookie after {COOKIE_DAYS} days",
        f"after {WRONG_CODES.amount} wrong codes in {WRONG_CODES.multiples} minutes no code of that administrator",
        f"{AT_ONCE} are asked about at the same time",
        f"hold for {authentication_request.LASTS.total_seconds() / 60:.0f} minutes, in the browser that began it",
        f"for each part of an answer {TIMEOUT.read:.0f} seconds and {WITHIN_S:.0f} for all of it",
        f"for all of it, {LONGEST_ANSWER:,} bytes",
        f"it shows for {LASTS.total_seconds() / 60:.0f} minutes",
        f"unpacked {LIMITS.unpacked_bytes // MEGABYTE:,} MB and {LIMITS.unpacked_ratio} times its size at most",
        f"{LIMITS.rows:,} rows, {LIMITS.columns:,} columns",
        f"with {LIMITS.reading_bytes // MEGABYTE:,} MB and {LIMITS.reading_seconds} seconds",
        f"{EXPORTS_AT_ONCE} statements at a time, {EXPORT_LIMIT_S:.0f} seconds",
        f"{LOOKS_AT_ONCE} at a time, {MOST_AT_ONCE} files, forgotten after {ABANDONED_AFTER_S:,.0f} seconds",
        f"{BODIES_AT_ONCE:,} bytes in all connections together",
        *(
            f"`{name}`"
            for name in (SOURCE_KEYS, SERVER_FILE, KEY_FILE, f"{KEYS}/", f"{AUDIT}/", database.NAME, "yiping")
        ),
    ],
)
def test_a_figure_is_that_of_the_program(said: str) -> None:
    assert said in TEXT


def test_settings_and_files_that_are_named_exist() -> None:
    assert not {name for name in re.findall(r"YIPING_(\w+)`", TEXT) if name.lower() not in SETTINGS}
    named = re.findall(r"`((?:dashboard|queries|tests)/[\w./]+)`", TEXT)
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ("Telling of a weakness", "within 7 days"),
        ("Ways in", "| holder of the token |"),
        ("Guessing", "in a browser that is new to the account has 2 tries"),
        ("Passwords", "the account's name and display name, the name of the city, `yiping`"),
        ("Sessions", "as many at a time as there are browsers"),
        ("Sessions", "Whom the provider keeps out keeps a session until its limits end it"),
        ("What one may do and see", "By field:"),
        ("Kinds of data", "| free text of people |"),
        ("Secrets and cryptography", "| key of sealed columns and seeds |"),
        ("Secrets and cryptography", "The life of a key, after NIST SP 800-57"),
        ("Connections", "opens none to the outside but to the declared provider"),
        ("What is checked of what comes in", "values that do not fit together"),
        ("What costs much", "| exports |"),
        ("What is written down", "moment in UTC"),
    ],
)
def test_what_the_standard_wants_written_is_written(section: str, says: str) -> None:
    _, _, rest = TEXT.partition(f"# {section} ")
    assert says in rest.partition(" ## ")[0]


def test_libraries_that_run_are_locked_by_their_versions() -> None:
    """Each line of a lock is a name and one version, of the index alone; nothing of the tests is among what runs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for name, needed in (
        ("requirements.lock", project["dependencies"]),
        ("requirements-dev.lock", [*project["dependencies"], *project["optional-dependencies"]["dev"]]),
        ("tests/identity/requirements.lock", ["canaille"]),
    ):
        lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
        assert not [line for line in lines if not re.fullmatch(r"[\w.\-]+==[\w.+]+", line)]
        locked = {line.partition("==")[0].lower() for line in lines}
        assert {re.split(r"[\[<>=!~ ;]", one)[0].lower() for one in needed} <= locked
        assert ("pytest" in locked) is (name == "requirements-dev.lock")
