"""What an erasure takes: the cases that are named, the persons behind them, and the marks of their texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from queries.city_context import CityContext
from queries.errors import ErasureRefused
from queries.landing.folder import all_landed
from queries.loading.erasure.erasure import ERASURES, MARK, ErasedCase, mark_of, new_person
from queries.loading.erasure.erasure_load import sources_about
from queries.loading.erasure.held_texts import Case, HeldVersion, erased_versions, held_versions, reordered, table_of
from queries.privacy.person_references import person_key
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("planning.sql"))
MOST_NAMED = 5
MOST_OF_PERSONS = 100_000
"""Cases of the persons of cases that somebody names."""
MOST_SALTS = 64
"""With a salt at hand the order of two equal versions is kept in every second case; with so many in nearly all."""


@dataclass(frozen=True)
class ErasureWanted:
    """What somebody wants to be erased, and why. numbers: of cases, of `source` where they are known in several;
    of_persons: every case of the persons of these cases; texts, persons: what of them."""

    numbers: Sequence[str]
    reason: str
    who: str
    origin: str
    source: str | None = None
    of_persons: bool = False
    texts: bool = True
    persons: bool = True


@dataclass(frozen=True)
class ErasurePlan:
    """cases: what is erased of each; persons: how many; versions, steps: of these cases in the store; inputs: in
    landing/ that may hold them."""

    cases: Sequence[ErasedCase]
    persons: int
    versions: int
    steps: int
    inputs: int


def named_cases(city: CityContext, wanted: ErasureWanted) -> list[Case]:
    """The cases that are meant. Raises ErasureRefused where one is unknown, or known in several sources."""
    numbers = list(dict.fromkeys(number.strip() for number in wanted.numbers if number.strip()))
    if not numbers:
        raise ErasureRefused("no_cases", "No case is named; give at least one number.")
    if not wanted.reason.strip():
        raise ErasureRefused("no_reason", "An erasure needs a reason; give one.")
    with city.store.cursor() as cursor:
        found = statements(cursor).run("known", numbers=numbers, source=wanted.source).fetchall()
    known = [number for _, number in found]
    missing = [number for number in numbers if number not in set(known)]
    if missing:
        named = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        text = f"{len(missing):,} of {len(numbers):,} cases are not known here: {named}; nothing was erased."
        raise ErasureRefused("unknown_cases", text)
    if len(known) > len(numbers):
        sources = ", ".join(sorted({source for source, _ in found}))
        text = f"Some of these numbers are known in several sources ({sources}); name the one that is meant."
        raise ErasureRefused("which_source", text)
    return found


def planned(city: CityContext, named: Sequence[Case], wanted: ErasureWanted) -> ErasurePlan:
    """What erasing these cases takes. Raises ErasureRefused where somebody named them and too many are of their
    persons."""
    most = MOST_OF_PERSONS if wanted.numbers else 2**62
    with city.store.cursor() as cursor:
        of_persons = _cases_of_persons(cursor, named, most) if wanted.persons or wanted.of_persons else {}
        with_texts = list(dict.fromkeys([*named, *(of_persons if wanted.of_persons else ())])) if wanted.texts else []
        stand_ins = {person: new_person() for person in sorted(set(of_persons.values()))} if wanted.persons else {}
        of_whom = _persons_of(cursor, named).num_rows if wanted.persons else 0
        persons = {case: stand_ins.get(person, "") for case, person in of_persons.items()}
        cases = _erased_cases(cursor, person_key(city.folder), with_texts, persons if wanted.persons else {})
    every = [(case.source, case.source_id) for case in cases]
    return ErasurePlan(cases, of_whom, *held_of(city, every), inputs_about(city, {case.source for case in cases}))


def held_of(city: CityContext, cases: Sequence[Case]) -> tuple[int, int]:
    """How many versions of these cases the store holds, and how many steps of them."""
    with city.store.cursor() as cursor:
        [counts] = statements(cursor).run_on("versions", "cases", table_of(cases)).to_pylist()
    return counts["versions"], counts["steps"]


def persons_of(city: CityContext, cases: Sequence[Case]) -> int:
    """How many persons are named by these cases, in any version."""
    with city.store.cursor() as cursor:
        return int(_persons_of(cursor, cases).num_rows)


def inputs_about(city: CityContext, sources: Collection[str]) -> int:
    """How many inputs of landing/ there are of these sources of cases."""
    about = set(sources_about(city, sources))
    return sum(one.source in about and one.delivers != ERASURES for one in all_landed(city.folder, []))


def statements(cursor: duckdb.DuckDBPyConnection) -> BoundStatements:
    """The statements of planning.sql, run with a cursor."""
    return BoundStatements(cursor, _SQL)


def _persons_of(cursor: duckdb.DuckDBPyConnection, named: Sequence[Case]) -> pa.Table:
    return statements(cursor).run_on("persons", "cases", table_of(named), erased=MARK)


def _cases_of_persons(cursor: duckdb.DuckDBPyConnection, named: Sequence[Case], most: int) -> dict[Case, str]:
    """Every case of the persons of these cases, with its person."""
    persons = _persons_of(cursor, named)
    found = statements(cursor).run_on("cases_of_persons", "persons", persons, most=most + 1).to_pylist()
    if len(found) > most:
        text = (
            f"The persons of these cases have more than {most:,} cases, as nobody has: what stands for a person here "
            "may be an office or a placeholder. Name fewer cases, or correct the column of persons in city.toml and "
            "run `yiping rebuild`; nothing was erased."
        )
        raise ErasureRefused("too_many_cases", text)
    return {(row["source"], row["source_id"]): row["person_ref"] for row in found}


def _erased_cases(
    cursor: duckdb.DuckDBPyConnection, key: bytes, with_texts: Sequence[Case], persons: dict[Case, str]
) -> list[ErasedCase]:
    """Each case with a salt that leaves the order of its equal versions as it is."""
    every = list(dict.fromkeys([*with_texts, *persons]))
    held = held_versions(cursor, every)
    chosen, salts = set(with_texts), dict.fromkeys(every, 0)
    to_settle = set(every)
    for salt in range(MOST_SALTS):
        salts |= dict.fromkeys(to_settle, salt)
        at_hand = [one for one in held if one.case in to_settle]
        to_settle = set(_reordered(cursor, at_hand, key, chosen, salts, persons))
        if not to_settle:
            break
    marks: dict[Case, dict[int, None]] = {case: {} for case in every}
    for one in held:
        if one.case in chosen:
            marks[one.case] |= {mark_of(key, one.case, name, text, salts[one.case]): None
                                for name, text in one.texts.items()}  # fmt: skip
    return [ErasedCase(*case, persons.get(case, ""), salts[case], tuple(marks[case]), case in chosen) for case in every]


def _reordered(  # noqa: PLR0913, PLR0917
    cursor: duckdb.DuckDBPyConnection,
    held: Sequence[HeldVersion],
    key: bytes,
    chosen: set[Case],
    salts: dict[Case, int],
    persons: dict[Case, str],
) -> list[Case]:
    def mark(case: Case, column: str, text: str) -> int | None:
        return mark_of(key, case, column, text, salts[case]) if case in chosen else None

    erased = erased_versions(cursor, held, mark, lambda case: persons.get(case, ""))
    return list(reordered(held, erased))
