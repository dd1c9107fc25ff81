"""How Chinese names are typed in Latin letters: pinyin in full and its initials, in each likely reading. Pure.

The dictionary of readings takes half a second to import and 57 MB: the first name read does that. A server has
`pinyin_process` do it.
"""

from __future__ import annotations

from functools import cache
from itertools import islice, product

PinyinForms = tuple[tuple[str, ...], tuple[str, ...]]
READINGS = 4  # of a name: 中牟 is zhongmu, its second letter alone is also read mou


@cache
def _readings_of(letter: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # noqa: PLC0415

    found = pinyin(letter, style=Style.NORMAL, heteronym=True, errors="default")
    return tuple(dict.fromkeys(found[0])) if found else (letter,)


def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The likeliest readings of a name as syllables, the best first: that of the phrase, then those of its letters.

    Anything but Chinese letters stands for itself, in small letters.
    """
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    likely = tuple(_typed_form(part) for part in lazy_pinyin(name, style=Style.NORMAL, errors=list))  # type: ignore[arg-type]
    if len(likely) != len(name):
        return (likely,)
    choices = [
        (best,) if best in (letter.lower(), "") else tuple(dict.fromkeys((best, *_readings_of(letter))))
        for letter, best in zip(name, likely, strict=True)
    ]
    return tuple(islice(product(*choices), READINGS))


def pinyin_forms(name: str) -> PinyinForms:
    """Pinyin in full and initials of a name, one of each for every reading."""
    found = readings(name)
    full = ("".join(syllables) for syllables in found)
    initials = ("".join(syllable[:1] for syllable in syllables) for syllables in found)
    return tuple(dict.fromkeys(full)), tuple(dict.fromkeys(initials))


def _typed_form(part: str) -> str:
    """ü is typed as v."""
    return part.lower().replace("ü", "v").replace(" ", "")
