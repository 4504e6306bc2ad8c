"""What a movement between two places of the ledger is called in the vocabulary of business (GS1 CBV 2.0), without a database."""

from dataclasses import dataclass
from datetime import datetime

STATE_IN = {"stock": "sellable_accessible", "expired": "expired", "blocked": "non_sellable_other"}
"""The places in the house, and what is so of goods that lie there."""
STOLEN = "stolen"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`leaves`: the goods are not at the store afterwards, so no business location is told."""

    step: str
    action: str
    disposition: str
    leaves: bool = False


PACKED = Meaning("packing", "ADD", "in_progress")
UNPACKED = Meaning("unpacking", "DELETE", "in_progress")
"""Goods and their parcel: put together, and taken apart again where it does not leave."""
TO_THE_DOOR = "deliver"
"""The way out that ends elsewhere than at the store."""


def meaning(*, source: str, target: str, cause: str, way: str = "") -> Meaning:
    """What goods that went from one place of the ledger to another did. Corrections of the books are stock takings: goods found are
    added, goods not there are deleted. `way`: the way out of goods that left."""
    if target == "waste":
        return _wasted(cause)
    if target == "bag":
        return Meaning("picking", "OBSERVE", "in_progress")
    if target == "customer":
        return _sold(way)
    if target == "return_vendor":
        return Meaning("shipping", "OBSERVE", "returned", leaves=True)
    if target in STATE_IN:
        return _came_in(source, STATE_IN[target])
    return Meaning("stock_taking", "DELETE", "unknown")


def _wasted(cause: str) -> Meaning:
    if cause == STOLEN:
        return Meaning("stock_taking", "DELETE", "stolen")
    return Meaning("destroying", "DELETE", "destroyed")


def _sold(way: str) -> Meaning:
    """Given to the shopper at the store, off the shelf or in bags over the counter; or brought to the door."""
    step = "shipping" if way == TO_THE_DOOR else "retail_selling"
    return Meaning(step, "OBSERVE", "retail_sold", leaves=True)


def _came_in(source: str, state: str) -> Meaning:
    if source in ("supplier", "customer"):
        return Meaning("receiving", "OBSERVE", state)
    if source == "bag" or source in STATE_IN:
        return Meaning("storing" if state == STATE_IN["stock"] else "holding", "OBSERVE", state)
    return Meaning("stock_taking", "ADD", state)


def offset_of(moment: datetime) -> str:
    """The distance from UTC of a moment in its own zone, as EPCIS writes it: +09:00."""
    said = moment.strftime("%z")
    return f"{said[:3]}:{said[3:5]}"
