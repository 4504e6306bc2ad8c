"""How the store takes money where the shopper's phone has no wallet for it: at the counter, by a card or in cash."""

import random
from dataclasses import dataclass
from typing import Any

from twin.calls import Answer, Unexpected
from twin.engine import Pause
from twin.floor_calls import Handheld
from twin.town import Town, new_id

LOOK_SECONDS = 300.0
DIGITS = 8


@dataclass(frozen=True, slots=True)
class Tender:
    """What the city pays with at a store. by_phone: through the shopper's wallet; otherwise staff take it at the counter."""

    code: str
    by_phone: bool
    typed: tuple[dict[str, Any], ...] = ()
    typed_at_refund: tuple[dict[str, Any], ...] = ()


def choose_tender(offered: list[dict[str, Any]]) -> Tender | None:
    """The first that a phone can pay with, else the first of the counter that needs no drawer; None where there is neither."""
    by_phone = [each for each in offered if any(way["place"] == "app" for way in each["ways"])]
    at_counter = [each for each in offered if not each["into_drawer"] and each not in by_phone]
    for each in [*by_phone, *at_counter]:
        return Tender(
            code=each["code"],
            by_phone=each in by_phone,
            typed=tuple(each["typed"]),
            typed_at_refund=tuple(each["typed_at_refund"]),
        )
    return None


async def take_payment(town: Town, tender: Tender, *, order_id: str, chance: random.Random) -> Answer:
    """A cashier takes the order's money and types in what the terminal's slip says."""
    payment_id = new_id(chance)
    answer: Answer = await _cashier(town, chance).take_at_counter(
        order_id, payment_id=payment_id, tender=tender.code, typed=_slip(tender.typed, chance)
    )
    return answer


async def scan_wallet(
    town: Town, tender: Tender, *, order_id: str, auth_code: str, chance: random.Random
) -> Answer:
    """A cashier scans the code that the shopper's wallet shows."""
    payment_id = new_id(chance)
    answer: Answer = await _cashier(town, chance).scan_wallet(
        order_id, payment_id=payment_id, tender=tender.code, auth_code=auth_code
    )
    return answer


class Till:
    """A cashier who gives money back by hand: what was called off, came back or was never found."""

    def __init__(self, town: Town, tender: Tender) -> None:
        self.town = town
        self._tender = tender
        self._chance = town.chance("till")

    async def run(self) -> None:
        """Hand out what waits, without end; nothing to do where the tender's own house gives it back."""
        while not self._tender.by_phone:
            await Pause(LOOK_SECONDS)
            try:
                await self._hand_out()
            except Unexpected:
                self.town.book.note("refunds broken off")

    async def _hand_out(self) -> None:
        cashier = _cashier(self.town, self._chance)
        waiting = (await cashier.refunds(state="pending")).body
        for refund in sorted(waiting, key=lambda each: str(each["id"])):
            typed = _slip(self._tender.typed_at_refund, self._chance)
            await cashier.hand_out(refund["id"], typed=typed, key=new_id(self._chance))


def _cashier(town: Town, chance: random.Random) -> Handheld:
    people = town.store.who("cashier") or town.store.who("manager")
    return Handheld(store_id=town.store.store_id, token=chance.choice(people).token)


def _slip(fields: tuple[dict[str, Any], ...], chance: random.Random) -> dict[str, str]:
    """Every field of a slip is a number of eight digits, another one each time."""
    return {each["code"]: f"{chance.randrange(10**DIGITS):0{DIGITS}}" for each in fields}
