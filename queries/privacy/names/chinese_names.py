"""Chinese names in a text: after what announces them (我叫, 联系人), before a form of address (女士), beside a number.

A name cannot be told from other words with certainty. A candidate begins with a family name; how sure its given name
must be depends on what stands around it. A family name with a form of address (王女士) names nobody and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from queries.privacy.names.chinese_words import chinese_words
from queries.privacy.word_starts import found_from, word_starts

Span = tuple[int, int]
HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_HAN_CHARACTER = re.compile(rf"[{HAN}]")
_VALUE = re.compile(rf"[{HAN}]{{1,12}}(?:·[{HAN}]{{1,12}})*")
_SPACED = re.compile(rf"[{HAN}] +[{HAN}]{{1,2}}(?![{HAN}])")
_SEX = re.compile(rf"(?<![{HAN}])([{HAN}]{{2,4}})(?=[,( ]{{1,2}}[男女](?![{HAN}]))")
_DOT = re.compile("·")
_WHOSE = ("其", "我", "他", "她", "我的", "他的", "她的", "的")
_SHORT_RELATIVES = "爸妈爹娘哥姐弟妹夫妻"
_GAP = re.compile(r"(?:一栏)?(?:\([^()]{0,8}\))? *(?:是|为|叫)? *[:=]? *['\"“「【\[(]? *")
_BESIDE_BEFORE = re.compile(rf"(?:^|[^{HAN}])([{HAN}]{{2,4}})[\s,:(/|;\-]*$")
_BESIDE_AFTER = re.compile(rf"[\s,:)/|;\-]*([{HAN}]{{2,4}})(?![{HAN}])")
_REACH = 16


def chinese_name_spans(text: str, numbers: list[Span]) -> Iterator[Span]:
    """Where names stand in a normalised text; `numbers`: where numbers of persons stand. They may overlap."""
    yield from _announced(text)
    yield from _addressed(text)
    if "男" in text or "女" in text:
        yield from (found.span(1) for found in _SEX.finditer(text) if is_likely_name(found[1]))
    for dot in _DOT.finditer(text):
        start, end = _carried_before(text, dot.start()), _carried_over(text, dot.start())
        if start < dot.start() and end:
            yield start, end
    for start, end in numbers:
        yield from _beside(text, start, end)


def is_likely_name(word: str) -> bool:
    """Whether a whole word is rather a Chinese name than anything else."""
    known = chinese_words()
    if word in known.words or word[:2] in known.words or not 2 <= len(word) <= 4:
        return False
    family = 2 if word[:2] in known.double else 1
    given = word[family:]
    if family == 1 and (word[0] not in known.family or len(word) > 3):
        return False
    return 1 <= len(given) <= 2 and all(character in known.given for character in given)


@cache
def _announcing() -> re.Pattern[str]:
    known = chinese_words()

    def one_of(words: tuple[str, ...]) -> str:
        spaced = (" *".join(word) if len(word) < 4 else word for word in sorted(words, key=len, reverse=True))
        return "|".join(spaced)

    return re.compile(
        rf"(?P<label>{one_of(known.labels)})|(?P<introduction>{one_of(known.introductions)})"
        rf"|(?P<relative>(?:{'|'.join(_WHOSE)})?(?:{one_of(known.relatives)}|[{_SHORT_RELATIVES}]))"
        rf"|(?P<role>{one_of(known.roles)})"
    )


@cache
def _announcing_starts() -> re.Pattern[str]:
    known = chinese_words()
    relatives = (*known.relatives, *_SHORT_RELATIVES)
    whose = (f"{owner}{relative}" for owner in _WHOSE for relative in relatives)
    return word_starts((*known.labels, *known.introductions, *known.roles, *relatives, *whose), gap=" *")


@cache
def _address() -> re.Pattern[str]:
    known = chinese_words()
    unlike = "|".join(known.not_address)
    close, wide = ("|".join(sorted(words, key=len, reverse=True)) for words in (known.close, known.wide))
    return re.compile(rf"(?!{unlike})(?:(?P<close>{close})|(?P<wide>{wide}))")


@cache
def _address_starts() -> re.Pattern[str]:
    known = chinese_words()
    return word_starts((*known.close, *known.wide))


@cache
def _follow() -> re.Pattern[str]:
    return re.compile("|".join(sorted(chinese_words().follow, key=len, reverse=True)))


def _announced(text: str) -> Iterator[Span]:
    for found in found_from(_announcing_starts(), _announcing(), text):
        kind = str(found.lastgroup)
        gap = _GAP.match(text, found.end())
        start = gap.end() if gap else found.end()
        between = text[found.end() : start]
        if ":" in between or "=" in between:
            end = _after_colon(text, start, sure=kind in ("label", "introduction"))
        else:
            end = _plain(text, start, certain=True)
        if end:
            yield start, end


def _after_colon(text: str, start: int, *, sure: bool) -> int:
    """Where the name ends that is the value after a colon, 0 for none."""
    known = chinese_words()
    if (spaced := _SPACED.match(text, start)) and spaced[0][0] in known.family:
        return spaced.end()
    value = _VALUE.match(text, start)
    if value is None:
        return 0
    word = value[0]
    if "·" in word:
        return value.end()
    if 2 <= len(word) <= 4 and (word not in known.words or (sure and is_named(word))):
        family = 2 if word[:2] in known.double else 1
        begins = word[:2] in known.double or word[0] in known.family
        if (
            begins
            and len(word) - family <= 2
            and not known.never & set(word[family:])
            and (sure or word[:2] not in known.words)
        ):
            return value.end()
    return _carried_over(text, start) or _plain(text, start, certain=sure)


def is_named(word: str) -> bool:
    """Whether every character after the family name is one of given names, words or not."""
    return all(character in chinese_words().given for character in word[1:])


def _plain(text: str, start: int, *, certain: bool) -> int:
    """Where the name ends that begins at `start`, 0 for none. certain: the words before it are hardly followed by
    anything but a name."""
    known = chinese_words()
    family = 2 if text[start : start + 2] in known.double else 1
    if family == 1 and text[start : start + 1] not in known.family:
        return _carried_over(text, start) if certain or text[start : start + 1] else 0
    if text[start : start + 2] in known.words or text[start : start + 3] in known.words:
        return 0
    given = start + family
    longest = 0
    for length in (2, 1):
        end = given + length
        name = text[given:end]
        if len(name) < length or not all(character in known.given for character in name):
            continue
        if _ends_at(text, end):
            return end
        longest = longest or end
    certain = certain and text[start] not in known.place_like  # 工人路社区 is a place
    if longest and (longest - start >= 3 or certain) and text[longest - 1 : longest + 1] not in known.words:
        return longest
    return 0


def _ends_at(text: str, end: int) -> bool:
    return end >= len(text) or not _HAN_CHARACTER.match(text, end) or bool(_follow().match(text, end))


def _carried_over(text: str, start: int) -> int:
    """Where a name of three or more characters of other languages' names ends, 0 for none."""
    end = start
    while end < len(text) and (text[end] in chinese_words().carried_over or text[end] == "·"):
        end += 1
    return end if end - start >= 3 else 0


