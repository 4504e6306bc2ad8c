"""In which encoding a text file is written: UTF-8, UTF-16, or what Excel in China and Korea writes; told only where it is certain."""

from dataclasses import dataclass

_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_HANGUL_ENDS = 0xC8
"""KS X 1001 has its Hangul up to here; GB 2312 spreads its characters to 0xF7."""
_ENOUGH = 12
"""So many characters at least, before a guess between the two is safe."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """`codec`: for Python, "" where it is none that is read. `seems`: what people call it, "" where nobody can say."""

    codec: str
    seems: str


UTF_8 = Encoding("utf-8", "UTF-8")


def encoding_of(sample: bytes, *, is_whole: bool) -> Encoding:
    """From the beginning of a file, or from all of it."""
    for mark, codec in _MARKS.items():
        if sample.startswith(mark):
            return Encoding(codec, codec.upper().removesuffix("-LE").removesuffix("-BE"))
    if b"\0" in sample[:200]:
        even, odd = sample[0:200:2].count(0), sample[1:200:2].count(0)
        return Encoding("utf-16-le" if odd > even else "utf-16-be", "UTF-16")
    if _is_utf_8(sample, is_whole=is_whole):
        return UTF_8
    return _of_double_bytes(sample)


def _is_utf_8(sample: bytes, *, is_whole: bool) -> bool:
    try:
        sample.decode()
    except UnicodeDecodeError as error:
        cut_off = error.reason == "unexpected end of data" and error.start >= len(sample) - 3
        return cut_off and not is_whole
    return True


def _of_double_bytes(sample: bytes) -> Encoding:
    """Chinese and Korean text stands in pairs of high bytes, Western text has single ones. Korean pairs begin low, Chinese ones anywhere."""
    leads, singles, at = [], 0, 0
    while at < len(sample) - 1:
        if sample[at] < 0x80:
            at += 1
        elif sample[at + 1] >= 0x80:
            leads.append(sample[at])
            at += 2
        else:
            singles += 1
            at += 1
    if singles > len(leads):
        return Encoding("", "Windows-1252")
    high = sum(lead > _HANGUL_ENDS for lead in leads)
    if len(leads) >= _ENOUGH and high <= 0.03 * len(leads):
        return Encoding("cp949", "CP949")
    if len(leads) >= _ENOUGH and high >= 0.15 * len(leads):
        return Encoding("gb18030", "GBK")
    return Encoding("", "CP949 / GBK")
