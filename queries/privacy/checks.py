"""Personal numbers checked by their rules: check digits and numbering plans. `digits` holds digits only; the last
place of an identity card may be X."""

from __future__ import annotations

from datetime import date

from queries.privacy.number_words import number_words

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_FIRST_YEAR, _LAST_YEAR = 1890, 2035
_OLDEST_SHORT = 25  # cards of 15 digits were issued until 1999; a smaller year is rather the code of a street
_TAIWAN = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_NO_AREA = frozenset({"500", "600", "700", "900", "200", "300", "400"})


def is_identity_card(digits: str) -> bool:
    """Whether 18 places are a citizen's identity number (GB 11643): region and date of birth; see `has_check`."""
    if len(digits) != 18 or not digits[:17].isdecimal() or digits[:2] not in number_words()["regions"]:
        return False
    return _is_date(digits[6:10], digits[10:12], digits[12:14])


def has_check(digits: str) -> bool:
    """Whether the check digit of 18 places holds (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == digits[17].upper()


def is_short_identity_card(digits: str) -> bool:
    """Whether 15 digits are an identity number as issued until 1999: region and date of birth of the last century."""
    if len(digits) != 15 or digits[:2] not in number_words()["regions"] or int(digits[6:8]) < _OLDEST_SHORT:
        return False
    return _is_date("19" + digits[6:8], digits[8:10], digits[10:12]) and digits[2:4] != "00"


def passes_luhn(digits: str) -> bool:
    """Whether the check digit of ISO/IEC 7812 holds."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(int(digit) for digit in digits[::-2]) + sum(n - 9 if n > 9 else n for n in doubled)) % 10 == 0


def is_bank_card(digits: str) -> bool:
    """Whether the digits have the issuer and the length of a bank card (ISO/IEC 7812)."""
    length = len(digits)
    if digits[:2] == "62":
        return 16 <= length <= 19
    if digits[0] == "4" or "51" <= digits[:2] <= "55" or "2221" <= digits[:4] <= "2720" or digits[:4] == "6011":
        return length == 16
    if digits[:2] in ("34", "37"):
        return length == 15
    return length == 16 and "3528" <= digits[:4] <= "3589"


def is_mobile(digits: str) -> bool:
    """Whether the digits are a Chinese mobile number, also with 0, 86 or 0086 before it."""
    for prefix in ("0086", "86", "0"):
        if len(digits) == 11 + len(prefix) and digits.startswith(prefix):
            digits = digits[len(prefix) :]
            break
    return len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789"


def is_landline(digits: str) -> bool:
    """Whether the digits are a Chinese area code and a subscriber's number."""
    if digits[:3] == "010" or digits[:2] == "02":
        return len(digits) == 11 and digits[3] in "2345678"
    return digits[0] == "0" and digits[1:2] >= "3" and len(digits) in (11, 12) and digits[4] in "2345678"


def is_american(digits: str) -> bool:
    """Whether ten digits follow the North American plan: area, exchange, neither of services nor without place."""
    area, exchange = digits[:3], digits[3:6]
    return (
        len(digits) == 10 and area[0] in "23456789" and exchange[0] in "23456789" and area not in _NO_AREA
        and area[1] != "9" and area[1:] != "11" and exchange[1:] != "11"
    )  # fmt: skip


def is_social_security(digits: str) -> bool:
    """Whether nine digits may be an American social security number."""
    return digits[:3] not in ("000", "666") and digits[0] != "9" and digits[3:5] != "00" and digits[5:] != "0000"


def is_taiwan_identity(number: str) -> bool:
    """Whether a letter and nine digits are a Taiwanese identity number with its check digit."""
    letter = _TAIWAN.get(number[0].upper())
    if letter is None or number[1] not in "1289":
        return False
    total = letter // 10 + letter % 10 * 9 + sum(int(d) * w for d, w in zip(number[1:9], range(8, 0, -1), strict=True))
    return (total + int(number[9])) % 10 == 0


def is_hong_kong_identity(letters: str, digits: str, check: str) -> bool:
    """Whether letters, six digits and the check character are a Hong Kong identity number."""
    values = [36] * (2 - len(letters)) + [ord(letter) - 55 for letter in letters.upper()] + [int(d) for d in digits]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + (10 if check.upper() == "A" else int(check))) % 11 == 0


def _is_date(year: str, month: str, day: str) -> bool:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
