"""QR codes of our links, as small as the standard allows.

A QR code stores capital letters, digits and a few signs in 5.5 bits each, anything else in 8. Scheme and host may be written in
capitals (RFC 3986, section 6.2.2.1), so all of a link up to its query fits into the cheaper form.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import segno
from reportlab.pdfgen.canvas import Canvas
from segno import consts

_CHEAP = re.compile(r"[0-9A-Z $%*+\-./:]+")
QUIET_MODULES = 4
"""ISO/IEC 18004 asks for four empty modules around the code."""


def compact(link: str) -> str:
    """The link with scheme and host in capitals; its path and query stay as they are."""
    parts = urlsplit(link)
    start = f"{parts.scheme}://{parts.netloc}"
    return start.upper() + link[len(start) :]


def qr_code(link: str) -> segno.QRCode:
    """The code of a link: level M, which bears a label that is a little torn."""
    text = compact(link)
    head = _CHEAP.match(text)
    assert head is not None
    segments: Any = [(head[0], consts.MODE_ALPHANUMERIC)]
    if rest := text[head.end() :]:
        segments.append((rest, consts.MODE_BYTE))
    return segno.make_qr(segments, error="m", boost_error=False)


def draw_qr(canvas: Canvas, link: str, *, x: float, y: float, side: float) -> None:
    """Draw the code into a square of `side` points, quiet zone included, with its lower left corner at (x, y)."""
    matrix = list(qr_code(link).matrix)
    module = side / (len(matrix) + 2 * QUIET_MODULES)
    path = canvas.beginPath()
    for row_number, row in enumerate(matrix):
        bottom = y + side - (QUIET_MODULES + row_number + 1) * module
        for start, length in _runs(row):
            path.rect(x + (QUIET_MODULES + start) * module, bottom, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    """(start, length) of each stretch of dark modules."""
    return [(found.start(), len(found[0])) for found in re.finditer(rb"\x01+", bytes(row))]
