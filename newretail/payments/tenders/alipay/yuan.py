"""Money on Alipay's wire is a decimal string of yuan; inside it is an integer of fen."""

from newretail.kernel.money import decimal_text, minor_units

CURRENCY = "CNY"


def fen_of(yuan: str) -> int:
    """Fen of a string such as "12.30". Raises ValueError for anything else: a sign, an exponent, a third place."""
    return minor_units(yuan, CURRENCY)


def yuan_of(fen: int) -> str:
    """The string with two places: 1230 gives "12.30"."""
    return decimal_text(fen, CURRENCY)
