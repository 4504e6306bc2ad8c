"""A picture from outside, re-encoded: whatever else was in the file, place and time of the shot included, stays behind."""

import io
from threading import Lock

from PIL import Image, ImageOps

from newretail.photos.errors import NotAPicture

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 1280
MOST_PIXELS = 50_000_000
"""What a good phone's camera gives. A small file can claim any size, so this is looked at before anything is unpacked."""
MOST_SIDE = 16_383
"""The most that WebP can hold."""
QUALITY = 80

_decoding = Lock()
"""One at a time in a process: unpacked, a picture takes some 200 MB."""


def reencode(content: bytes) -> bytes:
    """The same picture as WebP: upright, without metadata, its longest side at most 1280 pixels. Raises NotAPicture."""
    with _decoding:
        try:
            return _reencode(content)
        except NotAPicture:
            raise
        except Exception:  # each decoder has errors of its own for what is broken or hostile
            raise NotAPicture() from None


def _reencode(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS or max(opened.size) > MOST_SIDE:
            raise NotAPicture()
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn = Image.new("RGB", upright.size, "white")
        rgba = upright.convert("RGBA")
        drawn.paste(rgba, mask=rgba.getchannel("A"))
    written = io.BytesIO()
    drawn.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()
