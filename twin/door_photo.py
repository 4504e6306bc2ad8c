"""What a courier's camera sees when nobody tells a door code: the bag in front of the door, with its number."""

import io

from PIL import Image, ImageDraw, ImageFont

WALL, DOOR, MAT, BAG, INK = "#d8d2c4", "#8a6f52", "#5d6b5e", "#e3c48d", "#3a2f1e"


def door_photo(number: str) -> bytes:
    """A JPEG of 480 x 360 pixels; the same number gives the same picture."""
    picture = Image.new("RGB", (480, 360), WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((160, 0, 360, 290), fill=DOOR)
    draw.ellipse((330, 150, 346, 166), fill="#d9b44a")
    draw.rectangle((120, 290, 400, 330), fill=MAT)
    draw.rectangle((180, 190, 290, 310), fill=BAG)
    draw.arc((210, 165, 260, 215), 180, 360, fill=INK, width=4)
    draw.text((192, 236), number, fill=INK, font=ImageFont.load_default(22))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
