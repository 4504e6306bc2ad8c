"""Cursors: where a page ends, as its last row's sort key. Nothing is counted off, so no row is repeated or skipped when others come or go."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson

from newretail.kernel.errors import Invalid

LONGEST = 1000
_LONGEST_WORD = 500
_LARGEST = 2**63 - 1


def write_cursor(*key: str | int | None) -> str:
    """The sort key of a page's last row, as a client keeps it."""
    return urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type | tuple[type, ...]) -> tuple[Any, ...] | None:
    """What `write_cursor` wrote, of these types; None for an empty cursor, which is the beginning. Raises Invalid for anything else."""
    if not cursor:
        return None
    try:
        key = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise Invalid(first="cursor") from None
    good = isinstance(key, list) and len(key) == len(kinds)
    if not (good and all(_is(part, kind) for part, kind in zip(key, kinds, strict=True))):
        raise Invalid(first="cursor")
    return tuple(key)


def _is(part: object, kind: type | tuple[type, ...]) -> bool:
    if not isinstance(part, kind) or isinstance(part, bool):
        return False
    if isinstance(part, str):
        return len(part) <= _LONGEST_WORD and "\x00" not in part
    return part is None or (isinstance(part, int) and -_LARGEST <= part <= _LARGEST)
