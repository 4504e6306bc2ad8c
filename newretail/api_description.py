"""What the API's description says of the whole: its tags, its licence, its address."""

TITLE = "newretail"
DESCRIPTION = "One stock, one price, one member, whichever way the goods leave the store."
LICENCE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
TAGS = {
    "accounting": "The ledger by day, in the columns of an accountant.",
    "carts": "What somebody wants, and the promise we make for it.",
    "catalog": "Products, SKUs and categories of the chain, and their upkeep.",
    "chain": "What all stores have in common: name, money, languages.",
    "counter": "Sales, refunds and the way out, as staff of a store see them.",
    "feeds": "Products of a store for search engines and marketplaces.",
    "fulfilment": "Picking, packing, riding and handing over.",
    "health": "Does the house answer, and are its facts handled?",
    "insight": "Head office's view: figures, alerts, orders, members.",
    "inventory": "Stock, lots and the ledger of movements.",
    "labels": "Labels for shelves and lots, ready to print.",
    "live": "Facts as they happen, as a stream or page by page.",
    "members": "People: their sign-in, profile, addresses, consents and tokens.",
    "orders": "What was agreed with a shopper, how it goes and how it is paid.",
    "payments": "Payments, refunds, cash drawers, the ledger and its reconciliation.",
    "photos": "Pictures that people attach to what they say.",
    "pricing": "Prices, promotions and markdowns.",
    "refund requests": "Shoppers ask for money back, and staff decide.",
    "simulation": "The clock of a simulated place.",
    "storefront": "What a store shows: its products, and what a code means there.",
    "stores": "Stores, their floor, hours, staff and posts.",
    "traceability": "What happened to goods, as events of GS1 EPCIS 2.0, and receipts told so.",
    "webhooks": "Facts sent to other people's systems, signed.",
}


CALLED_ELSEWHERE = {
    "category": "categories cat group department collection",
    "store_id": "store shop shop_id branch branch_id location location_id",
    "store": "store_id shop shop_id branch branch_id location location_id",
    "sku": "sku_id sku_code product product_id item item_id code",
    "code": "id ids codes store_code",
}
"""What other APIs call our parameters, beside those that the kernel knows (`parameters.call_elsewhere`)."""


def extra() -> dict[str, object]:
    """The parts of the description that the framework does not make by itself."""
    tags = [{"name": name, "description": said} for name, said in TAGS.items()]
    return {"info": {"license": LICENCE}, "tags": tags}
