"""A markdown: one lot of one store becomes cheaper, and from then on only cheaper still."""

from dataclasses import dataclass

from django.db import transaction

from newretail.inventory import api as inventory
from newretail.kernel import clock, events, sql
from newretail.kernel.money import line_amount
from newretail.pricing.errors import LotNotHere, NotPriced
from newretail.pricing.may_mark_down import why_not_marked_down
from newretail.pricing.models import PriceLog
from newretail.pricing.price_lines import list_prices, lot_prices
from newretail.pricing.queries import PriceEntry, entry
from newretail.pricing.rules import Price
from newretail.pricing.set_price import changed

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%(lot)s::text, 0))"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLot:
    store_id: str
    sku_id: str
    lot_code: str


@transaction.atomic
def mark_down_lot(*, lot: OneLot, amount: int, by: str, reason: str = "") -> PriceEntry:
    """Sell what is left of a lot at `amount` minor units for as many base units as the list price is for, from now on.

    Raises LotNotHere where nothing of it may be sold any more, NotPriced, or NotAMarkdown where that is not below the list price and the lot's last price; then nothing
    is written. Markdowns of one lot come one after another, so that of two at once the higher one is refused or is first.
    """
    listed = check_markdown(lot=lot, amount=amount)
    line = PriceLog.objects.create(
        sku_id=lot.sku_id,
        store_id=lot.store_id,
        lot_code=lot.lot_code,
        amount=amount,
        per=listed.per,
        currency=listed.currency,
        tax_rate_permille=listed.tax_rate_permille,
        starts_at=clock.now(),
        reason=reason,
        by=by[:80],
    )
    events.publish(changed(line))
    return entry(line)


def cut_by_permille(*, lot: OneLot, permille: int) -> int:
    """The list price less so many thousandths, halves of a minor unit up: what `mark_down_lot` takes. Raises NotPriced."""
    return line_amount(amount=_listed(lot).amount, per=1000, quantity=1000 - permille)


def check_markdown(*, lot: OneLot, amount: int) -> Price:
    """The list price that is cut, the lot's turn taken; raises what `mark_down_lot` raises."""
    there = inventory.lot_list(store_id=lot.store_id, sku_id=lot.sku_id)
    found = next((each for each in there if each.code == lot.lot_code), None)
    if found is None:
        raise LotNotHere(lot=lot.lot_code, sku=lot.sku_id)
    sql.run(_LOCK, {"lot": f"markdown {lot.store_id} {lot.sku_id} {lot.lot_code}"})
    listed = _listed(lot)
    marked = lot_prices(store_id=lot.store_id, lots=[(lot.sku_id, lot.lot_code)])
    if why_not := why_not_marked_down(found, listed, marked.get((lot.sku_id, lot.lot_code)), amount=amount):
        raise why_not
    return listed


def _listed(lot: OneLot) -> Price:
    found = list_prices(store_id=lot.store_id, sku_ids=[lot.sku_id]).get(lot.sku_id)
    if found is None:
        raise NotPriced(sku=lot.sku_id)
    return found
