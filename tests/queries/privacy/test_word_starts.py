"""Looking for words by their first two characters finds what looking for the words themselves finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from queries.privacy.word_starts import found_from, word_starts

WORDS = st.lists(
    st.text("学生校社长 我的", min_size=1, max_size=3).filter(lambda word: word.strip() == word), min_size=1
)


@given(WORDS, st.text("学生校社长 我的", max_size=30))
def test_nothing_is_missed(words: list[str], text: str) -> None:
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(word) for word in longest_first))
    found = [match.span() for match in found_from(word_starts(words), pattern, text)]
    assert found == [match.span() for match in pattern.finditer(text)]


def test_blanks_between_the_characters_of_a_word() -> None:
    pattern = re.compile("联 *系 *人")
    spans = [match.span() for match in found_from(word_starts(["联系人"], gap=" *"), pattern, "联系 联 系 人:王")]
    assert spans == [(3, 8)]
