"""Every kind of bad input ends, on the command line, in a clear sentence and a count."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboard.cli.application import app
from queries.loading import load
from queries.reading.chunk import Limits
from tests.cities.builder import CITIES

HEADER = "case_enquiry_id,open_dt,closed_dt,case_status,case_title,latitude,longitude\n"
COUNTS = ("read", "loaded", "superseded", "duplicate", "refused")
BROKEN_QUOTE = '"2011-07-04 10:00:00,,Open,never closed,10.5,0.5\n'
Load = Callable[..., Result]


def case(number: int, *, closed: str = "", status: str = "Open", title: str = "lamp", point: str = "10.5,0.5") -> str:
    return f"{number},2011-07-02 10:00:00,{closed},{status},{title},{point}\n"


def cases(count: int, *, point: str = "10.5,0.{n:03}") -> str:
    return "".join(case(n, point=point.format(n=n)) for n in range(1, count + 1))


@dataclass(frozen=True)
class Bad:
    """A file, the sentence about it, and its counts; without counts it is refused whole."""

    content: str | bytes
    sentence: str
    counts: tuple[int, int, int, int, int] | None = None
    options: tuple[str, ...] = ()


BAD = {
    "0 bytes": Bad("", "cases.csv is empty: it has 0 bytes; export it again."),
    "header only": Bad(
        HEADER, "There are no rows: the names of the columns are all that it holds.", counts=(0, 0, 0, 0, 0)
    ),
    "missing column": Bad("case_enquiry_id,case_title\n1,a\n", "the time of the report"),
    "unknown zone": Bad(HEADER + case(1), "Mars/Base", options=("--zone", "Mars/Base")),
    "wrong zone": Bad(
        HEADER + case(1).replace("2011", "2098"),
        "1 case was reported in the future of this load; is its zone really America/New_York?",
        counts=(1, 1, 0, 0, 0),
    ),
    "GBK": Bad(
        (HEADER + case(1, title="路灯不亮")).encode("gb18030"),
        "The text was read as GB18030, not as UTF-8, for example 路灯不亮; where that is wrong, name its encoding "
        "(--encoding, or encoding in the mapping).",
        counts=(1, 1, 0, 0, 0),
    ),
    "neither UTF-8 nor GBK": Bad(HEADER.encode() + b"1,\xff\xff,,,,,\n", "line 2 is not UTF-8, nor in an encoding"),
    "broken quotes": Bad(
        HEADER + case(1) + "4," + BROKEN_QUOTE,
        "refused: 1 × a quote is not closed, or not followed by a delimiter",
        counts=(2, 1, 0, 0, 1),
    ),
    "swapped coordinates": Bad(
        HEADER + cases(9, point="1.5,10.{n}"), "cases.csv: longitude and latitude look swapped: 100% of the points"
    ),
    "point at (0, 0)": Bad(
        HEADER + cases(3) + case(9, point="0,0"), "1 point is (0, 0) and was not used;", counts=(4, 4, 0, 0, 0)
    ),
    "points outside": Bad(
        HEADER + cases(9) + case(10, point="50,50") + case(11, point="51,50"),
        "2 points lie outside the city and were not used;",
        counts=(11, 11, 0, 0, 0),
    ),
    "default point": Bad(
        HEADER + cases(40, point="10.25,1.25"),
        "40 cases share the point (10.2500, 1.2500); it is taken for a default and not trusted.",
        counts=(40, 40, 0, 0, 0),
    ),
    "same id twice": Bad(
        HEADER + case(1) + case(1, closed="2011-07-09", status="Closed"),
        "1 row is an older version of its case; kept in the history: case ",
        counts=(2, 1, 1, 0, 0),
    ),
    "closed before reported": Bad(
        HEADER + case(1, closed="2011-07-01", status="Closed"),
        "1 case was closed before it was reported; flagged and kept, but left out of durations.",
        counts=(1, 1, 0, 0, 0),
    ),
    "unknown status": Bad(
        HEADER + case(1, status="Limbo"),
        "1 word of status is not known; its cases count as open until they have a closing time: 'Limbo' (1); [words.st",
        counts=(1, 1, 0, 0, 0),
    ),
    "a line over the limit": Bad(
        HEADER + case(1) + case(2, title="x" * 5_000),
        "refused: 1 × the line is longer than 4,000 bytes, which is the limit",
        counts=(2, 1, 0, 0, 1),
    ),
    "gzip bomb": Bad(
        gzip.compress(HEADER.encode() + b"0" * (20 << 20)), "cases.csv: unpacks to more than 200 times its size"
    ),
}


@pytest.fixture
def body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """`yiping load` of a content into a city of two neighbourhoods, with a limit of 4,000 bytes a line."""
    monkeypatch.setattr(load, "Limits", lambda: Limits(line_bytes=4_000))
    environment = {"YIPING_HOME": str(tmp_path / "home"), "YIPING_CITY": "", "COLUMNS": "200"}

    def yiping(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env=environment)

    areas = CITIES / "two_neighbourhoods" / "district.geojson"
    made = yiping("init", "small", "--areas", f"district={areas}", "--zone", "America/New_York", "--language", "en")
    assert made.exit_code == 0, made.output

    def load_content(content: str | bytes, *options: str) -> Result:
        file = tmp_path / "cases.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return yiping("load", str(file), *options)

    return load_content


def counts(output: str) -> tuple[int, ...]:
    header, figures = (line.split() for line in output.splitlines()[1:3])
    assert tuple(header) == COUNTS
    return tuple(int(figure.replace(",", "")) for figure in figures)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_bad_input_ends_in_a_sentence_and_a_count(body: Load, bad: Bad) -> None:
    result = body(bad.content, *bad.options)
    assert bad.sentence in result.output
    assert "Traceback" not in result.output
    if bad.counts is None:
        assert result.exit_code in (1, 2)
        assert result.stdout == ""
        assert result.stderr.count("cases.csv") <= 1
    else:
        assert counts(result.stdout) == bad.counts
        is_whole = not bad.counts[-1] and "left empty" not in result.output
        assert result.exit_code == (1 if bad.counts[0] == bad.counts[-1] else 0 if is_whole else 3)


def test_the_same_file_again_is_known_already(body: Load) -> None:
    body(HEADER + cases(3))
    again = body(HEADER + cases(3))
    assert counts(again.stdout) == (3, 0, 0, 3, 0)
    assert "3 rows were known already and changed nothing: case " in again.stdout


def test_markup_and_formulas_are_printed_as_they_stand(body: Load) -> None:
    result = body(HEADER + case(1, status="[red]=1+1<script>"))
    assert "'[red]=1+1<script>' (1)" in result.stdout
