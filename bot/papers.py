"""Identity papers, told by the form of their numbers and the words beside them (pure).

Two kinds of evidence. A number with a form of its own is one wherever it stands, unless the word
right before it says that it is something else: payment cards (issuer, length and Luhn's sum), IBANs
(length and ISO 7064's remainder), national insurance numbers, British driving licences, the
machine-readable lines of a passport. A number that looks like any other (a passport's nine digits)
is one where the nearest word that says what it is says so: in "my passport is in the post, the
order is 204481733" it is an order.

The check digits are three sums of a line each: a library of two hundred formats for them would be
more to trust, not less.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Paper(StrEnum):
    """What shows who somebody is, or pays in their name; fit for the middle of a sentence."""

    PASSPORT = "passport"
    DRIVING_LICENCE = "driving licence"
    NATIONAL_INSURANCE = "national insurance number"
    IDENTITY_CARD = "identity card"
    NHS_NUMBER = "NHS number"
    PAYMENT_CARD = "payment card"
    IBAN = "bank account number"


PROVING: Final = frozenset({Paper.PASSPORT, Paper.DRIVING_LICENCE, Paper.IDENTITY_CARD})
"""What people send to show who they are."""


@dataclass(frozen=True)
class Form:
    """How a paper's number looks, and whether its digits are sound."""

    paper: Paper
    looks_like: re.Pattern[str]
    sound: Callable[[str], bool] = bool
    words: re.Pattern[str] | None = None
    """What must say what it is, where the number looks like any other."""
    beyond_doubt: bool = False
    """Whether no word beside it can say that it is something else."""


def _is_card(number: str) -> bool:
    """Return whether issuer, length and the last digit fit (ISO/IEC 7812-1, annex B: Luhn)."""
    digits = [int(sign) for sign in reversed(number)]
    summed = sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return summed % 10 == 0 and _ISSUED.fullmatch(number) is not None


def _is_iban(number: str) -> bool:
    """Return whether the remainder is one (ISO 13616, ISO/IEC 7064 MOD 97-10)."""
    if not number.isascii():
        return False  # a pattern that ignores case lets the Turkish dotted capital I pass for an i
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1


def _is_nhs(number: str) -> bool:
    """Return whether the last digit fits (NHS data dictionary: modulus 11)."""
    weighed = sum(
        int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)
    )
    return (11 - weighed % 11) % 11 == int(number[-1])


def _is_no_date(number: str) -> bool:
    return _DATE.fullmatch(number) is None


_BEGINS: Final = r"(?<![^\W_])"
_ENDS: Final = r"(?![^\W_])"
_GAP: Final = r"[\s.\-\u2010-\u2015\u200b\u2060\ufeff]{0,2}"
"""What people put between groups of digits."""


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_BEGINS}(?:{pattern}){_ENDS}", re.IGNORECASE)


_ISSUED: Final = re.compile(
    "4([0-9]{12}|[0-9]{15}|[0-9]{18})"  # Visa
    "|(5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}"  # Mastercard
    "|3[47][0-9]{13}"  # American Express
    "|3(0[0-5]|[68][0-9])[0-9]{11}"  # Diners Club
    "|6(011|5[0-9]{2}|4[4-9][0-9])[0-9]{12}"  # Discover
    "|35(2[89]|[3-8][0-9])[0-9]{12}"  # JCB
    "|(5018|5020|5038|5893|6304|6759|676[1-37])[0-9]{12}([0-9]{3})?"  # Maestro
)
_FOURS: Final = rf"\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}"
_CARDS: Final = (_FOURS, rf"{_FOURS}{_GAP}\d{{3}}", rf"\d{{4}}{_GAP}\d{{6}}{_GAP}\d{{4,5}}")
"""Each for itself: three digits behind sixteen may be the number's, or the code on its back."""
_IBANS: Final = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("SI",), 19),
    **dict.fromkeys(("AT", "EE", "LT", "LU"), 20),
    **dict.fromkeys(("CH", "HR", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "IE"), 22),
    **dict.fromkeys(("AE", "GI"), 23),
    **dict.fromkeys(("CZ", "ES", "RO", "SE", "SK"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("TR",), 26),
    **dict.fromkeys(("FR", "GR", "IT"), 27),
    **dict.fromkeys(("CY", "HU", "PL"), 28),
    **dict.fromkeys(("MT",), 31),
}
"""Characters of an IBAN by country (the registry of ISO 13616)."""
_IBAN: Final = "|".join(
    rf"{country}\d\d(?:[ -]?[A-Z0-9]){{{length - 4}}}" for country, length in _IBANS.items()
)
_NATIONAL_INSURANCE: Final = (
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    rf"{_GAP}\d\d{_GAP}\d\d{_GAP}\d\d"
)
"""Two letters and six digits; the letters that HMRC gives out (National Insurance Manual 39110)."""
_DRIVING_LICENCE: Final = (
    r"(?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}99|[A-Z]{2}999|[A-Z]9999)[ -]?"
    r"\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d[ -]?"
    r"[A-Z][A-Z9] ?[A-Z0-9] ?[A-Z]{2}(?: ?\d\d)?"
)
"""Surname, birthday (a woman's month is 50 more), initials, check letters (DVLA)."""
_FILL: Final = "(?:<|&lt;)"
_LETTER: Final = f"(?:[A-Z]|{_FILL})"
_SIGN: Final = f"(?:[A-Z0-9]|{_FILL})"
_NAMES: Final = (
    rf"(?:P{_LETTER}|[ACIV]{_FILL}){_LETTER}{{3}}"
    rf"(?={_LETTER}{{1,37}}?{_FILL}{{2}}){_LETTER}{{20,40}}"
)
_NUMBERS: Final = rf"{_SIGN}{{9}}\d{_LETTER}{{3}}\d{{7}}(?:[MFX]|{_FILL})\d{{7}}{_SIGN}{{7,16}}"
_MACHINE_READABLE: Final = rf"{_NAMES}(?:\s*{_NUMBERS})?|{_NUMBERS}"
"""The two lines of a passport, visa or card of its size (ICAO 9303, parts 4 to 7), or one alone."""
_CARDS_NUMBER: Final = (
    rf"[ACI]{_LETTER}{{4}}(?={_LETTER}{{0,8}}\d){_SIGN}{{9}}(?:\d|{_FILL}){_SIGN}{{15}}"
)
_CARDS_DATES: Final = rf"\d{{7}}(?:[MFX]|{_FILL})\d{{7}}{_LETTER}{{3}}{_SIGN}{{11}}\d"
_CARDS_NAMES: Final = rf"{_LETTER}{{30}}"
_CARDS_LINES: Final = "|".join(
    (
        rf"(?:{_CARDS_NUMBER}\s*)?{_CARDS_DATES}(?:\s*{_CARDS_NAMES})?",
        rf"(?=[A-Z0-9]*{_FILL}){_CARDS_NUMBER}",
    )
)
"""The three lines on the back of an identity card or residence permit (ICAO 9303, part 5)."""
_LIKE_A_PASSPORT: Final = (
    r"\d{3}[ -]?\d{3}[ -]?\d{3}|\d{2} \d{3} \d{4}|[A-Z]{1,3}[ -]?\d{6,8}|\d{7,8}[A-Z]?"
    r"|(?=(?:[A-Z]*\d){4})[A-Z][A-Z0-9]{7,8}|\d{2}[A-Z]{2}\d{5}"
)
_DATE: Final = re.compile(
    "(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]|[0-3][0-9](0[1-9]|1[0-2])(19|20)[0-9]{2}"
)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


