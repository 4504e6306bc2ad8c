"""How people behave, in shares: what a day is made of. Every share is an option of the command line."""

import argparse
from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Each between 0 and 1."""

    pick_up: float = 0.10
    carry_out: float = 0.16
    mixed: float = 0.02
    returning: float = 0.55
    pay_by_code: float = 0.25
    cancel_unpaid: float = 0.02
    never_pay: float = 0.02
    cancel_paid: float = 0.02
    refund: float = 0.04
    weighed: float = 0.25
    swap: float = 0.55
    ask: float = 0.15
    miss: float = 0.012
    wrong_scan: float = 0.01
    nobody_home: float = 0.004

    MEANING: ClassVar[dict[str, str]] = {
        "pick_up": "orders that the shopper collects",
        "carry_out": "orders scanned, paid and carried out",
        "mixed": "orders that are partly carried out and partly delivered",
        "returning": "orders of somebody who was here before",
        "pay_by_code": "payments by a code that the shopper shows",
        "cancel_unpaid": "orders called off before they are paid",
        "never_pay": "orders that are never paid",
        "cancel_paid": "orders called off after they are paid",
        "refund": "finished orders of which something comes back",
        "weighed": "basket lines of weighed goods",
        "swap": "lines for which a substitute is welcome",
        "ask": "lines for which the shopper wants to be asked",
        "miss": "lines that a picker does not find",
        "wrong_scan": "picks at which a wrong product is scanned first",
        "nobody_home": "stops at which nobody opens",
    }

    def __post_init__(self) -> None:
        for each in fields(self):
            if not 0 <= getattr(self, each.name) <= 1:
                raise ValueError(f"share {each.name} is not between 0 and 1")
        if self.pick_up + self.carry_out + self.mixed > 1:
            raise ValueError("pick-up, carry-out and mixed are more than all orders together")


def add_options(parser: argparse.ArgumentParser) -> None:
    """`--share-NAME` for every share."""
    group = parser.add_argument_group("shares, each between 0 and 1")
    for each in fields(Shares):
        group.add_argument(
            f"--share-{each.name.replace('_', '-')}",
            type=float,
            default=each.default,
            metavar="SHARE",
            help=f"{Shares.MEANING[each.name]} (default: %(default)s)",
        )


def chosen(options: argparse.Namespace) -> Shares:
    """The shares that the command line says. Raises ValueError."""
    return Shares(**{each.name: getattr(options, f"share_{each.name}") for each in fields(Shares)})
