"""One label: the names, a figure that matters, and the code that opens the page behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.eanbc import Ean13BarcodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from newretail.storefront.labels.font import NAME, fitted, missing, width
from newretail.storefront.labels.qr import draw_qr

EDGE = 3.2 * mm
GAP = 1.2 * mm
QUIET_GREY = 0.35
LINE, MARK_UP = 8.6, 13.4
"""Points from one small line to the next, and how high the boxed mark is."""
WIDEST_CODE = 0.42
"""Of the label's width."""
BARS_ACROSS, LEAST_BARS = 30 * mm, 7.5 * mm
SMALLEST_NUMBER = 4.5
COMMA_HANGS = 0.12
"""How far a large figure's comma reaches into what stands below it, as a share of the figure's size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """names: the first is the large one. figure: a price or a date. mark: shelf or lot, boxed. below: up to two lines.

    ean: thirteen digits, as bars; then the mark stands under the code, so that bars and their quiet zones have the whole column.
    """

    link: str
    names: tuple[str, ...]
    figure: str
    figure_unit: str = ""
    below: tuple[str, ...] = ()
    mark: str
    corner: str = ""
    ean: str | None = None

    @property
    def missing_letters(self) -> str:
        """What is to stand on the label and is not in the font, each once."""
        return missing(
            "".join((*self.names, self.figure, self.figure_unit, *self.below, self.mark, self.corner))
        )

    def draw(self, canvas: Canvas, x: float, y: float, across: float, up: float) -> None:
        left, right, bottom = x + EDGE, x + across - EDGE, y + EDGE
        name_bottom = self._names(canvas, left=left, top=y + up - EDGE, room=right - left)
        under_code = MARK_UP + GAP if self.ean else 0
        side = min(name_bottom - bottom - under_code, (across - 2 * EDGE) * WIDEST_CODE)
        draw_qr(canvas, self.link, x=left - GAP, y=bottom - GAP + under_code, side=side)
        if self.ean:
            self._mark(canvas, right=left + side - 2 * GAP, bottom=bottom, room=side - 2 * GAP)
        self._figures(canvas, left=left + side, right=right, bottom=bottom, top=name_bottom - GAP)

    def _names(self, canvas: Canvas, *, left: float, top: float, room: float) -> float:
        """Draw the names and return where they end."""
        text, size = fitted(self.names[0], size=11.5, room=room, smallest=8)
        bottom = top - size * 0.92
        _write(canvas, text, x=left, y=bottom, size=size, is_heavy=True)
        canvas.setFillGray(QUIET_GREY)
        for name in self.names[1:]:
            text, size = fitted(name, size=6.8, room=room, smallest=5.5)
            bottom -= size * 1.28
            _write(canvas, text, x=left, y=bottom, size=size)
        canvas.setFillGray(0)
        return bottom - 1

    def _figures(self, canvas: Canvas, *, left: float, right: float, bottom: float, top: float) -> None:
        unit_size = 8.0
        unit_room = width(self.figure_unit, size=unit_size) + 3 if self.figure_unit else 0
        largest = 15 if self.ean else 22
        text, size = fitted(self.figure, size=largest, room=right - left - unit_room, smallest=11)
        baseline = top - size * 0.86
        _write(canvas, text, x=left, y=baseline, size=size, is_heavy=True)
        if self.figure_unit:
            _write(canvas, self.figure_unit, x=left + width(text, size=size) + 3, y=baseline, size=unit_size)
        baseline -= size * COMMA_HANGS
        lines = ("   ".join(self.below),) if self.ean else self.below
        foot = LEAST_BARS if self.ean else MARK_UP
        most = max(1, int((baseline - bottom - foot) // LINE))
        canvas.setFillGray(QUIET_GREY)
        for line in _wrapped(lines, room=right - left, most=most):
            baseline -= LINE
            text, size = fitted(line, size=6.8, room=right - left, smallest=5)
            _write(canvas, text, x=left, y=baseline, size=size)
        canvas.setFillGray(0)
        if self.ean:
            _bars(canvas, self.ean, right=right, bottom=bottom, up=baseline - 3 - bottom)
        else:
            self._foot(canvas, left=left, right=right, bottom=bottom, room=baseline - 3 - bottom)

    def _foot(self, canvas: Canvas, *, left: float, right: float, bottom: float, room: float) -> None:
        """The mark, and the number to be typed: beside it where it fits whole, else above it."""
        rest = right - self._mark(canvas, right=right, bottom=bottom, room=(right - left) * 0.6) - 3 - left
        is_beside = width(self.corner, size=SMALLEST_NUMBER) <= rest
        line = bottom + 3 if is_beside or room < MARK_UP + LINE else bottom + MARK_UP + 2.5
        text, size = fitted(
            self.corner, size=6.5, room=rest if is_beside else right - left, smallest=SMALLEST_NUMBER
        )
        canvas.setFillGray(QUIET_GREY)
        _write(canvas, text, x=left, y=line, size=size)
        canvas.setFillGray(0)

    def _mark(self, canvas: Canvas, *, right: float, bottom: float, room: float) -> float:
        """The shelf or lot in its box, which ends at `right`. Returns how wide the box is."""
        mark, size = fitted(self.mark, size=9, room=room - 7, smallest=5.5)
        box = width(mark, size=size) + 7
        canvas.setLineWidth(0.7)
        canvas.roundRect(right - box, bottom, box, size + 4.4, 2.4, stroke=1, fill=0)
        _write(canvas, mark, x=right - box + 3.5, y=bottom + 3.2 + size * 0.04, size=size, is_heavy=True)
        return box


def _wrapped(lines: Sequence[str], *, room: float, most: int) -> Iterator[str]:
    """The lines, each broken between words where it does not fit in small print; what is more than `most` stays on the last."""
    broken: list[str] = []
    for line in lines:
        broken.append("")
        for word in line.split(" "):
            longer = f"{broken[-1]} {word}".strip()
            if broken[-1] and width(longer, size=6) > room:
                broken.append(word)
            else:
                broken[-1] = longer
    yield from broken[: most - 1]
    if rest := " ".join(broken[most - 1 :]):
        yield rest


def _write(canvas: Canvas, text: str, *, x: float, y: float, size: float, is_heavy: bool = False) -> None:
    """A line of text. Heavy: outlined a little, since one weight of the font is all we carry."""
    line = canvas.beginText(x, y)
    line.setFont(NAME, size)
    if is_heavy:
        canvas.setLineWidth(size * 0.032)
        line.setTextRenderMode(2)
    line.textOut(text)
    if is_heavy:
        line.setTextRenderMode(0)
    canvas.drawText(line)


def _bars(canvas: Canvas, digits: str, *, right: float, bottom: float, up: float) -> None:
    """EAN-13 bars over their digits, at the smallest size that GS1 allows, 0.264 mm a module with its quiet zones, and as high as there is
    room: they want 18 mm, which no label of ours has (General Specifications, 5.2.3 and 5.12.3)."""
    bars = Ean13BarcodeWidget(digits, barHeight=up - 7, fontName=NAME, fontSize=6, humanReadable=True)
    left, _, end, _ = bars.getBounds()
    drawing = Drawing(end - left, up)
    drawing.add(bars)
    drawing.scale(BARS_ACROSS / (end - left), 1)
    renderPDF.draw(drawing, canvas, right - BARS_ACROSS, bottom)
