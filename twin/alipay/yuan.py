"""Money on the wire is a decimal string of yuan, inside it is an integer of fen."""

import re

AMOUNT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")
LARGEST_FEN = 100_000_000_00  # the Open API's own limit of one amount


def fen_of(yuan: object) -> int:
    """Fen of a decimal yuan string such as "12.30". Raises ValueError for anything else or above the limit."""
    match = AMOUNT.fullmatch(yuan) if isinstance(yuan, str) else None
    if match is None:
        raise ValueError(f"not an amount in yuan: {yuan!r}")
    fen = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    if fen > LARGEST_FEN:
        raise ValueError(f"amount above the limit: {yuan!r}")
    return fen


def yuan_of(fen: int) -> str:
    """The decimal yuan string of `fen`, always with two places: 1230 gives "12.30"."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"
