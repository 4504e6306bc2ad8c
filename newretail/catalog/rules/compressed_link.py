"""Compressed GS1 Digital Links: identifiers packed into bits, and the bits into one segment of a web address.

Each value follows its identifier, four bits a digit of it, or a byte that stands for a usual group of identifiers. Numbers are packed
as binary integers, other values in the narrowest of five alphabets, named by three bits.
Source: GS1 Digital Link Standard: Compression, release 1.0, sections 4 to 6.
"""

import re
import string
from dataclasses import dataclass
from math import ceil, log2

from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier

Pairs = list[tuple[str, str]]

_LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_ALPHABETS = {1: "0123456789abcdef", 2: "0123456789ABCDEF", 3: _LETTERS, 4: "".join(map(chr, range(128)))}
_PART = re.compile(r"(\[\+)?([NXYZ])(\.\.)?([0-9]+)\]?")
_MADE_OF = re.compile(rf"(?:\+?{_PART.pattern})+")
_GROUPS: dict[str, tuple[str, ...]] = {
    "0A": ("01", "22"), "0B": ("01", "10"), "0C": ("01", "21"), "0D": ("01", "17"), "0E": ("01", "7003"), "0F": ("01", "30"),
    "1A": ("01", "10", "21", "17"), "1B": ("01", "15"), "1C": ("01", "11"), "1D": ("01", "16"), "1E": ("01", "91"),
    "1F": ("01", "10", "15"), "9A": ("8010", "8011"), "9B": ("8017", "8019"), "9C": ("8018", "8019"), "9D": ("414", "254"),
    **{f"2{'ABCDEF'[n]}": ("01", f"310{n}") for n in range(6)},
    **{f"3{'ABCDEF'[n]}": ("01", f"320{n}") for n in range(6)},
    **{f"A{n}": ("01", f"392{n}") for n in range(10)},
    **{f"C{n}": ("255", f"390{n}") for n in range(10)},
    **{f"C{'ABCD'[n]}": ("255", f"394{n}") for n in range(4)},
}  # fmt: skip
_FOREIGN = "F"
_LEAST, _MOST = 8, 400


def unpack(segment: str) -> Pairs | None:
    """The identifiers packed into a segment of an address; None for a segment that is none of these."""
    if not _LEAST <= len(segment) <= _MOST or set(segment) - set(_LETTERS):
        return None
    bits = _Bits("".join(f"{_LETTERS.index(letter):06b}" for letter in segment))
    pairs: Pairs = []
    try:
        while bits.left > 8:
            pairs += _group(bits)
    except (_NotPacked, ParseError, ValueError):
        return None
    return pairs or None


class _NotPacked(Exception):
    """The bits do not come from a Digital Link."""


@dataclass(slots=True)
class _Bits:
    text: str
    at: int = 0

    @property
    def left(self) -> int:
        return len(self.text) - self.at

    def number(self, count: int) -> int:
        if count > self.left:
            raise _NotPacked
        read = self.text[self.at : self.at + count]
        self.at += count
        return int(read, 2) if read else 0


def _group(bits: _Bits) -> Pairs:
    head = f"{bits.number(8):02X}"
    if head in _GROUPS:
        return [(ai, _value(ai, bits)) for ai in _GROUPS[head]]
    if head.startswith(_FOREIGN):
        return _pass_over(head, bits)
    if not head.isdigit():
        raise _NotPacked
    ai = head
    while len(ai) < 4 and not _is_identifier(ai):
        ai += f"{bits.number(4):X}"
    return [(ai, _value(ai, bits))]


def _is_identifier(digits: str) -> bool:
    try:
        return GS1ApplicationIdentifier.extract(digits).ai == digits
    except ParseError:
        return False


def _value(ai: str, bits: _Bits) -> str:
    """The parts of a value one after another, as the identifier's format has them: `N4+N13[+X..17]`."""
    known = GS1ApplicationIdentifier.extract(ai)
    shape = known.format.partition("+")[2]
    if known.ai != ai or not _MADE_OF.fullmatch(shape):
        raise _NotPacked
    value = ""
    for optional, kind, varies, most in _PART.findall(shape):
        alphabet = 0 if kind == "N" else bits.number(3)
        length = bits.number(ceil(log2(int(most)) + 0.01)) if varies or optional else int(most)
        if length > int(most):
            raise _NotPacked
        value += _written(alphabet, length, bits)
    return value


def _written(alphabet: int, length: int, bits: _Bits) -> str:
    if alphabet == 0:
        number = bits.number(ceil(length * log2(10) + 0.01)) if length else 0
        text = str(number).zfill(length) if length else ""
        if len(text) > length:
            raise _NotPacked
        return text
    if alphabet not in _ALPHABETS:
        raise _NotPacked
    letters = _ALPHABETS[alphabet]
    width = (len(letters) - 1).bit_length()
    return "".join(letters[bits.number(width)] for _ in range(length))


def _pass_over(head: str, bits: _Bits) -> Pairs:
    """A parameter that is none of GS1's: seven bits of length, its name, its value."""
    name_length = (int(head[1], 16) << 3) | bits.number(3)
    bits.number(6 * name_length)
    alphabet = bits.number(3)
    _written(alphabet, bits.number(7), bits)
    return []
