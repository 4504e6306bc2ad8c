"""Compares what an answer says its reader may do with what happens when they do it."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

from django.db import transaction
from django.db.models import Model


def happens(act: Callable[[], int], tables: Sequence[type[Model]]) -> bool:
    """Is it let pass (`act` answers with a status), and does it change anything in these tables? It is taken back in any case.

    What is told a second time is answered with what is so already: it changes nothing.
    """
    before = _rows(tables)
    with transaction.atomic():
        status = act()
        changed = status < 400 and _rows(tables) != before
        transaction.set_rollback(True)
    return changed


class Told:
    """Remembers which verbs were seen let pass and which refused; only of those seen both ways the comparison says something."""

    def __init__(self, tables: Sequence[type[Model]]) -> None:
        self.tables = tables
        self.seen: set[tuple[str, bool]] = set()

    @property
    def both(self) -> set[str]:
        return {deed for deed, _ in self.seen if {(deed, True), (deed, False)} <= self.seen}

    def holds(self, told: dict[str, Any], acts: dict[str, Callable[[], int]], *, known: Any) -> None:
        """`acts`: how verbs are done; `known`: the enumeration that the answer's description gives."""
        assert {*told["can"], *acts} <= set(get_args(known)), told["can"]
        for deed, act in acts.items():
            did = happens(act, self.tables)
            assert did == (deed in told["can"]), (deed, did, told)
            self.seen.add((deed, did))


def _rows(tables: Sequence[type[Model]]) -> list[Any]:
    return [list(table._default_manager.order_by("pk").values()) for table in tables]
