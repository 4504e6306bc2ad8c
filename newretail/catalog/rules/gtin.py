"""Trade item numbers: check digits, the four lengths, UPC-E. Inside the house a GTIN always has 14 digits.

Source: GS1 General Specifications, sections 1.4.2, 2.1 and 7.9.1.
"""

import re
from contextlib import suppress

from biip import ParseError
from biip.upc import Upc

from newretail.catalog.errors import MalformedCode
from newretail.kernel.text import Text

LENGTHS = (8, 12, 13, 14)
_ROBBED = (7, 9, 10, 11)
_DIGITS = re.compile(r"[0-9]+\Z")

NOT_A_NUMBER = Text(
    en="a product number has 8, 12, 13 or 14 digits",
    ko="상품 번호는 8, 12, 13, 14자리입니다",
    zh="商品条码应为 8、12、13 或 14 位数字",
)
WRONG_CHECK_DIGIT = Text(en="its check digit is wrong", ko="검증 숫자가 맞지 않습니다", zh="校验位不正确")


def check_digit(payload: str) -> int:
    """The GS1 check digit of any digits: weights 3 and 1 from the right, up to the next ten."""
    total = sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(payload)))
    return -total % 10


def is_checked(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    return len(digits) > 1 and bool(_DIGITS.match(digits)) and check_digit(digits[:-1]) == int(digits[-1])


def normalise(text: str) -> str:
    """A GTIN-8, -12, -13 or -14 as 14 digits. Raises MalformedCode with what is wrong."""
    digits = text.strip()
    if len(digits) not in LENGTHS or not _DIGITS.match(digits) or not digits.strip("0"):
        raise MalformedCode(problem=NOT_A_NUMBER)
    if not is_checked(digits):
        raise MalformedCode(problem=WRONG_CHECK_DIGIT)
    return digits.zfill(14)


def with_lost_zeros(digits: str) -> str | None:
    """The number that a spreadsheet has robbed of its leading zeros, as it stands under the bars; None where the check digit does not
    bear it out. A check digit says the same of a number with and without zeros in front."""
    if len(digits) not in _ROBBED or not is_checked(digits) or digits.startswith("0"):
        return None
    return digits.zfill(next(length for length in LENGTHS if length > len(digits)))


def readings(digits: str) -> tuple[str, ...]:
    """Every GTIN that 8 to 14 scanned digits may mean, the likelier first. Raises MalformedCode if none.

    Eight digits that begin with 0 or 1 may be an EAN-8 or a UPC-E; GS1-8 prefixes 000-099 are not given to anybody, so
    a leading 0 reads as UPC-E first.
    """
    found = [digits.zfill(14)] if len(digits) in LENGTHS and is_checked(digits) and digits.strip("0") else []
    if upc := _from_upc_e(digits):
        found.insert(0 if digits[0] == "0" else len(found), upc)
    return tuple(found) or (normalise(digits),)


def of_bars(digits: str) -> tuple[str, ...]:
    """The same where the reader says that it was an EAN-13, UPC-A or UPC-E: eight digits are no EAN-8 then. Raises MalformedCode."""
    upc = _from_upc_e(digits)
    return (upc,) if upc else readings(digits)


def _from_upc_e(digits: str) -> str | None:
    if len(digits) != 8 or digits[0] not in "01" or not digits.strip("0"):
        return None
    with suppress(ParseError):
        return Upc.parse(digits).as_upc_a().zfill(14)
    return None


def shortest(gtin: str) -> str:
    """A 14-digit GTIN as it stands under the bars: 8, 12, 13 or 14 digits."""
    significant = len(gtin.lstrip("0"))
    return gtin[-next(length for length in LENGTHS if length >= significant) :]
