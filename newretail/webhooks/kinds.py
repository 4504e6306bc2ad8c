"""The kinds of facts that a receiver can ask for."""

from collections.abc import Iterable

from newretail.kernel.events import Event
from newretail.webhooks.errors import KindUnknown

KEPT_IN = ("courier.moved", "audit.", "handler.")
"""How the names of facts begin that do not leave the house: a rider's way leads to somebody's door, who looked at whom is between the
chain and its members, and a handler that failed is nobody's business outside."""


def is_kept_in(name: str) -> bool:
    return name.startswith(KEPT_IN)


def all_kinds() -> list[str]:
    """Every kind of fact that a receiver may have: not those about webhooks themselves, nor those that are kept in."""
    return sorted(name for name in Event.kinds if not name.startswith("webhook.") and not is_kept_in(name))


def known(names: Iterable[str]) -> list[str]:
    """The names, each once, in order. Raises KindUnknown."""
    wanted = sorted(set(names))
    there = set(all_kinds())
    for name in wanted:
        if name not in there:
            raise KindUnknown(name=name)
    return wanted
