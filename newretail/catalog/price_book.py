"""Where the prices of product files go to, and come from: a room above the catalogue keeps them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPrice:
    """A price as a product file states it: `amount` minor units, tax included, for `per` base units of the SKU.

    `currency`: "" for the chain's.
    """

    sku_id: str
    amount: int
    per: int
    currency: str
    tax_rate_permille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBook:
    """`currencies`: in which prices may be stated. `take`: runs inside the import's transaction, a batch at a time, and returns how
    many prices it changed. `tell`: what a file states of these SKUs, one price each at most."""

    currencies: Callable[[], Collection[str]]
    take: Callable[[Sequence[ListedPrice]], int]
    tell: Callable[[Sequence[str]], Sequence[ListedPrice]]


_books: list[PriceBook] = []


def keep_prices_in(book: PriceBook) -> None:
    """Register the one book of prices, at the start of the program."""
    assert not _books, "prices are kept in one place"
    _books.append(book)


def price_book() -> PriceBook | None:
    """None where nobody keeps prices: then a file's are passed over."""
    return _books[0] if _books else None
