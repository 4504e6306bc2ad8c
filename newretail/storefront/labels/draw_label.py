"""One label: the names, a figure that matters, and the code that opens the page behind it."""

from dataclasses import dataclass

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.eanbc import Ean13BarcodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from newretail.storefront.labels.font import NAME, fitted, width
from newretail.storefront.labels.qr import draw_qr

EDGE = 3.2 * mm
GAP = 1.2 * mm
QUIET_GREY = 0.35
COMMA_HANGS = 0.12
"""How far a large figure's comma reaches into what stands below it, as a share of the figure's size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """names: the first is the large one. figure: a price or a date. mark: shelf or lot, boxed. below: up to two lines. ean: thirteen digits, as bars."""

    link: str
    names: tuple[str, ...]
    figure: str
    figure_unit: str = ""
    below: tuple[str, ...] = ()
    mark: str
    corner: str = ""
    ean: str | None = None

    def draw(self, canvas: Canvas, x: float, y: float, across: float, up: float) -> None:
        left, right = x + EDGE, x + across - EDGE
        name_bottom = self._names(canvas, left=left, top=y + up - EDGE, room=right - left)
        side = min(name_bottom - GAP - (y + EDGE - GAP), (across - 2 * EDGE) * 0.42)
        draw_qr(canvas, self.link, x=left - GAP, y=y + EDGE - GAP, side=side)
        self._figures(canvas, left=left + side, right=right, bottom=y + EDGE, top=name_bottom - GAP)

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
        text, size = fitted(self.figure, size=22, room=right - left - unit_room, smallest=11)
        baseline = top - size * 0.86
        _write(canvas, text, x=left, y=baseline, size=size, is_heavy=True)
        if self.figure_unit:
            _write(canvas, self.figure_unit, x=left + width(text, size=size) + 3, y=baseline, size=unit_size)
        baseline -= size * COMMA_HANGS
        canvas.setFillGray(QUIET_GREY)
        for line in ("   ".join(self.below),) if self.ean else self.below:
            baseline -= 8.6
            text, size = fitted(line, size=6.8, room=right - left, smallest=5)
            _write(canvas, text, x=left, y=baseline, size=size)
        canvas.setFillGray(0)
        self._foot(canvas, left=left, right=right, bottom=bottom, room=baseline - 3 - bottom)

    def _foot(self, canvas: Canvas, *, left: float, right: float, bottom: float, room: float) -> None:
        mark, size = fitted(self.mark, size=9, room=(right - left) * 0.6, smallest=5.5)
        box = width(mark, size=size) + 7
        canvas.setLineWidth(0.7)
        canvas.roundRect(right - box, bottom, box, size + 4.4, 2.4, stroke=1, fill=0)
        _write(canvas, mark, x=right - box + 3.5, y=bottom + 3.2 + size * 0.04, size=size, is_heavy=True)
        rest = right - box - 3 - left
        if self.ean and room >= 5 * mm and rest >= 22 * mm:
            _bars(canvas, self.ean, x=left, y=bottom, across=min(rest, 30 * mm), up=min(room, 8 * mm))
        elif self.corner:
            text, size = fitted(self.corner, size=6.5, room=rest, smallest=4.5)
            canvas.setFillGray(QUIET_GREY)
            _write(canvas, text, x=left, y=bottom + 3, size=size)
            canvas.setFillGray(0)


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


def _bars(canvas: Canvas, digits: str, *, x: float, y: float, across: float, up: float) -> None:
    """EAN-13 bars over their digits, scaled to the room (95 modules and the quiet zones, GS1 General Specifications 5.2)."""
    bars = Ean13BarcodeWidget(digits, barHeight=up - 7, fontName=NAME, fontSize=6, humanReadable=True)
    left, _, right, _ = bars.getBounds()
    drawing = Drawing(right - left, up)
    drawing.add(bars)
    drawing.scale(across / (right - left), 1)
    renderPDF.draw(drawing, canvas, x, y)