def _addressed(text: str) -> Iterator[Span]:
    for found in found_from(_address_starts(), _address(), text):
        end = found.start()
        start = _name_before(text, end, close=found.lastgroup == "close")
        if start < end:
            yield start, end


def _name_before(text: str, end: int, *, close: bool) -> int:
    """Where the name begins that ends at `end`, `end` for none."""
    known = chinese_words()
    if close and (start := _carried_before(text, end)) < end:
        return start
    for length, family in ((4, 2), (3, 2), (3, 1), (2, 1)):
        start = end - length
        if start < 0:
            continue
        name = text[start:end]
        begins = name[:2] in known.double if family == 2 else name[0] in known.family and name[:2] not in known.double
        if not begins or name[:2] in known.words or name in known.words or known.never & set(name[family:]):
            continue
        alone = start == 0 or not _HAN_CHARACTER.match(text, start - 1)
        usual = all(character in known.given for character in name[family:])
        if family == 1 and name[0] in known.place_like and not alone:
            continue
        if (usual and (close or alone or _is_joint(text, start))) or (close and alone) or (family == 2 and close):
            return start
    return end


def _is_joint(text: str, start: int) -> bool:
    """Whether the characters before are such as stand before a name."""
    return bool(
        re.search(
            r"[找请叫由和与给向是被让的跟对问见,称把令托派让及]$|反映|投诉|举报|联系|咨询|感谢|表扬$",
            text[max(0, start - 2) : start],
        )
    )


def _carried_before(text: str, end: int) -> int:
    start = end
    while start and (text[start - 1] in chinese_words().carried_over or text[start - 1] == "·"):
        start -= 1
    return start if end - start >= 3 else end


def _beside(text: str, start: int, end: int) -> Iterator[Span]:
    """A name directly before or after a number of a person."""
    if (before := _BESIDE_BEFORE.search(text[max(0, start - _REACH) : start])) and is_likely_name(before[1]):
        offset = max(0, start - _REACH)
        yield offset + before.start(1), offset + before.end(1)
    if (after := _BESIDE_AFTER.match(text, end)) and is_likely_name(after[1]):
        yield after.span(1)
