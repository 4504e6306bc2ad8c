"""The kinds of facts that a receiver can ask for."""

from collections.abc import Iterable

from newretail.kernel.events import Event
from newretail.webhooks.errors import KindUnknown

KEPT_IN = frozenset({"fulfilment.CourierMoved"})
"""Facts that do not leave the house: a rider's way leads to somebody's door."""


def all_kinds() -> list[str]:
    """Every kind of fact that a receiver may have: not those about webhooks themselves, nor those that are kept in."""
    return sorted(name for name in Event.kinds if not name.startswith("webhooks.") and name not in KEPT_IN)


def known(names: Iterable[str]) -> list[str]:
    """The names, each once, in order. Raises KindUnknown."""
    wanted = sorted(set(names))
    there = set(all_kinds())
    for name in wanted:
        if name not in there:
            raise KindUnknown(name=name)
    return wanted
