"""What is not used at all, so that no input can misuse it; and the few places that talk to others or keep secrets."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FLOORS = [path for floor in ("dashboard", "queries", "geodata") for path in sorted((ROOT / floor).rglob("*.py"))]
MODULES = sorted((ROOT / "assets/modules").rglob("*.js"))

CALLS = frozenset(
    {"eval", "exec", "__import__", "os.system", "os.popen", "pickle.load", "pickle.loads", "marshal.load",
     "marshal.loads", "shelve.open", "yaml.load", "tempfile.mktemp", "hashlib.md5", "hashlib.sha1",
     "render_template_string", "logging.FileHandler"}
)  # fmt: skip
WORDS = frozenset({"shell", "follow_redirects", "verify", "allow_pickle", "dangerously_allow_html"})
"""Arguments by which a call runs a shell, follows an answer elsewhere, trusts any certificate, makes objects or
markup."""
SUSPECT = re.compile(rf"\b(?:{'|'.join({one.rpartition('.')[2] for one in CALLS} | WORDS)})\b")
TALK = frozenset({"httpx", "requests", "urllib.request", "http.client", "ftplib", "smtplib", "socket"})
MAY_TALK = {
    "dashboard/access/provider/bounded_client.py", "dashboard/access/provider/provider.py",
    "dashboard/alarms/messages/carriers.py",
    "dashboard/cli/serve.py", "dashboard/cli/server_process.py", "dashboard/commands/remote.py",
    "dashboard/commands/server_file.py", "dashboard/mail/sending.py", "dashboard/server/city_server.py",
    "dashboard/simulator/feed/sender.py",
    "dashboard/web/listening.py", "dashboard/web/waitress_channel.py", "dashboard/web/waitress_server.py",
}  # fmt: skip
"""Commands and the simulator, which ask a server of this machine, the server with its own socket, what asks the
declared provider of identities, and what tells the declared receivers of alarms and briefings."""
MAY_CHECK = {"dashboard/access/provider/bounded_client.py": {"verify"}}
"""Takes the authorities that a city declares for its receivers: others than the public ones, never none."""
GUESSABLE = frozenset({"random", "uuid", "numpy.random"})
CIPHERS = {"queries/privacy/sealing.py": {"AESSIV"}}
IMPORT = re.compile(r"^[ \t]*((?:from [\w.]+ )?import (?:\([^)]*\)|[^\n(#]*))", re.MULTILINE)
OF_BROWSERS = re.compile(
    r"\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(|postMessage\(|WebSocket\(|"
    r"sessionStorage|indexedDB|document\.cookie|\bimport\(\s*[^\"'\s]|__proto__|\?\?= \{\}"
)


def name_of(node: ast.expr) -> str:
    """`a.b.c` of a dotted name."""
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def dangers(source: str) -> Iterator[str]:
    """Calls of CALLS, also of what was imported from their modules, and arguments of WORDS that are not False."""
    if not SUSPECT.search(source):
        return
    tree = ast.parse(source)
    imported = {
        one.asname or one.name: f"{node.module}.{one.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = name_of(node.func)
            yield from {name, imported.get(name, "")} & CALLS
            yield from (
                str(given.arg)
                for given in node.keywords
                if given.arg in WORDS and not (isinstance(given.value, ast.Constant) and given.value.value is False)
            )


@cache
def imports(path: Path) -> frozenset[str]:
    """What a file imports, by the full names of modules and of what is taken from them."""
    found: set[str] = set()
    for line in IMPORT.findall(path.read_text("utf-8")):
        for node in ast.parse(line).body:
            if isinstance(node, ast.Import):
                found |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return frozenset(found)


def of_root(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_nothing_that_runs_or_makes_what_input_says_is_called() -> None:
    assert {of_root(path): found for path in FLOORS if (found := set(dangers(path.read_text("utf-8"))))} == MAY_CHECK


def test_such_a_call_would_be_found() -> None:
    assert set(dangers("import os\nos.system(x)")) == {"os.system"}
    assert set(dangers("from hashlib import md5\nmd5(x)")) == {"hashlib.md5"}
    assert set(dangers("subprocess.run(x, shell=True)\nload(f, allow_pickle=False)")) == {"shell"}


def test_only_a_few_modules_talk_to_others_and_only_to_this_machine() -> None:
    assert {of_root(path) for path in FLOORS if imports(path) & TALK} == MAY_TALK


def test_what_must_not_be_guessed_is_random_by_the_system_alone() -> None:
    rooms = ("dashboard/access", "dashboard/web", "dashboard/commands", "dashboard/intake", "queries/privacy")
    assert not [path for path in FLOORS if of_root(path).startswith(rooms) and imports(path) & GUESSABLE]


def test_the_only_cipher_tells_what_was_changed() -> None:
    beginning = "cryptography.hazmat.primitives."
    used = {
        of_root(path): {one.rpartition(".")[2] for one in imports(path) if one.startswith(beginning)} for path in FLOORS
    }
    assert {path: names - {"aead"} for path, names in used.items() if names} == CIPHERS


def test_no_module_of_the_browser_makes_markup_or_code_of_texts_or_keeps_what_it_was_sent() -> None:
    assert {of_root(path): found for path in MODULES if (found := OF_BROWSERS.findall(path.read_text("utf-8")))} == {
        # to workers of their own page: the one that watches over it, and the one that keeps the last picture
        "assets/modules/wall/health.js": ["postMessage("],
        "assets/modules/wall/last_picture.js": ["postMessage("],
    }
    keepers = {of_root(path) for path in MODULES if "localStorage" in path.read_text("utf-8")}
    assert keepers == {"assets/modules/analyst/case_table_parts.js"}, "which columns of a list are shown, nothing else"


def test_every_field_for_a_password_hides_it_and_is_known_to_password_managers() -> None:
    fields = [
        (template.name, field)
        for template in sorted((ROOT / "dashboard/web/page/plain").glob("*.html"))
        for field in re.findall(r"<input[^>]*>", template.read_text("utf-8"))
    ]
    secret = [field for _, field in fields if re.search(r'name="(password|present|new|again|token)"', field)]
    assert secret
    for field in secret:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
    assert not [field for field in fields if re.search(r"onpaste|autocomplete=\"off\"", field[1])]
