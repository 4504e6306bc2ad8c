"""The kinds of facts that a receiver can ask for."""

from collections.abc import Iterable

from newretail.kernel.events import Event
from newretail.webhooks.errors import KindUnknown


def all_kinds() -> list[str]:
    """Every kind of fact of the house, except those about webhooks themselves."""
    return sorted(name for name in Event.kinds if not name.startswith("webhooks."))


def known(names: Iterable[str]) -> list[str]:
    """The names, each once, in order. Raises KindUnknown."""
    wanted = sorted(set(names))
    there = set(all_kinds())
    for name in wanted:
        if name not in there:
            raise KindUnknown(name=name)
    return wanted
