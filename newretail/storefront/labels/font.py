"""The one font of our labels: Latin, Hangul and Chinese in one file, embedded, so that any printer prints the same."""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

NAME = "LabelSans"
_FILE = Path(__file__).parent / "fonts" / "LabelSans.ttf"
_UNKNOWN = "□"


@cache
def face() -> TTFont:
    """The font, read once a process."""
    font = TTFont(NAME, str(_FILE))
    pdfmetrics.registerFont(font)
    return font


def printable(text: str) -> str:
    """The text with characters that the font does not have as boxes, so that nothing vanishes unseen."""
    known = face().face.charToGlyph
    return "".join(each if ord(each) in known else _UNKNOWN for each in text)


def missing(text: str) -> str:
    """The characters that the font does not have, each once."""
    known = face().face.charToGlyph
    return "".join(dict.fromkeys(each for each in text if ord(each) not in known))


def width(text: str, *, size: float) -> float:
    """In points."""
    face()
    return float(pdfmetrics.stringWidth(text, NAME, size))


def fitted(text: str, *, size: float, room: float, smallest: float) -> tuple[str, float]:
    """The text and a size at which it fits into `room` points; cut with an ellipsis when even the smallest is too wide."""
    text = printable(text)
    while size > smallest and width(text, size=size) > room:
        size -= 0.25
    if width(text, size=size) <= room:
        return text, size
    while text and width(text + "…", size=size) > room:
        text = text[:-1]
    return text + "…", size
