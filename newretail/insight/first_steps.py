"""What a chain that has just begun does next, from an empty database to the first sale."""

from dataclasses import dataclass
from typing import Literal

from newretail.catalog import api as catalog
from newretail.chain import api as chain
from newretail.insight import words
from newretail.inventory import api as inventory
from newretail.kernel.text import Text
from newretail.ordering import api as ordering
from newretail.stores import api as stores

StepName = Literal["chain", "store", "product", "shelf", "stock", "sale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """title and how: in the reader's language. href: where it is done, from the root of this house."""

    name: StepName
    done: bool
    title: str
    how: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSteps:
    """done: all of it has been done once; nobody needs to be told any more. next: the first step that is not done, blank after the last."""

    done: bool
    next: StepName | Literal[""]
    steps: list[Step]


def first_steps() -> FirstSteps:
    """A few statements that ask whether there is any; the last step comes first: after it the others are done."""
    sold = ordering.has_sold()
    code = next((store.code for store in stores.find_stores(limit=1).stores), "")
    steps = [
        _step(
            "chain",
            sold or bool(chain.chain().names),
            words.STEP_CHAIN,
            words.HOW_CHAIN,
            "/admin/chain/chain/",
        ),
        _step("store", sold or bool(code), words.STEP_STORE, words.HOW_STORE, "/hq/open-store"),
        _step(
            "product",
            sold or catalog.has_products(),
            words.STEP_PRODUCT,
            words.HOW_PRODUCT,
            "/hq/catalogue/import",
        ),
        _step(
            "shelf",
            sold or stores.has_facings(),
            words.STEP_SHELF,
            words.HOW_SHELF,
            f"/hq/stores/{code}/shelves" if code else "/hq/stores",
        ),
        _step(
            "stock", sold or inventory.has_stock(), words.STEP_STOCK, words.HOW_STOCK, "/floor/stock/receive"
        ),
        _step("sale", sold, words.STEP_SALE, words.HOW_SALE, "/floor/counter/till"),
    ]
    following: StepName | Literal[""] = next((each.name for each in steps if not each.done), "")
    return FirstSteps(done=not following, next=following, steps=steps)


def _step(name: StepName, done: bool, title: Text, how: Text, href: str) -> Step:
    return Step(name=name, done=done, title=title.say(), how=how.say(), href=href)
