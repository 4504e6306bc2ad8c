"""What labels are printed on: sheets of many, or a roll of one after another. Sizes in millimetres, places in points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from newretail.kernel.text import Text
from newretail.storefront.labels.font import face

MOST_LABELS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`columns` by `rows` labels of equal size fill the page without gaps."""

    name: str
    words: Text
    page_mm: tuple[float, float]
    columns: int
    rows: int

    @property
    def label(self) -> tuple[float, float]:
        """Width and height of one label, in points."""
        return self.page_mm[0] * mm / self.columns, self.page_mm[1] * mm / self.rows


A4 = Sheet(
    name="a4",
    words=Text(en="A4 sheet, 3 x 8", ko="A4 용지, 3 x 8", zh="A4 纸，3 x 8"),
    page_mm=(210, 297),
    columns=3,
    rows=8,
)
"""Twenty-four labels of 70 x 37.1 mm, sold everywhere as "3 x 8"."""
ROLL = Sheet(
    name="roll", words=Text(en="Label roll", ko="라벨 롤", zh="标签卷"), page_mm=(60, 40), columns=1, rows=1
)
"""The usual label printer at a counter."""
SHEETS = {sheet.name: sheet for sheet in (A4, ROLL)}
"""All there are: the API, the command and the screens offer these, the first where nothing else is asked for."""

Draw = Callable[[Canvas, float, float, float, float], None]
"""Draws one label into (canvas, x, y, width, height)."""


def print_sheets(labels: Sequence[Draw], *, sheet: Sheet, title: str) -> bytes:
    """A PDF with these labels, row by row."""
    assert 0 < len(labels) <= MOST_LABELS
    face()
    file = BytesIO()
    canvas = Canvas(file, pagesize=(sheet.page_mm[0] * mm, sheet.page_mm[1] * mm), pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("newretail")
    width, height = sheet.label
    a_page = sheet.columns * sheet.rows
    for number, draw in enumerate(labels):
        if number and number % a_page == 0:
            canvas.showPage()
        row, column = divmod(number % a_page, sheet.columns)
        canvas.saveState()
        draw(canvas, column * width, (sheet.rows - 1 - row) * height, width, height)
        canvas.restoreState()
    canvas.save()
    return file.getvalue()
