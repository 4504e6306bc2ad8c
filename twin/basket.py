"""What people put into a basket: a few products, some of them always the same, weighed goods in believable amounts."""

import random
from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate

from twin.shares import Shares

ZIPF = 0.85
"""How steep popularity falls with rank; grocery sales by SKU lie between 0.7 and 1.0."""
MEAN_LINES = 4.6
MOST_LINES = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A SKU as the store shows it. `amount` minor units per `per` base units; `typical_grams` of a weighed piece."""

    sku_id: str
    category: str
    weighed: bool
    typical_grams: int
    amount: int
    per: int
    age_limit: int
    gtin: str

    def cost(self, quantity: int) -> int:
        """Minor units for a quantity, near enough for a shopper."""
        return self.amount * quantity // self.per


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a basket, quantity in base units."""

    article: Article
    quantity: int


class Assortment:
    """What a store sells, by popularity: rank is drawn once from the seed, then sales fall with it (Zipf)."""

    def __init__(self, articles: list[Article], *, seed: str) -> None:
        assert articles
        ranked = sorted(articles, key=lambda article: article.sku_id)
        random.Random(f"{seed}:popularity").shuffle(ranked)
        self._pieces = _Ranking([article for article in ranked if not article.weighed] or ranked)
        self._weighed = _Ranking([article for article in ranked if article.weighed] or ranked)
        self.by_sku = {article.sku_id: article for article in ranked}

    def basket(
        self, *, chance: random.Random, shares: Shares, at_least: int = 0, adult: bool = True
    ) -> list[Item]:
        """Products without repeats, worth `at_least` minor units if the store has that much; `adult` may buy anything."""
        wanted = min(1 + int(chance.expovariate(1 / (MEAN_LINES - 1))), MOST_LINES)
        items: dict[str, Item] = {}
        worth = 0
        for _ in range(MOST_LINES * 3):
            if len(items) >= wanted and worth >= at_least:
                break
            ranking = self._weighed if chance.random() < shares.weighed else self._pieces
            article = ranking.draw(chance)
            if article.sku_id in items or (article.age_limit and not adult):
                continue
            item = Item(article, _quantity(article, chance))
            items[article.sku_id] = item
            worth += article.cost(item.quantity)
        return list(items.values())


class _Ranking:
    def __init__(self, articles: list[Article]) -> None:
        self._articles = articles
        self._reached = list(accumulate((rank + 1) ** -ZIPF for rank in range(len(articles))))

    def draw(self, chance: random.Random) -> Article:
        return self._articles[bisect(self._reached, chance.random() * self._reached[-1])]


def _quantity(article: Article, chance: random.Random) -> int:
    if article.weighed:
        return (article.typical_grams or 500) * chance.choice((1, 1, 1, 2))
    dear = article.amount > 10_000
    return 1 if dear else chance.choice((1, 1, 1, 1, 1, 2, 2, 3))
