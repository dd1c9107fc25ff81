"""Numbers of persons in a text: telephones, identity and bank cards, social security, addresses of computers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from queries.privacy import checks
from queries.privacy.number_groups import MOST_DIGITS, MOST_GROUPS, DigitRun, NumberGroups, digit_runs
from queries.privacy.number_words import is_amount, number_words, says_code, says_phone, says_thing

Span = tuple[int, int]
FEWEST_DIGITS = 7
_MOBILE_SHAPES = {
    (11,), (3, 4, 4), (3, 8), (7, 4), (6, 5), (4, 3, 4), (5, 6), (3, 3, 5), (3, 5, 3), (4, 7), (4, 4, 3),
    (3, 2, 2, 2, 2), (1, 10), (2, 9), (3, 2, 3, 3), (3, 3, 3, 2), (3, 4, 2, 2), (3, 2, 2, 4), (3, 6, 2),
}  # fmt: skip
_CARD_SHAPES = {
    (4, 4, 4, 4),
    (4, 4, 4, 4, 3),
    (4, 4, 4, 4, 2),
    (4, 4, 4, 4, 1),
    (6, 13),
    (6, 10),
    (4, 6, 5),
    (8, 8),
    (8, 11),
}
_PI = "14159265"
_USUAL_GROUPS, _DIGITS_APART = 7, (11, 12, 13, 15)  # only a mobile number is written in more: each digit apart


def number_spans(text: str) -> Iterator[Span]:
    """Where numbers of persons stand in a normalised text; they do not overlap."""
    for run in digit_runs(text):
        if run.spans[-1][1] - run.spans[0][0] < FEWEST_DIGITS:
            continue
        first = 0
        while first < len(run.spans):
            found = _longest(run, first)
            if found is None:
                first += 1
                continue
            last, span = found
            yield span
            first = last + 1


def _longest(run: DigitRun, first: int) -> tuple[int, Span] | None:
    """The longest number of a person that begins with a group, its last group, and where it stands."""
    for last in range(min(len(run.spans), first + MOST_GROUPS) - 1, first - 1, -1):
        count = last - first + 1
        if count > _USUAL_GROUPS and count not in _DIGITS_APART:
            continue
        groups = run.groups(first, last)
        if FEWEST_DIGITS <= len(groups.digits) <= MOST_DIGITS and (end := _end_of_number(groups)):
            return last, (groups.start - _has_bracket(groups), end)
    return None


def _end_of_number(groups: NumberGroups) -> int:
    """Where the number ends, 0 when it is none of a person."""
    if groups.is_after_point and not _is_item(groups):
        return 0
    if _is_identity(groups) and groups.after in ("X", "x") and len(groups.digits) == 17:
        return groups.end + 1
    kinds = _KINDS if len(groups.lengths) <= _USUAL_GROUPS else (_is_mobile,)
    return groups.end if any(kind(groups) for kind in kinds) else 0


def _has_bracket(groups: NumberGroups) -> bool:
    """Whether the bracket before belongs to the number, as in (617) 635-4500."""
    return groups.before == "(" and ")" in "".join(groups.links)


def _is_identity(groups: NumberGroups) -> bool:
    digits = groups.digits
    if not groups.linked_by(" -") or len(groups.lengths) > 6:
        return False
    if len(digits) == 17 and groups.after in ("X", "x"):
        return checks.is_identity_card(digits + "X") and not _is_letter(groups.text[groups.end + 1 : groups.end + 2])
    if len(digits) == 18 and checks.is_identity_card(digits):
        return checks.has_check(digits) or not says_thing(groups.text, groups.start)
    return checks.is_short_identity_card(digits) and not says_thing(groups.text, groups.start)


def _is_bank_card(groups: NumberGroups) -> bool:
    digits, shape = groups.digits, groups.lengths
    if not 15 <= len(digits) <= 19 or not groups.linked_by(" -") or not checks.is_bank_card(digits):
        return False
    if len(shape) > 1 and shape not in _CARD_SHAPES:
        return False
    if (
        says_code(groups.text, groups.start)
        or _is_letter(groups.before)
        or is_amount(groups.text, groups.start, groups.end)
    ):
        return False
    return digits[:2] == "62" or len(shape) > 1 or checks.passes_luhn(digits)


def _is_mobile(groups: NumberGroups) -> bool:  # noqa: PLR0911  (one rule a line)
    digits, shape = groups.digits, groups.lengths
    if not checks.is_mobile(digits):
        return False
    extra = len(digits) - 11
    if extra and shape[0] == extra:
        shape = shape[1:]
    elif extra:
        shape = (shape[0] - extra, *shape[1:])
    if shape not in _MOBILE_SHAPES and set(shape) != {1}:
        return False
    if (
        shape[0] == 4
        and len(shape) > 1
        and digits[extra : extra + 2] == "19"
        and not says_phone(groups.text, groups.start)
    ):
        return False  # rather years
    if "." in groups.links and len(groups.links) == 1:
        return False  # a number with decimals
    if _is_letter(groups.before) and (_is_letter(groups.after) or _is_version(groups)):
        return False
    if _is_letter(groups.after) and says_code(groups.text, groups.start):
        return False
    return not is_amount(groups.text, groups.start, groups.end)


def _is_row_of_numbers(groups: NumberGroups) -> bool:
    """Several numbers written without anything between them."""
    digits = groups.digits
    if len(groups.lengths) > 1 or len(digits) < 22 or _is_letter(groups.before) or says_code(groups.text, groups.start):
        return False
    while digits:
        taken = next((n for n in (11, 18) if len(digits) >= n and _is_whole(digits[:n])), 0)
        if not taken:
            return False
        digits = digits[taken:]
    return True


def _is_whole(digits: str) -> bool:
    return (
        checks.is_mobile(digits) if len(digits) == 11 else checks.is_identity_card(digits) and checks.has_check(digits)
    )


def _is_landline(groups: NumberGroups) -> bool:
    digits, shape = groups.digits, groups.lengths
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and shape[0] == len(prefix):
            digits, shape = "0" + digits[len(prefix) :].removeprefix("0"), (1, *shape[1:])
    if len(digits) > 12 or not checks.is_landline(digits) or len(shape) > 4 or "." in "".join(groups.links):
        return False
    if shape in ((3, 4, 4), (4, 4, 4), (4, 3, 4), (3, 8), (4, 8), (4, 7)) or shape[0] == 1:
        return True
    return len(shape) == 1 and not (_is_letter(groups.before) or says_code(groups.text, groups.start))


def _is_service_number(groups: NumberGroups) -> bool:
    if len(groups.digits) != 10 or groups.digits[:3] not in ("400", "800") or not groups.linked_by(" -"):
        return False
    return groups.lengths in ((3, 3, 4), (3, 4, 3), (3, 7)) or says_phone(groups.text, groups.start)


def _is_local_number(groups: NumberGroups) -> bool:
    """Seven or eight digits after a word that says telephone."""
    if groups.lengths not in ((7,), (8,), (4, 4), (3, 4), (4, 3)) or groups.digits[0] not in "23456789":
        return False
    return groups.linked_by(" -") and says_phone(groups.text, groups.start) and not _is_letter(groups.after)


def _is_american(groups: NumberGroups) -> bool:
    digits, shape = groups.digits, groups.lengths
    if len(digits) == 11 and digits[0] == "1":
        digits, shape = digits[1:], shape[1:] if shape[0] == 1 else (shape[0] - 1, *shape[1:])
    if len(digits) != 10:
        return False
    if says_phone(groups.text, groups.start) and shape in ((3, 3, 4), (10,), (3, 7), (6, 4)):
        return True
    if not checks.is_american(digits):
        return groups.before == "(" and shape == (3, 3, 4)
    if shape == (10,):
        return groups.before == "+" or (len(groups.lengths) == 2 and groups.lengths[0] == 1)
    return shape == (3, 3, 4) or (shape == (3, 7) and groups.before == "(")


def _is_international(groups: NumberGroups) -> bool:
    digits, text = groups.digits, groups.text
    plus = groups.before == "+" and not text[groups.start - 2 : groups.start - 1].isalnum()
    if not plus and not digits.startswith("00"):
        return False
    number = digits if plus else digits[2:]
    if not 9 <= len(number) <= 15 or not number.startswith(number_words()["countries"]) or len(groups.lengths) > 7:
        return False
    if not groups.linked_by(" -.()·") or is_amount(text, groups.start, groups.end):
        return False
    return len(groups.lengths) > 1 if not plus else len(groups.lengths) > 1 or len(number) >= 10


def _is_european(groups: NumberGroups) -> bool:
    """French numbers (five pairs) and British mobile ones."""
    digits, shape = groups.digits, groups.lengths
    if shape == (2, 2, 2, 2, 2) and digits[0] == "0" and digits[1] != "0" and groups.linked_by(" -."):
        steps = {int(digits[i : i + 2]) - int(digits[i - 2 : i]) for i in range(2, 10, 2)}
        return len(steps) > 1
    return shape in ((5, 6), (5, 3, 3)) and digits[:2] == "07" and groups.linked_by(" -")


def _is_social_security(groups: NumberGroups) -> bool:
    if groups.lengths != (3, 2, 4) or not checks.is_social_security(groups.digits):
        return False
    return groups.linked_by("- ") and not _is_letter(groups.before) and not _is_letter(groups.after)


def _is_computer(groups: NumberGroups) -> bool:
    """An address of the Internet protocol; not a version or the number of a chapter."""
    if len(groups.lengths) != 4 or set(groups.links) != {"."} or groups.after == "." or len(groups.digits) < 5:
        return False
    parts = [int(part) for part in groups.text[groups.start : groups.end].split(".")]
    if max(parts) > 255 or max(parts) < 10 or not 0 < parts[0] < 224:
        return False
    return not _is_letter(groups.before) and not re.search(
        r"(?:版本|version|ver\.?|固件|软件|firmware)\s*[:号]?\s*$",
        groups.text[max(0, groups.start - 12) : groups.start],
        re.IGNORECASE,
    )


_KINDS: tuple[Callable[[NumberGroups], bool], ...] = (
    _is_identity, _is_mobile, _is_row_of_numbers, _is_landline, _is_bank_card, _is_service_number, _is_local_number,
    _is_american, _is_international, _is_european, _is_social_security, _is_computer,
)  # fmt: skip


def _is_item(groups: NumberGroups) -> bool:
    """A number after the point of a list (1.138…), not the decimals of another."""
    head = groups.text[: groups.start - 1]
    return bool(re.search(r"(?:^|[\s,;。])[1-9]\d?$", head)) and not groups.digits.startswith(_PI)


def _is_version(groups: NumberGroups) -> bool:
    return groups.before in "vV" and not _is_letter(groups.text[groups.start - 2 : groups.start - 1])


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