FORMS: Final = (
    *(Form(Paper.PAYMENT_CARD, _form(it), _is_card) for it in _CARDS),
    Form(Paper.IBAN, _form(_IBAN), _is_iban, beyond_doubt=True),
    Form(Paper.NATIONAL_INSURANCE, _form(rf"{_NATIONAL_INSURANCE}{_GAP}[A-D]")),
    Form(Paper.DRIVING_LICENCE, _form(_DRIVING_LICENCE)),
    Form(Paper.PASSPORT, _form(_MACHINE_READABLE), beyond_doubt=True),
    Form(Paper.IDENTITY_CARD, _form(_CARDS_LINES), beyond_doubt=True),
    Form(Paper.PASSPORT, _form(_LIKE_A_PASSPORT), _is_no_date, _words("passports?|pass ?port")),
    Form(
        Paper.IDENTITY_CARD,
        _form(_LIKE_A_PASSPORT),
        _is_no_date,
        _words("(?:id|identity) ?cards?|national id|residence permit|brp|biometric card"),
    ),
    Form(
        Paper.DRIVING_LICENCE,
        _form(r"\d{8}"),
        _is_no_date,
        _words("driv(?:ing|er'?s?) licen[cs]es?"),
    ),
    Form(
        Paper.NATIONAL_INSURANCE,
        _form(_NATIONAL_INSURANCE),
        words=_words("national insurance|nat ins|ni (?:number|no|num)|nino"),
    ),
    Form(
        Paper.NHS_NUMBER,
        _form(r"\d{3}[ -]?\d{3}[ -]?\d{4}"),
        _is_nhs,
        _words("nhs"),
    ),
    Form(Paper.PAYMENT_CARD, _form(r"\d{3,4}"), words=_words("cvv2?|cvc2?|cv2|card security code")),
)

OTHERS: Final = _words(
    "accounts?|acct|agreements?|assets?|bills?|call|cases?|circuits?|contracts?|customers?|"
    "devices?|ext|extension|fax|imei|incidents?|invoices?|iccid|jobs?|lines?|meters?|mobiles?|mpan|"
    "orders?|p\\.?o|parcels?|parts?|phones?|postcode|purchase|quotes?|ref|reference|ring|routers?|"
    "serial|service|sim|(?<!<)tel|telephone|tickets?|tracking|vat|company|text"
)
"""Words that say that a number is no paper of a person's."""
CALLED_OTHERWISE: Final = re.compile(
    rf"{OTHERS.pattern}(?:\W|\b(?:numbers?|no|num|nr|id|code|is|was|are)\b){{0,12}}$",
    re.IGNORECASE,
)
AND_IS: Final = re.compile(
    r"\W{0,3}(?:is|was|being|=)?\s{0,2}(?:my|the|her|his|our|your|their|a)?\s{0,2}"
    r"(?:uk|british|irish|full|own)?\s{0,2}",
    re.IGNORECASE,
)
