"""A picture from outside is re-encoded: small, upright, and with nothing else in it."""

import io
import struct
import zlib

import pytest
from PIL import Image

from newretail.photos.draw import MOST_PIXELS
from newretail.photos.errors import NotAPicture
from newretail.photos.reencode import reencode


def file_of(image: Image.Image, kind: str, **more: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def seen(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(reencode(content)))


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "I;16"), ("WEBP", "RGB")])  # fmt: skip
def test_a_photo_becomes_a_small_webp(kind: str, mode: str):
    drawn = seen(file_of(Image.new(mode, (3000, 1500)), kind))
    assert (drawn.format, drawn.mode, drawn.size) == ("WEBP", "RGB", (1280, 640))


def test_a_small_one_is_not_made_larger():
    assert seen(file_of(Image.new("RGB", (40, 30), "red"), "PNG")).size == (40, 30)


def test_place_time_and_words_stay_behind_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "Yuna's kitchen"
    exif[0x8825] = {1: "N", 2: (31.0, 14.0, 11.0)}
    sent = file_of(Image.new("RGB", (400, 200)), "JPEG", exif=exif, comment=b"Yuna's comment")
    assert b"Yuna" in sent
    drawn = reencode(sent)
    assert b"Yuna" not in drawn and b"EXIF" not in drawn and b"Exif" not in drawn
    assert seen(sent).size == (200, 400)


def test_what_shines_through_is_white():
    drawn = seen(file_of(Image.new("RGBA", (16, 16), (0, 0, 0, 0)), "PNG"))
    assert min(drawn.getpixel((8, 8))) > 250


def bomb(width: int, height: int) -> bytes:
    """A tiny PNG that claims to be huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 100,
        b"\xff\xd8\xff\xe0" + b"\0" * 200,
        b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 40,
        bomb(60_000, 60_000),
        bomb(MOST_PIXELS // 10, 11),
        bomb(20_000, 1),
        bomb(3000, 3000),
    ],
    ids=[
        "nothing",
        "words",
        "svg",
        "gif",
        "broken jpeg",
        "broken webp",
        "bomb",
        "wide bomb",
        "line",
        "cut short",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes):
    with pytest.raises(NotAPicture):
        reencode(content)
