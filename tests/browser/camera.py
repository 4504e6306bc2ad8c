"""What a phone's camera sees: our own printed labels, held in front of it one after the other."""

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image

from tests.browser.house import House

WIDTH, HEIGHT = 640, 480
CODE_SIDE, CODE_TOP = 120, 75
"""Where a phone held upright shows its frame."""
FRAMES_EACH, FRAMES_BETWEEN, FRAMES_AFTERWARDS = 60, 45, 240
DOTS_A_POINT = 4.0
SEES = "--use-file-for-fake-video-capture="
ALLOWED = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""A camera that needs no hand to hold it, and a person who lets the page look through it."""


def shelf_labels(house: House, store: str, names: Sequence[str], *, zone: str) -> list[Image.Image]:
    """The printed shelf labels of these products, by their English names, as the store's printer makes them."""
    answer = house.staff("picker", store).http.get(
        f"/stores/{store}/labels/shelves.pdf", params={"sheet": "roll", "zone": zone}
    )
    assert answer.is_success, answer.text
    document = pypdfium2.PdfDocument(answer.content)
    found: dict[str, Image.Image] = {}
    for page in document:
        text = page.get_textpage().get_text_range()
        for name in names:
            if name in text and name not in found:
                found[name] = page.render(scale=DOTS_A_POINT).to_pil()
        if len(found) == len(names):
            break
    document.close()
    return [found[name] for name in names]


def film(labels: Sequence[Image.Image], path: Path) -> Path:
    """A film of the labels, each for two seconds, with the shop's floor between them; it begins anew after a longer look at the floor."""
    floor = _frame(None)
    with path.open("wb") as file:
        for label in labels:
            file.write(_frame(label) * FRAMES_EACH)
            file.write(floor * FRAMES_BETWEEN)
        file.write(floor * FRAMES_AFTERWARDS)
    return path


def _frame(label: Image.Image | None) -> bytes:
    """The label held so that its code lies in the frame that the page shows."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (168, 160, 148))
    if label is not None:
        corners = zxingcpp.read_barcodes(label)[0].position
        left, top = corners.top_left.x, corners.top_left.y
        scale = CODE_SIDE / (corners.bottom_right.x - left)
        sized = label.convert("RGB").resize((round(label.width * scale), round(label.height * scale)))
        picture.paste(
            sized,
            (round((WIDTH - CODE_SIDE) / 2 - left * scale), round(CODE_TOP - top * scale)),
        )
    frame = io.BytesIO()
    picture.save(frame, "JPEG", quality=92)
    return frame.getvalue()
