"""The kernel knows time, ids, money, words, facts and doors; of shops it knows nothing.

`store` stands there in one meaning only: the place that a row, a fact or a permission belongs to (`store_id`), by which tables are
spread and streams are cut. Any house with places has such a key, and it is the same word in every row. `head_office` and
`manager` are who runs everything, and who runs one place.
"""

import re
from pathlib import Path

KERNEL = Path(__file__).parents[2] / "newretail" / "kernel"
WORDS_OF_SHOPS = frozenset(
    word
    for line in (
        "sku skus gtin gtins barcode barcodes product products catalogue catalog shelf shelves planogram facing",
        "basket cart carts checkout order orders ordering promise promises price prices pricing coupon promotion markdown",
        "payment payments tender tenders till refund refunds receipt cash stock inventory lot lots sale sales",
        "shop shops shopper shoppers retail picker pickers packer packers cashier cashiers courier couriers",
        "pick picks bag bags tote totes parcel parcels trip trips delivery deliveries fulfilment",
        "photo photos storefront webhook webhooks insight",
    )
    for word in line.split()
)
"""Room names, the things that rooms keep, and the people who work in them."""
PROSE = re.compile(r"\b(in|in the|the) order\b|\bround trips?\b")
"""First, second, third; there and back: what these words mean in any program's sentences."""
SQL_AND_DJANGO = re.compile(r"order_by|ORDER BY|\border=True")
BROWSERS = re.compile(r"payment=\(\)")
"""A feature of browsers, by the name that Permissions-Policy gives it."""


def words_of(text: str) -> set[str]:
    """The words of a program's text, names taken apart: `order_id` and `OrderId` both say `order`."""
    text = BROWSERS.sub(" ", text)
    text = PROSE.sub(" ", SQL_AND_DJANGO.sub(" ", text.replace("newretail", " ")))
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return {word.lower() for word in re.findall(r"[A-Za-z]+", apart)}


def test_no_word_of_shops_stands_in_the_kernel():
    found = {
        str(path.relative_to(KERNEL)): sorted(said)
        for path in sorted(KERNEL.rglob("*.py"))
        if path.parent.name != "migrations"  # what was, stands there as it was
        if (said := words_of(path.read_text()) & WORDS_OF_SHOPS)
    }
    assert not found


def test_a_word_of_shops_would_be_seen():
    for text in ("order_id", "class PickJob:", '"/payments"', "# the shopper's cart", "OrderPlaced"):
        assert words_of(text) & WORDS_OF_SHOPS, text
    for text in ("in the order of writing", "rows.order_by('id')", "one round trip", "newretail.kernel"):
        assert not words_of(text) & WORDS_OF_SHOPS, text
