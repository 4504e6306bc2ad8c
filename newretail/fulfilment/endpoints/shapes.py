"""The door, and the words and numbers that come in by it."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from newretail.kernel.http import Door, Slug
from newretail.kernel.http.faults import UNREADABLE

door = Door(tags=["fulfilment"])

LineName = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]
PartName = Annotated[str, StringConstraints(pattern=r"^[!-~]{0,32}$")]
"""Which parcel of its way; empty where a way has one."""
Tags = Annotated[list[Slug], Field(max_length=100)]


def _scannable(value: str) -> str:
    """A scan may hold the group separator of GS1 element strings, and no other control character."""
    if any(character < " " and character != "\x1d" for character in value):
        raise ValueError(UNREADABLE)
    value.encode()
    return value


ScannedText = Annotated[str, StringConstraints(min_length=1, max_length=512), AfterValidator(_scannable)]
