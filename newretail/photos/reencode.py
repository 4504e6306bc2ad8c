"""A picture from outside, re-encoded: whatever else was in the file, place and time of the shot included, stays behind."""

import os
import subprocess
import sys
from pathlib import Path

from newretail.photos.errors import NotAPicture, TooManyPictures

PROGRAM = Path(__file__).with_name("draw.py")
_GIVING_WAY = ("nice", "-n", "19")
"""From its first step: half of its time goes into its own start."""
PATIENCE_SECONDS = 30
"""The program gives way to all others: on a machine that is busy it takes much longer than its own work."""
MOST_SCANS = 64
"""Passes in which a JPEG may come; a camera's has one, the finest ten. Each goes over the whole picture, however short it is."""
_NEEDED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG")
"""What the program is told of its surroundings: how to find Python's libraries, no password."""


def reencode(content: bytes) -> bytes:
    """The same picture as WebP: upright, without metadata, its longest side at most 1280 pixels.

    Raises NotAPicture, or TooManyPictures when the machine has no time for it.
    """
    if not looks_whole(content):
        raise NotAPicture()
    words = [*_GIVING_WAY, sys.executable, "-P", str(PROGRAM)]
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    try:
        done = subprocess.run(
            words, input=content, capture_output=True, timeout=PATIENCE_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise TooManyPictures() from None
    if done.returncode or not done.stdout:
        raise NotAPicture()
    return done.stdout


def looks_whole(content: bytes) -> bool:
    """Whether a file begins and ends as a picture that we read; said before anything of it is unpacked."""
    if content.startswith(b"\xff\xd8\xff"):
        scans = content.count(b"\xff\xda")  # within a scan no such pair can stand
        return 0 < scans <= MOST_SCANS and content.rfind(b"\xff\xd9") > content.rfind(b"\xff\xda")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"IEND\xaeB`\x82" in content
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return int.from_bytes(content[4:8], "little") + 8 <= len(content)
    return False
