"""The people at the counter and at the door, as a shopper meets them: collecting, leaving, bringing back, calling off."""

from typing import TYPE_CHECKING

from twin.engine import Pause
from twin.floor_calls import Handheld
from twin.town import new_id

if TYPE_CHECKING:
    from twin.shoppers import Shopper

MISCOUNTED = 0.03
"""The share of audited baskets in which something more is found than was paid."""


async def collect(shopper: "Shopper", *, code: str) -> None:
    """The shopper shows the pickup code and gets the bags."""
    clerk = _one_of(shopper, "cashier")
    found = await clerk.parcels(state="shelved", number=shopper.number_for_people)
    for parcel in found.body:
        handed = await clerk.collect(parcel["id"], code=code)
        if not handed.refused:
            shopper.town.book.note("collected")


async def leave(shopper: "Shopper", *, code: str, basket: list[tuple[str, int]]) -> None:
    """The door reads the exit code; a basket that is to be audited is counted.

    Who is audited is a secret of the store, drawn anew each time, and a day is to be the same all the same. So the counting is somebody
    else's business: it takes none of the shopper's time, and its luck is drawn apart from theirs.
    """
    clerk = _one_of(shopper, "cashier")
    seen = await clerk.check_exit(code, key=new_id(shopper.chance))
    if seen.body["verdict"] == "audit":
        counting = _count(shopper, clerk, basket=basket)
        shopper.town.engine.start(counting, name=f"audit {shopper.number}")


async def _count(shopper: "Shopper", clerk: Handheld, *, basket: list[tuple[str, int]]) -> None:
    luck = shopper.town.chance(f"audit {shopper.number}")
    shopper.town.book.note("audits")
    await Pause(luck.uniform(30, 120))
    counted = [{"sku_id": sku_id, "quantity": quantity} for sku_id, quantity in basket]
    if luck.random() < MISCOUNTED:
        counted[0]["quantity"] = basket[0][1] + 1
        shopper.town.book.note("audits with a difference")
    await clerk.audit_exit(shopper.order_id, counted=counted, key=new_id(luck))


async def bring_back(shopper: "Shopper") -> None:
    """Something of a finished order comes back: the cashier gives the money, the goods are restocked or thrown away."""
    chance = shopper.chance
    await Pause(chance.uniform(300, 3600))
    clerk = _one_of(shopper, "cashier")
    order = (await clerk.show_order(shopper.order_id)).body
    lines = [
        line for line in order["lines"] if line["settled"] and sum(part["quantity"] for part in line["taken"])
    ]
    if not lines:
        return
    line = chance.choice(lines)
    taken = sum(part["quantity"] - part["returned"] for part in line["taken"])
    restock, kept = chance.choice(((True, False), (False, False), (False, True)))
    await clerk.refund(
        shopper.order_id,
        refund_id=new_id(chance),
        lines=[
            {
                "line": line["line"],
                "quantity": taken if line["unit"] != "each" else chance.randint(1, taken),
                "restock": restock,
                "kept": kept,
            }
        ],
        reason=chance.choice(("not fresh", "not as expected", "too much")),
    )


async def ask_manager_to_cancel(shopper: "Shopper") -> None:
    """The store works on it already: only its manager may stop that now."""
    await Pause(shopper.chance.uniform(10, 60))
    manager = _one_of(shopper, "manager")
    await manager.cancel(
        shopper.order_id, reason="the shopper changed their mind", key=new_id(shopper.chance)
    )


def _one_of(shopper: "Shopper", role: str) -> Handheld:
    store = shopper.town.store
    people = store.who(role) or store.who("manager")
    return Handheld(store_id=store.store_id, token=people[shopper.number % len(people)].token)
