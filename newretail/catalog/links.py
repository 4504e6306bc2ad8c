"""The codes we print: Digital Links that open our own pages, and the codes of our scales."""

from datetime import date

from django.conf import settings

from newretail.catalog import queries
from newretail.catalog.rules import digital_link as links
from newretail.catalog.rules import weighed
from newretail.chain.api import chain
from newretail.kernel.currencies import minor_digits


def digital_link(
    *,
    gtin: str,
    variant: str | None = None,
    lot: str | None = None,
    serial: str | None = None,
    third_party_serial: str | None = None,
    expires_on: date | None = None,
    best_before: date | None = None,
    sell_by: date | None = None,
    produced_on: date | None = None,
    packed_on: date | None = None,
    grams: int | None = None,
    amount: int | None = None,
    currency: str | None = None,
    base: str | None = None,
) -> str:
    """The GS1 Digital Link of a product, a lot or a weighed piece, on our own domain unless `base` says another.

    amount: minor units of `currency`, the chain's if none is given. Raises MalformedCode for values that no code can carry.
    """
    return links.write_product(
        number=gtin,
        variant=variant,
        lot=lot,
        serial=serial,
        third_party_serial=third_party_serial,
        expires_on=expires_on,
        best_before=best_before,
        sell_by=sell_by,
        produced_on=produced_on,
        packed_on=packed_on,
        grams=grams,
        amount=amount,
        decimals=minor_digits(currency or chain().currency),
        base=base or settings.PUBLIC_URL,
    )


def requested_link(path: str, query: str) -> str:
    """The Digital Link that a request to our own domain is, uncompressed and in order. Raises MalformedCode, as a resolver has to."""
    return links.as_requested(path, query, base=settings.PUBLIC_URL)


def shelf_link(*, gln: str, shelf: str, base: str | None = None) -> str:
    """The GS1 Digital Link of a shelf: its store's location number (AI 414) and its code there (AI 254)."""
    return links.write_shelf(gln=gln, shelf=shelf, base=base or settings.PUBLIC_URL)


def weighed_code(*, plu: str, grams: int | None = None, amount: int | None = None) -> str:
    """The in-store code that our scales print for a weight in grams, a price in minor units, or both."""
    return weighed.build(plu=plu, grams=grams, amount=amount, patterns=queries.weighed_patterns())
