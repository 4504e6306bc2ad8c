"""The door, and the words and numbers that come in by it."""

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from newretail.kernel.http import Door, Slug
from newretail.kernel.http.faults import UNREADABLE

door = Door(tags=["fulfilment"])

LineName = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]
PartName = Annotated[str, StringConstraints(pattern=r"^[!-~]{0,32}$")]
"""Which parcel of its way; empty where a way has one."""
Tags = Annotated[list[Slug], Field(max_length=100)]


def _half_width(value: Any) -> Any:
    """A Chinese or Korean keyboard may type digits in full width, with a blank behind them."""
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value


DoorCode = Annotated[str, BeforeValidator(_half_width), StringConstraints(pattern=r"^[0-9]{4}$")]
PickupCode = Annotated[str, BeforeValidator(_half_width), StringConstraints(pattern=r"^[0-9]{6}$")]


def _scannable(value: str) -> str:
    """A scan may hold the group separator of GS1 element strings, and no other control character."""
    if any(character < " " and character != "\x1d" for character in value):
        raise ValueError(UNREADABLE)
    value.encode()
    return value


ScannedText = Annotated[str, StringConstraints(min_length=1, max_length=512), AfterValidator(_scannable)]
