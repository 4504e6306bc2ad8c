"""What somebody may keep from others before paying: so many orders at a time, a share of each product, for so many minutes.

A shopper who means to pay never meets these bounds; whoever would empty the shelves for nothing does. They stand in the store's sale terms.
"""

import hmac
import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings

from newretail.inventory import api as inventory
from newretail.kernel.http.address import network_of
from newretail.ordering import errors
from newretail.ordering.sale_terms import LONGEST_TO_PAY, SaleTerms
from newretail.pricing import api as pricing

FEW_PIECES = 4
FEW_GRAMS = 2000
"""What a household takes of one product anybody may have, however little the store has left of it. Grams or millilitres."""
MOST_LOOKED_AT = 100
"""So many unpaid orders of one person are looked at; no store lets anybody have more."""
REMEMBERED = LONGEST_TO_PAY + timedelta(minutes=30)
"""An order that is older waits for payment no more, or will be swept in a moment."""
MOST_FROM_NETWORK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for payment already, and the store's bounds. `refs`: of this person's unpaid orders at the store; `of_network`: how many
    guests' orders from the same network."""

    refs: Sequence[str]
    of_network: int
    is_guest: bool
    unpaid_orders: int
    unpaid_share: int
    unpaid_of_network: int
    pay_minutes: int
    guest_pay_minutes: int

    @property
    def pay_within(self) -> timedelta:
        return timedelta(minutes=self.guest_pay_minutes if self.is_guest else self.pay_minutes)


def waiting(row: Any) -> Waiting:
    """From what `load_promise.sql` found."""
    return Waiting(
        refs=row.unpaid_refs,
        of_network=row.unpaid_from_network,
        is_guest=row.tier == pricing.EVERYONE,
        unpaid_orders=row.unpaid_orders,
        unpaid_share=row.unpaid_share,
        unpaid_of_network=row.unpaid_of_network,
        pay_minutes=row.pay_minutes,
        guest_pay_minutes=row.guest_pay_minutes,
    )


def usual_terms() -> dict[str, int]:
    """What a store without a row of terms goes by, as values of the statement."""
    usual = SaleTerms()
    return {
        f"usual_{name}": getattr(usual, name)
        for name in ("unpaid_orders", "unpaid_share", "unpaid_of_network", "pay_minutes", "guest_pay_minutes")
    }


def refuse_too_many(waits: Waiting) -> None:
    """Raises TooManyUnpaid for one person's orders, TooManyUnpaidNearby for those of guests from one network."""
    if len(waits.refs) >= waits.unpaid_orders:
        raise errors.TooManyUnpaid(most=waits.unpaid_orders)
    if waits.is_guest and waits.of_network >= waits.unpaid_of_network:
        raise errors.TooManyUnpaidNearby()


def bound_of(waits: Waiting, lines: Iterable[Mapping[str, Any]]) -> inventory.Bound:
    """How much the person may hold. A product that is priced by the piece is counted in pieces, any other measured."""
    few = {line["sku_id"]: FEW_PIECES if line["per"] == 1 else FEW_GRAMS for line in lines}
    return inventory.Bound(waits.unpaid_share, few, waits.refs)


def placed_from(address: str) -> str:
    """A digest of the network that an address belongs to: orders from one network are counted, and nobody reads where it is.

    "" where the address tells nobody apart: the machine itself (a simulated city, a proxy that was not counted), or none.
    """
    try:
        if ipaddress.ip_address(address).is_loopback:
            return ""
    except ValueError:
        return ""
    message = b"placed-from:" + network_of(address).encode()
    return hmac.digest(settings.SECRET_KEY.encode(), message, "sha256").hex()[:16]
