"""Cash over a counter: taken by a cashier into an open drawer, and handed out of one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cash:
    code: str = "cash"
    ways: frozenset[str] = frozenset({"counter"})
    account: str = "cash_drawer"
    refunds_by_hand: bool = True
