"""No regular expression and no format string is made of what somebody sends: those that are made at all are listed."""

import ast
import re
from collections.abc import Callable, Iterator

from tests.house.security.test_dangerous_calls import FLOORS, MODULES, ROOT, of_root

OF_RE, FILLED_IN = re.compile(r"\bre\."), re.compile(r"\.format(?:_map)?\(|% [({]")
FILLING = ast.Tuple | ast.Dict
OF_PATTERNS = frozenset({"compile", "sub", "subn", "search", "match", "fullmatch", "split", "findall", "finditer"})
MADE_PATTERNS = {
    "dashboard/access/accounts/passwords.py",  # of the words around an account, each escaped
    "dashboard/exports/photograph.py",  # of the address of the server, escaped
    "dashboard/search/phrases/word_data.py",
    "geodata/city/profile.py",
    "geodata/founding/founding_from_cases.py",
    "queries/conversion/limits.py",
    "queries/privacy/contacts.py",
    "queries/privacy/masking.py",
    "queries/privacy/names/chinese_names.py",
    "queries/privacy/names/english_names.py",
    "queries/privacy/normalisation.py",
    "queries/privacy/number_words.py",
    "queries/privacy/own_persons.py",
    "queries/privacy/word_starts.py",
    "queries/reading/headers/single_quotes.py",
    "queries/reading/headers/total_rows.py",
    "queries/store/scoped/least_scope.py",
    "queries/store/scoped/whole_rows.py",
}
"""Of constants and word lists of the program, but for the first two."""
KEPT_FORMATS = {
    "dashboard/access/accounts/account_store.py",
    "dashboard/access/accounts/database.py",
    "dashboard/display/page_sentences.py",
    "dashboard/intake/dropped_file.py",
    "dashboard/simulator/habits/duty.py",
    "dashboard/simulator/habits/partner_register.py",
    "dashboard/uploads/routes.py",
    "dashboard/web/page/modules.py",
    "dashboard/web/page/styles.py",
    "dashboard/words/catalogue.py",
    "geodata/zhengzhou/special_names.py",
    "queries/kpis/note.py",
    "queries/loading/load_warnings.py",
}
"""Of the catalogue, of statements and of constants."""
PATTERN_IN_SQL = re.compile(r"\b(?:regexp_\w+\(|(?:i?like|similar to|glob)\s)", re.IGNORECASE)
BOUND_PATTERN = re.compile(r"(?:regexp_\w+\([^()]*,\s*|\b(?:i?like|similar to|glob)\s+)\$", re.IGNORECASE)


def made_patterns(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of `re` whose pattern is no literal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OF_PATTERNS:
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            if of_re and not isinstance(node.args[0], ast.Constant):
                yield node


def kept_formats(tree: ast.AST) -> Iterator[ast.AST]:
    """Texts that are filled in and are no literals of the same place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_format = node.func.attr in ("format", "format_map")
            if is_format and not isinstance(node.func.value, ast.Constant):
                yield node
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.right, FILLING):
            yield from () if isinstance(node.left, ast.Constant) else (node,)


def files_with(found: Callable[[ast.AST], Iterator[ast.AST]], sign: re.Pattern[str]) -> set[str]:
    texts = {path: path.read_text("utf-8") for path in FLOORS}
    return {of_root(path) for path, text in texts.items() if sign.search(text) and any(found(ast.parse(text)))}


def test_only_files_of_the_list_make_regular_expressions() -> None:
    assert files_with(made_patterns, OF_RE) == MADE_PATTERNS
    assert list(made_patterns(ast.parse("re.search(given, text)")))
    assert not list(made_patterns(ast.parse("re.search('x+', text)")))
    assert not [path for path in MODULES if "RegExp(" in path.read_text("utf-8")]


def test_no_pattern_of_a_statement_is_bound() -> None:
    statements = [*ROOT.glob("queries/**/*.sql"), ROOT / "queries/kpis/metrics.toml"]
    with_patterns = [path for path in statements if PATTERN_IN_SQL.search(path.read_text("utf-8"))]
    assert with_patterns
    assert not [path for path in with_patterns if BOUND_PATTERN.search(path.read_text("utf-8"))]
    assert BOUND_PATTERN.search("WHERE regexp_matches(text, $given)")


def test_only_files_of_the_list_fill_in_texts_that_are_kept_elsewhere() -> None:
    assert files_with(kept_formats, FILLED_IN) == KEPT_FORMATS
    assert list(kept_formats(ast.parse("given.format(x=1)")))
    assert list(kept_formats(ast.parse("given % (1, 2)")))
