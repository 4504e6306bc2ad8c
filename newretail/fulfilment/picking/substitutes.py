"""What may replace a missing product: the same kind of thing, in stock, within the cap, and no new harm in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from newretail.catalog import api as catalog
from newretail.fulfilment import rules
from newretail.fulfilment.models import PickLine
from newretail.fulfilment.picking.errors import AboveCap, UnsuitableSubstitute
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.kernel.money import line_amount
from newretail.kernel.text import Text
from newretail.pricing import api as pricing
from newretail.stores import api as stores

MOST_LOOKED_AT = 200
MOST_OFFERED = 10
LOOSE_GRAMS = 500
"""About as much of something loose as one piece of something else."""

_NEW_ALLERGENS = Text(
    en="it contains {allergens}", ko="{allergens} 성분이 들어 있습니다", zh="含有 {allergens}"
)
_AGE = Text(en="it is sold from {age} years", ko="{age}세부터 구매할 수 있습니다", zh="须年满 {age} 岁")
_OTHER_AGREED = Text(
    en="the shopper agreed to {agreed}", ko="고객은 {agreed}에 동의했습니다", zh="顾客同意的是 {agreed}"
)
_NOT_OFFERED = Text(
    en="it is not on offer instead", ko="지금 대체할 수 있는 상품이 아닙니다", zh="目前不能作为替代品"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """`quantity` base units of a SKU that cost `amount` minor units here now; `left` is what is free outside the guard."""

    sku_id: str
    quantity: int
    amount: int
    currency: str
    left: int
    zone: str
    shelf: str


def suggest_substitutes(line: PickLine, *, limit: int = MOST_OFFERED) -> list[Substitute]:
    """Candidates for the missing part of a line, nearest in price first. Without a missing part: for all of the line."""
    original = catalog.sku_card(line.sku_id)
    if original.category is None:
        return []
    missing = line.unresolved or line.left or line.quantity
    cap = _cap(line, missing)
    found = catalog.find_skus(category=original.category, limit=MOST_LOOKED_AT)
    cards = {
        card.code: card for card in found if card.code != line.sku_id and not _unsuitable(original, card)
    }
    left = inventory.available(line.store_id, sorted(cards), outside=True)
    prices = pricing.prices(store_id=line.store_id, sku_ids=sorted(cards), at=clock.now())
    asleep = stores.snoozed(line.store_id, sorted(cards))
    places = stores.places(line.store_id, sorted(cards))
    offers = []
    for code in sorted(set(prices) & set(places) - asleep):
        quantity = _like(original, cards[code], missing)
        amount = line_amount(amount=prices[code].amount, per=prices[code].per, quantity=quantity)
        if left[code] >= quantity and (cap is None or amount <= cap):
            offers.append(
                Substitute(
                    sku_id=code,
                    quantity=quantity,
                    amount=amount,
                    currency=prices[code].currency,
                    left=left[code],
                    zone=places[code].zone,
                    shelf=places[code].shelf,
                )
            )
    agreed = (line.amount or 0) * missing // line.quantity
    return sorted(offers, key=lambda offer: (abs(offer.amount - agreed), offer.sku_id))[:limit]


def substitute_amount(line: PickLine, *, sku_id: str, quantity: int) -> int:
    """What this substitute for the missing part costs, minor units. Raises AboveCap, UnsuitableSubstitute."""
    original, card = catalog.sku_card(line.sku_id), catalog.sku_card(sku_id)
    if line.agreed_sku and line.agreed_sku != sku_id:
        agreed = catalog.sku_card(line.agreed_sku).names.say()
        raise UnsuitableSubstitute(
            product=card.names.say(), why=_OTHER_AGREED.say(agreed=agreed), agreed_sku=line.agreed_sku
        )
    if why := _unsuitable(original, card):
        raise UnsuitableSubstitute(product=card.names.say(), why=why, sku_id=sku_id)
    price = pricing.prices(store_id=line.store_id, sku_ids=[sku_id], at=clock.now()).get(sku_id)
    cap = _cap(line, line.unresolved)
    if price is None:
        raise AboveCap(product=card.names.say(), amount=None, cap=cap)
    amount = line_amount(amount=price.amount, per=price.per, quantity=quantity)
    if cap is not None and amount > cap:
        raise AboveCap(product=card.names.say(), amount=amount, cap=cap)
    return amount


def refuse_not_offered(line: PickLine, *, sku_id: str) -> None:
    """The shopper chose this one. Raises UnsuitableSubstitute when it is no substitute here now, UnknownSku."""
    card = catalog.sku_card(sku_id)
    if all(offer.sku_id != sku_id for offer in suggest_substitutes(line, limit=MOST_LOOKED_AT)):
        raise UnsuitableSubstitute(product=card.names.say(), why=_NOT_OFFERED.say(), sku_id=sku_id)


def _cap(line: PickLine, missing: int) -> int | None:
    cap = line.swap_cap if line.swap_cap is not None else line.amount
    if cap is None:
        return None
    return rules.cap_left(cap=cap, quantity=line.quantity, missing=missing, spent=0)


def _unsuitable(original: catalog.SkuCard, card: catalog.SkuCard) -> str:
    """Why not, in the caller's language; empty when nothing speaks against it."""
    if not card.is_sold:
        return _NOT_OFFERED.say()
    new = rules.harms(original_allergens=original.allergens, substitute_allergens=card.allergens)
    if new:
        return _NEW_ALLERGENS.say(allergens=", ".join(new))
    if (card.age_limit or 0) > (original.age_limit or 0):
        return _AGE.say(age=card.age_limit)
    return ""


def _like(original: catalog.SkuCard, card: catalog.SkuCard, missing: int) -> int:
    """How much of the substitute is about as much as what is missing."""
    if card.piece_grams is not None:
        grams = missing if card.unit == original.unit else card.piece_grams * max(missing, 1)
        return catalog.nearest_pieces(grams, piece_grams=card.piece_grams) * card.piece_grams
    if card.unit == original.unit:
        return missing
    if card.weighed:
        return LOOSE_GRAMS * max(missing, 1)
    return max(1, missing // (card.typical_grams or missing))


def offers(line: PickLine, *, among: Iterable[str] = (), limit: int = 3) -> list[dict[str, int | str]]:
    """What the shopper is shown when asked: the picker's proposals first."""
    proposed = set(among)
    found = suggest_substitutes(line)
    found.sort(key=lambda offer: offer.sku_id not in proposed)
    return [
        {"sku_id": each.sku_id, "quantity": each.quantity, "amount": each.amount} for each in found[:limit]
    ]
