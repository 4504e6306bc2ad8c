"""Shoppers: they fill a basket, hear a promise, pay or do not, and take their goods home, or have them brought."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from twin import counter, shop_calls
from twin.basket import Item
from twin.calls import Answer, Unexpected
from twin.daybook import CARRY_OUT, DELIVER, PICK_UP
from twin.days import Place
from twin.engine import Mailbox, Pause, Take
from twin.till import scan_wallet, take_payment
from twin.town import Town, new_id

PATIENCE_SECONDS = 4 * 3600.0
"""How long a shopper waits for news of a paid order before asking the store and giving it up."""
PAID_WITHIN_SECONDS = 20 * 60.0
EXPIRED_WITHIN_SECONDS = 90 * 60.0
MOST_QUOTES = 4
MOST_REGULARS = 300


@dataclass(frozen=True, slots=True)
class Account:
    """A phone: the store's token and the wallet."""

    token: str
    wallet: str


@dataclass(slots=True)
class _Line:
    line_id: str
    item: Item
    way: str


class Shopper:
    """One visit of one shopper. `number` names the visit, and its luck."""

    def __init__(self, town: Town, *, number: int, home: Place) -> None:
        self.town = town
        self.number = number
        self.home = home
        self.chance: random.Random = town.chance(f"shopper {number}")
        self.news = Mailbox()
        self.account: Account
        self.order_id = ""
        self.number_for_people = ""

    async def visit(self) -> None:
        """From the first look to the last bag."""
        self.town.inside += 1
        try:
            await self._shop()
        except Unexpected:
            self.town.book.note("visits broken off")
        finally:
            self.town.orders.pop(f"order:{self.order_id}", None)
            self.town.by_number.pop(self.number_for_people, None)
            self.town.inside -= 1
            self.town.finished += 1
            self.town.on_finish()

    async def tell_door_code(self) -> str:
        """What the courier hears at the door: the code on the shopper's phone."""
        answer = await shop_calls.show_order(token=self.account.token, order_id=self.order_id)
        return str(answer.body["codes"].get(DELIVER, ""))

    async def _shop(self) -> None:
        await self._take_phone()
        lines = await self._fill_cart()
        placed = await self._order(lines)
        if placed is None:
            return
        shares = self.town.shares
        luck = self.chance.random()
        if luck < shares.cancel_unpaid:
            await self._change_mind()
        elif luck < shares.cancel_unpaid + shares.never_pay:
            await self._forget_to_pay()
        elif await self._pay():
            await self._await_goods(lines, cancels=self.chance.random() < shares.cancel_paid)

    # --- before the order ---

    async def _take_phone(self) -> None:
        town = self.town
        if town.regulars and self.chance.random() < town.shares.returning:
            self.account = self.chance.choice(town.regulars)
            return
        language = self.chance.choice(town.store.languages)
        guest = await shop_calls.begin_as_guest(language=language)
        wallet = f"c{new_id(self.chance)[:13]}"
        if town.store.tender.by_phone:
            await shop_calls.open_wallet(wallet=wallet)
        self.account = Account(guest.body["token"], wallet)
        if len(town.regulars) < MOST_REGULARS:
            town.regulars.append(self.account)

    async def _fill_cart(self) -> list[_Line]:
        way = self._choose_way()
        minimum = self.town.store.minimum_order if way != PICK_UP and way != CARRY_OUT else 0
        basket = self.town.assortment.basket(chance=self.chance, shares=self.town.shares, at_least=minimum)
        lines = [_Line(new_id(self.chance), item, DELIVER if way == "mixed" else way) for item in basket]
        if way == "mixed" and len(lines) > 1:
            lines[0].way = CARRY_OUT
        self.cart_id = new_id(self.chance)
        await shop_calls.open_cart(
            token=self.account.token, store_id=self.town.store.store_id, cart_id=self.cart_id
        )
        for line in list(lines):
            if not await self._put(line):
                lines.remove(line)
        # A minute or so passes between the first product and the question when it will be there.
        await Pause(self.chance.uniform(10, 25) * (len(lines) + 1))
        return lines

    def _choose_way(self) -> str:
        shares, offered = self.town.shares, self.town.store.ways
        luck = self.chance.random()
        for way, share in ((PICK_UP, shares.pick_up), (CARRY_OUT, shares.carry_out), ("mixed", shares.mixed)):
            if luck < share:
                needed = {CARRY_OUT, DELIVER} if way == "mixed" else {way}
                return way if needed <= offered else DELIVER
            luck -= share
        return DELIVER if DELIVER in offered else CARRY_OUT

    async def _put(self, line: _Line) -> bool:
        article = line.item.article
        luck, shares = self.chance.random(), self.town.shares
        choice = "swap" if luck < shares.swap else "ask" if luck < shares.swap + shares.ask else "refund"
        answer = await shop_calls.put_line(
            token=self.account.token,
            cart_id=self.cart_id,
            line_id=line.line_id,
            line={
                "sku_id": article.sku_id,
                "quantity": line.item.quantity,
                "way": line.way,
                "substitution": "refund" if line.way == CARRY_OUT else choice,
            },
        )
        return not answer.refused

    async def _order(self, lines: list[_Line]) -> dict[str, Any] | None:
        """Hear a promise and take it; a sold-out product is left out, a stale promise is asked for anew."""
        refused = "cart_empty"
        for _ in range(MOST_QUOTES):
            if not lines:
                break
            delivered = any(line.way == DELIVER for line in lines)
            promise = await shop_calls.quote(
                token=self.account.token,
                cart_id=self.cart_id,
                home=self.home if delivered else None,
                key=new_id(self.chance),
            )
            if not promise.refused:
                placed = await self._place(promise)
                if not placed.refused:
                    return dict(placed.body)
                promise = placed
            refused = promise.refused
            if not await self._mend(lines, promise):
                break
        self.town.book.refused[refused] += 1
        return None

    async def _place(self, promise: Answer) -> Answer:
        await Pause(self.chance.uniform(5, 60))
        placed = await shop_calls.place_order(
            token=self.account.token, promise_id=promise.body["id"], key=new_id(self.chance)
        )
        if not placed.refused:
            self.order_id = placed.body["id"]
            self.number_for_people = placed.body["number"]
            ref = f"order:{self.order_id}"
            self.town.orders[ref] = self
            self.town.by_number[self.number_for_people] = self
            self.town.book.place(ref=ref, at=self.town.now(), legs=promise.body["legs"])
        return placed

    async def _mend(self, lines: list[_Line], refusal: Answer) -> bool:
        """Change the cart so that another try makes sense; False when there is no point."""
        if refusal.refused in shop_calls.NOT_SOLD:
            left = {each["sku_id"]: each["left"] for each in refusal.body.get("lines", ())}
            left.setdefault(refusal.body.get("sku_id", ""), 0)
            return await self._take_less(lines, left)
        if refusal.refused == "below_minimum":
            return await self._take_more(lines, worth=int(refusal.body["missing"]))
        return refusal.refused in shop_calls.STALE

    async def _take_less(self, lines: list[_Line], left: dict[str, int]) -> bool:
        changed = False
        for line in list(lines):
            article = line.item.article
            if article.sku_id not in left:
                continue
            changed = True
            rest = min(left[article.sku_id], line.item.quantity)
            if rest > 0 and not article.weighed:
                line.item = Item(article, rest)
                await self._put(line)
                continue
            await shop_calls.drop_line(token=self.account.token, cart_id=self.cart_id, line_id=line.line_id)
            lines.remove(line)
        return changed

    async def _take_more(self, lines: list[_Line], *, worth: int) -> bool:
        have = {line.item.article.sku_id for line in lines}
        more = self.town.assortment.basket(chance=self.chance, shares=self.town.shares, at_least=worth)
        for item in more:
            if item.article.sku_id not in have:
                line = _Line(new_id(self.chance), item, DELIVER)
                if await self._put(line):
                    lines.append(line)
        return True

    # --- paying, or not ---

    async def _change_mind(self) -> None:
        await Pause(self.chance.uniform(20, 300))
        await shop_calls.cancel_order(
            token=self.account.token, order_id=self.order_id, key=new_id(self.chance)
        )
        await self._hear({"order.cancelled", "order.expired"}, within=PAID_WITHIN_SECONDS)

    async def _forget_to_pay(self) -> None:
        if self.chance.random() < 0.5 and self.town.store.tender.by_phone:
            await self._open_payment()
        self.town.book.note("never paid")
        await self._hear({"order.expired"}, within=EXPIRED_WITHIN_SECONDS)

    async def _pay(self) -> bool:
        """Pay and hear that the store knows; False when the order is over instead."""
        await Pause(self.chance.uniform(3, 30))
        if not self.town.store.tender.by_phone:
            payment = await take_payment(
                self.town, self.town.store.tender, order_id=self.order_id, chance=self.chance
            )
        elif self.chance.random() < self.town.shares.pay_by_code:
            shown = await shop_calls.show_payment_code(wallet=self.account.wallet)
            payment = await scan_wallet(
                self.town,
                self.town.store.tender,
                order_id=self.order_id,
                auth_code=shown.body["auth_code"],
                chance=self.chance,
            )
        else:
            payment = await self._open_payment()
            if not payment.refused and payment.body["qr_code"]:
                await Pause(self.chance.uniform(4, 40))
                await shop_calls.pay_qr(wallet=self.account.wallet, qr_code=payment.body["qr_code"])
        if payment.refused:
            return False
        heard = await self._hear(
            {"order.paid", "order.expired", "order.cancelled"}, within=PAID_WITHIN_SECONDS
        )
        if heard is None:
            order = await shop_calls.show_order(token=self.account.token, order_id=self.order_id)
            self.town.book.note("payments never confirmed")
            return bool(order.body["paid_at"])
        return _name(heard) == "order.paid"

    async def _open_payment(self) -> Answer:
        answer: Answer = await shop_calls.open_payment(
            token=self.account.token,
            order_id=self.order_id,
            payment_id=new_id(self.chance),
            tender=self.town.store.tender.code,
        )
        return answer

    # --- after paying ---

    async def _await_goods(self, lines: list[_Line], *, cancels: bool) -> None:
        comes_back = self.chance.random() < self.town.shares.refund
        if cancels:
            await self._call_off()
        if any(line.way == CARRY_OUT for line in lines) and not cancels:
            await self._carry_out(lines)
        while (fact := await Take(self.news, within=PATIENCE_SECONDS)) is not None:
            name = _name(fact)
            if name == "substitution.asked":
                await self._answer_picker(fact["data"])
            elif name == "leg.shelved":
                await self._collect()
            elif name in ("order.cancelled", "order.expired"):
                return
            elif name == "leg.received_back" and not fact["data"]["again"]:
                self.town.book.note("given up at the door")
                return
            elif name == "order.done":
                break
        else:
            self.town.book.note("orders lost from sight")
            return
        if comes_back:
            await counter.bring_back(self)

    async def _call_off(self) -> None:
        await Pause(self.chance.uniform(5, 600))
        answer = await shop_calls.cancel_order(
            token=self.account.token, order_id=self.order_id, key=new_id(self.chance)
        )
        if answer.refused:
            await counter.ask_manager_to_cancel(self)

    async def _answer_picker(self, question: dict[str, Any]) -> None:
        await Pause(self.chance.uniform(10, 240))
        if datetime.fromisoformat(question["until"]) <= self.town.now():
            return
        await shop_calls.answer_substitution(
            token=self.account.token,
            order_id=self.order_id,
            line=question["line"],
            accept=self.chance.random() < 0.8,
            key=new_id(self.chance),
        )

    async def _carry_out(self, lines: list[_Line]) -> None:
        """Show the exit code at the door; whoever is asked to lets the basket be counted."""
        await self._hear({"order.released", "order.cancelled"}, within=PAID_WITHIN_SECONDS)
        code = await shop_calls.exit_code(token=self.account.token, order_id=self.order_id)
        if code.refused:
            return
        await Pause(self.chance.uniform(20, 120))
        basket = [(line.item.article.sku_id, line.item.quantity) for line in lines if line.way == CARRY_OUT]
        await counter.leave(self, code=code.body["code"], basket=basket)

    async def _collect(self) -> None:
        await Pause(self.chance.uniform(60, 900))
        order = await shop_calls.show_order(token=self.account.token, order_id=self.order_id)
        if code := order.body["codes"].get(PICK_UP):
            await counter.collect(self, code=str(code))

    async def _hear(self, names: set[str], *, within: float) -> dict[str, Any] | None:
        """The next fact with one of these names; others are put back for later. None when none came in time."""
        kept: list[dict[str, Any]] = []
        ends_ms = self.town.engine.now_ms + within * 1000
        heard: dict[str, Any] | None = None
        while (left := (ends_ms - self.town.engine.now_ms) / 1000) > 0:
            fact = await Take(self.news, within=left)
            if fact is None:
                break
            if _name(fact) in names:
                heard = fact
                break
            kept.append(fact)
        self.news.things.extendleft(reversed(kept))
        return heard


LISTENS_TO = frozenset(
    {
        "order.paid",
        "order.released",
        "order.cancelled",
        "order.expired",
        "order.done",
        "substitution.asked",
        "leg.shelved",
        "leg.received_back",
    }
)
"""Facts that reach the shopper whose order they are about."""


def _name(fact: dict[str, Any]) -> str:
    return str(fact["name"])
