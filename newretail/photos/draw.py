"""A program of its own that draws one picture anew: a file comes in by standard input, a WebP goes out by standard output.

It decodes what strangers send, so it stands apart from the house: it knows no password, may not take much memory or time, and what it took is
free again when it ends. Ends with `NO_PICTURE` for what is none.
"""

import fcntl
import io
import resource
import sys
from pathlib import Path

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 1280
MOST_PIXELS = 12_000_000
"""A small file can claim any size, so this is looked at before anything is unpacked."""
MOST_PIXELS_BY_LINES = 50_000_000
"""What a good phone's camera gives. Such a JPEG is read line by line at a fraction of its size; one that comes in passes is not."""
MOST_SIDE = 16_383
"""The most that WebP can hold."""
QUALITY = 80

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 10
NO_PICTURE = 3


def main() -> int:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    content = sys.stdin.buffer.read()
    with Path(__file__).open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # one picture at a time on this machine, however many servers it has
        return hand_out(content)


def hand_out(content: bytes) -> int:
    """The program's answer: the picture, or that it is none."""
    try:
        drawn = draw(content)
    except Exception:  # each decoder has errors of its own for what is broken or hostile
        return NO_PICTURE
    sys.stdout.buffer.write(drawn)
    return 0


def draw(content: bytes) -> bytes:
    """The same picture as WebP: upright, without metadata, its longest side at most 1280 pixels."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        by_lines = opened.format in ("JPEG", "MPO") and not opened.info.get("progressive")
        most = MOST_PIXELS_BY_LINES if by_lines else MOST_PIXELS
        if opened.width * opened.height > most or max(opened.size) > MOST_SIDE:
            raise ValueError("too large")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn = Image.new("RGB", upright.size, "white")
        rgba = upright.convert("RGBA")
        drawn.paste(rgba, mask=rgba.getchannel("A"))
    written = io.BytesIO()
    drawn.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
