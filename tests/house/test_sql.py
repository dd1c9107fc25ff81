"""SQL stands in `.sql` and `.toml` files: no string of the floors' Python holds any."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from queries.store.scoped import whole_rows
from tests.house.tree import ROOT

TABLES = re.findall(r"city\.(\w+) ", (ROOT / "queries/store/schema.sql").read_text(encoding="utf-8"))
STATEMENTS = "SELECT INSERT UPDATE DELETE CREATE MERGE PRAGMA ATTACH DETACH DROP ALTER COPY CHECKPOINT LOAD SET VACUUM"
TRANSACTIONS = "BEGIN COMMIT ROLLBACK"
CLAUSES = "FROM WHERE JOIN UNION HAVING BETWEEN QUALIFY DISTINCT FILTER CAST INTERVAL LIMIT AND OR NOT NULL IN AS IS"
CASES = "CASE WHEN THEN ELSE END"
FUNCTIONS = "coalesce nullif count count_if sum min max hash bit_xor list_contains least greatest isodow epoch not_yet"
SQL = re.compile(
    rf"\b({'|'.join(f'{STATEMENTS} {TRANSACTIONS} {CLAUSES} {CASES}'.split())})\b"
    rf"|\b({'|'.join(FUNCTIONS.split())})\("
    rf"|\bstored\.\w"
    rf"|\bcity\.({'|'.join(TABLES)})\b"
)
ALLOWED = {
    ("queries/store/statements.py", "\n  AND "): "joins conditions that stand in files",
    ("queries/store/statements.py", "\n  OR "): "joins conditions that stand in files",
    ("queries/store/statements.py", "\nUNION ALL\n"): "joins statements that stand in files",
    ("queries/kpis/dictionary.py", "NOT ended"): "knows a condition of a KPI again, which stands in a file",
    ("queries/kpis/conjuncts.py", " AND "): "takes the population of a KPI apart, to read it",
    ("queries/kpis/conjuncts.py", r"\b(OR|CASE)\b"): "finds a condition that cannot be taken apart",
    (
        "queries/kpis/stocks/stock_trend.py",
        r"(?P<time>\w+_at) < as_of(?: - INTERVAL (?P<days>\d+) DAY)?",
    ): "finds the time after which a condition holds",
    (
        "queries/store/scoped/least_scope.py",
        r"(?P<of>\b(?:\w+\.)?)area_id BETWEEN \$first_id AND \$last_id\b",
    ): "finds the condition on the area of a question",
    ("queries/store/scoped/least_scope.py", r"\bstored\.area_id AS "): "finds the column that is compared with parts",
    (
        "queries/store/scoped/whole_rows.py",
        r")(?:\([^()]*\))?(?:\s+(?i:AS)\s+(?P<alias>\w+)|\s+(?![A-Z]+\b)(?P<also>\w+))?",
    ): "finds the names of tables",
    ("queries/store/scoped/whole_rows.py", whole_rows.HARMLESS_STAR): "finds what does not name all columns",
    ("queries/store/scoped/whole_rows.py", whole_rows.UNNAMED): "finds other ways to name all columns",
    ("queries/conversion/typed_columns.py", "NULL"): "how files write that a cell is empty",
}


def strings_of(module: ast.Module) -> Iterator[str]:
    """The texts of a module, those of f-strings included and docstrings left out."""
    described = {
        id(statement.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node.value


def sql_in(module: Path) -> set[tuple[str, str]]:
    name = module.relative_to(ROOT).as_posix()
    return {(name, text) for text in strings_of(ast.parse(module.read_text(encoding="utf-8"))) if SQL.search(text)}


def test_no_string_of_the_floors_holds_sql() -> None:
    modules = [path for floor in ("dashboard", "queries", "geodata") for path in (ROOT / floor).rglob("*.py")]
    found = set().union(*map(sql_in, modules))
    assert not found - ALLOWED.keys()
    assert not ALLOWED.keys() - found, "allowed, and no longer there"


@pytest.mark.parametrize(
    "text",
    ["SELECT 1", "stored.channel", "count(*)", "a IS NULL", "ATTACH 'x' AS city", "from city.events", "max(hour)"],
)
def test_sql_is_recognised(text: str) -> None:
    assert SQL.search(text)


@pytest.mark.parametrize(
    "text", ["Where in landing/ the rows are stored.", "set aside as", "city.toml", "$as_of", "count", "a, b and c"]
)
def test_sentences_and_names_are_no_sql(text: str) -> None:
    assert not SQL.search(text)
