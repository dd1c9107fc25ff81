"""Every KPI of the tiny city with every denominator, as one readable text; `make bless` writes it anew."""

import os
from pathlib import Path

from queries.city import City
from queries.kpis.answer import Answer
from tests.queries.conftest import Ask

BLESSED = Path(__file__).with_name("blessed_answers.txt")


def body(answer: Answer, name: str) -> str:
    value = "-" if answer.value is None else f"{answer.value:.6g}"
    parts = f"{answer.numerator} / {answer.denominator}, n {answer.n}"
    return f"{name:42}{value:>12} {answer.unit:10} {answer.status:9} {parts}"


def test_answers_are_the_blessed_ones(tiny_city: City, ask: Ask) -> None:
    lines = []
    for key, metric in tiny_city.kpis.dictionary.items():
        for denominator in (None, *metric.denominators):
            name = key if denominator is None else f"{key} ({denominator})"
            lines.append(body(ask(key, denominator, days="1-30"), name))
    text = "\n".join(lines) + "\n"
    if os.environ.get("YIPING_BLESS"):
        BLESSED.write_text(text, encoding="utf-8")
    assert text == BLESSED.read_text(encoding="utf-8")
