"""The front door of every room: routes that say who may call them, answer problems in the caller's language, and can be
retried safely."""

from newretail.kernel.http.door import Door
from newretail.kernel.http.request import Request
from newretail.kernel.http.schemas import (
    Before,
    Body,
    Code,
    Cursor,
    Day,
    Key,
    LanguageCode,
    Latitude,
    Limit,
    Longitude,
    Moment,
    NamesOut,
    Out,
    Quantity,
    ReasonOut,
    Slug,
    Words,
)

__all__ = [
    "Before",
    "Body",
    "Code",
    "Cursor",
    "Day",
    "Door",
    "Key",
    "LanguageCode",
    "Latitude",
    "Limit",
    "Longitude",
    "Moment",
    "NamesOut",
    "Out",
    "Quantity",
    "ReasonOut",
    "Request",
    "Slug",
    "Words",
]
