"""What a route needs from the port before Django sees the request: a larger body, or a thread that may wait.

Each route says so itself (`Door.post(..., waits=True, body_limit=...)`); pages that are no routes of the API are declared by
whoever mounts them (`declare`). The port asks once per request, so the answer is one look at a compiled pattern.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest

API = "/api/v1"

Knock = Callable[[HttpRequest], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """waits: it may wait for a neighbour's network or work long on what was sent, and takes a thread of the outward pool.
    draws: it draws pictures, and takes the one thread that does. body_limit: how many bytes it may be sent; None for the house's own
    limit. knock: asked before a body above that limit is read; raises a refusal for whoever may not send one.
    loose_policy: its pages have inline styles and scripts.
    """

    waits: bool = False
    draws: bool = False
    body_limit: int | None = None
    knock: Knock | None = None
    loose_policy: bool = False

    def __post_init__(self) -> None:
        assert (self.body_limit is None) == (self.knock is None), (
            "a large body is read from those who may send it"
        )


NOTHING = Needs()
_routes: dict[str, list[tuple[str, Needs]]] = {}
_places: list[tuple[str, re.Pattern[str], Needs]] = []


def declare_route(method: str, path: str, needs: Needs) -> None:
    """`path` as a `Door` has it, such as `/stores/{store_id}/things`."""
    if needs != NOTHING:
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(API + path))
        _routes.setdefault(method, []).append((pattern, needs))
        _compiled.cache_clear()


def declare(prefix: str, needs: Needs, *, pages: str = "") -> None:
    """Everything below `prefix` needs this, or, of all below it, what `pages` matches (a pattern of the path's rest)."""
    place = re.compile(re.escape(prefix) + pages)
    _places.append((prefix, place, needs))


def needs_of(method: str, path: str) -> Needs:
    """`method` in capital letters, as Django knows it."""
    for prefix, place, needs in _places:
        if path.startswith(prefix) and place.match(path):
            return needs
    if method not in _routes:
        return NOTHING
    found = _compiled(method).fullmatch(path)
    return _routes[method][(found.lastindex or 1) - 1][1] if found else NOTHING


def body_limit(needs: Needs) -> int:
    """How many bytes a request may bring."""
    own: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return own if needs.body_limit is None else needs.body_limit


@cache
def _compiled(method: str) -> re.Pattern[str]:
    """One pattern for all routes of a method; the number of the group that matched says which it was."""
    return re.compile("|".join(f"({pattern})" for pattern, _ in _routes[method]))
