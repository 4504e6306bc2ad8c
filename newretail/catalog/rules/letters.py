"""The letters of a code, as keyboards and guns garble them: full-width forms, what nobody sees, spaces between printed digits, and
the signs that stand for FNC1 where a program cannot send the separator itself.

No value in a GS1 code holds anything beside the 82 characters of the General Specifications' figure 7.11-1, so a sign beyond them
between two values can only be a separator.
"""

import re
import unicodedata

SEPARATOR = "\x1d"
"""What FNC1 is sent as (GS, ASCII 29)."""

_STAND_IN = re.compile(
    r"""
      \^\] | [\u241d\u2194^|~]                              # caret notation, its picture, code page 437's arrow, guns' settings
    | [<{\[(] (?: GS | FNC1 | F1 ) [>}\])]                 # its name
    | \\ (?: x1d | u001d | u\{1d\} | 035 | 29 | gs | f )   # as programmers write it
    | &\#(?: 29 | x1d ) ;
    | _x001D_                                              # as a spreadsheet keeps it
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DOUBTFUL = re.compile(r"%1D|ALT-?0?29", re.IGNORECASE)
"""Written with characters that a lot may have too: neither taken as a separator nor into a lot."""
_BETWEEN_DIGITS = re.compile(r"[\s\u2010-\u2015-]+")
_FULL_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | {0x3000: 0x20}


def plain(text: str) -> str:
    """The text with full-width forms and other scripts' digits as ASCII, and without what is invisible (zero-width, direction, BOM)."""
    if text.isascii():
        return text.strip(" \t\r\n")
    kept = (each for each in text.translate(_FULL_WIDTH) if unicodedata.category(each) != "Cf")
    return "".join(_digit(each) for each in kept).strip(" \t\r\n\u00a0")


def digits(text: str) -> str | None:
    """Digits that were typed as they are printed, `9 520100 000072` or `978-3-16-148410-0`, without the gaps; None if there is more."""
    joined = _BETWEEN_DIGITS.sub("", text)
    return joined if joined.isascii() and joined.isdigit() else None


def separated(text: str) -> str:
    """An element string with real separators where signs stand for them."""
    return _STAND_IN.sub(SEPARATOR, text)


def is_garbled(value: str) -> bool:
    """Does a lot or serial number hold a separator that was written out? Then two values have run together."""
    return bool(_STAND_IN.search(value) or _DOUBTFUL.search(value))


def _digit(letter: str) -> str:
    worth = unicodedata.decimal(letter, None)
    return letter if worth is None else str(worth)
