"""Money on Alipay's wire is a decimal string of yuan; inside it is an integer of fen."""

import re

AMOUNT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?", re.ASCII)


def fen_of(yuan: str) -> int:
    """Fen of a string such as "12.30". Raises ValueError for anything else: a sign, an exponent, a third place."""
    match = AMOUNT.fullmatch(yuan)
    if match is None:
        raise ValueError("not an amount in yuan")
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def yuan_of(fen: int) -> str:
    """The string with two places: 1230 gives "12.30"."""
    assert fen >= 0
    return f"{fen // 100}.{fen % 100:02d}"
