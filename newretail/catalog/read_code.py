"""From what a camera or a gun reads to a product of ours."""

from dataclasses import dataclass, replace
from datetime import date

from newretail.catalog import queries
from newretail.catalog.errors import UnknownCode
from newretail.catalog.rules import last_day, scanned
from newretail.catalog.rules.measures import Caution
from newretail.catalog.rules.scanned import Kind
from newretail.chain.api import chain
from newretail.kernel import clock, sql
from newretail.kernel.quantities import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a code is. `sku_id` is None only for shelves, which name no product.

    quantity: base units of the SKU in the thing that carries the code, None where the code does not say (a loose weighed good).
    amount: the price printed into the code, in minor units of `currency`. gln and shelf: a shelf's store and its code there.
    last_day: on which the thing may be sold by what is printed on it (`rules.last_day.printed`). variant: consumer product variant
    (AI 22). cautions: what the code says and could not be used as it is.
    """

    kind: Kind
    text: str
    sku_id: str | None = None
    gtin: str | None = None
    quantity: int | None = None
    variant: str | None = None
    lot: str | None = None
    serial: str | None = None
    third_party_serial: str | None = None
    expires_on: date | None = None
    best_before: date | None = None
    sell_by: date | None = None
    produced_on: date | None = None
    packed_on: date | None = None
    last_day: date | None = None
    grams: int | None = None
    amount: int | None = None
    currency: str = ""
    plu: str | None = None
    gln: str | None = None
    shelf: str | None = None
    cautions: tuple[Caution, ...] = ()


def read_code(text: str, *, currency: str | None = None) -> Scanned:
    """What the text of a scan is, and which SKU it names. `currency`: what is paid with there, the chain's if none is given.

    EAN, UPC, UPC-E, GTIN-14, GS1 element strings, Digital Links of any domain, in-store weight and price codes, and SKU codes
    or item numbers typed by hand. Raises MalformedCode; NamesNoProduct for a sound code of something else, such as a pallet;
    UnknownCode for a sound code that no SKU of ours carries.
    """
    currency = currency or chain().currency
    reading = scanned.read(
        text,
        today=clock.now().date(),
        patterns=queries.weighed_patterns(),
        currency=currency,
    )
    if reading.kind is Kind.SHELF:
        return Scanned(kind=Kind.SHELF, text=text, gln=reading.said.gln, shelf=reading.said.shelf)
    rows = sql.fetch(
        sql.load(__file__, "named.sql"),
        {
            "gtins": list(reading.gtins),
            "plu": reading.plu,
            "own": reading.own_code,
            "plu_first": reading.kind is Kind.WEIGHED,
        },
    )
    if not rows:
        raise UnknownCode(scanned=_shown(reading), gtin=reading.gtins[0] if reading.gtins else None)
    found = _scanned(reading, sku_id=rows[0].sku_id, quantity=rows[0].quantity, gtin=rows[0].gtin)
    return replace(found, currency=currency)


def _scanned(reading: scanned.Reading, *, sku_id: str, quantity: int | None, gtin: str | None) -> Scanned:
    card = queries.sku_card(sku_id)
    own_number = reading.kind is Kind.WEIGHED and reading.plu is not None and gtin is not None
    kind = Kind.GTIN if own_number else reading.kind  # an in-store number that only looks like a scale's code
    said = reading.said
    grams = None if own_number else said.grams
    if card.unit == Unit.GRAM and grams is not None:
        quantity = grams
    elif card.weighed:
        quantity = None
    elif quantity is None:
        quantity = 1 if card.unit == Unit.EACH else None
    return Scanned(
        kind=kind,
        text=reading.text,
        sku_id=sku_id,
        gtin=gtin or card.gtin,
        quantity=quantity,
        variant=said.variant,
        lot=said.lot,
        serial=said.serial,
        third_party_serial=said.third_party_serial,
        expires_on=said.expires_on,
        best_before=said.best_before,
        sell_by=said.sell_by,
        produced_on=said.produced_on,
        packed_on=said.packed_on,
        last_day=last_day.printed(said, shelf_life_days=card.shelf_life_days),
        grams=grams,
        amount=None if own_number else said.amount,
        plu=None if own_number else reading.plu,
        cautions=said.cautions,
    )


def _shown(reading: scanned.Reading) -> str:
    return reading.gtins[0] if reading.gtins else reading.plu or reading.own_code or ""
