"""Where a category of Open Food Facts stands in our own tree: by what our categories are called, in whatever language."""

import re
from collections.abc import Iterable, Mapping

from newretail.catalog.queries import CategoryCard
from newretail.catalog.rules import wording

_PARTS = re.compile(r"\s*(?:,|、|·|/|&|\band\b|和|与)\s*")


def shelves_of(categories: Mapping[str, CategoryCard]) -> dict[str, str]:
    """The words by which each category is found, to its slug; words that mean more than one are left out."""
    found: dict[str, set[str]] = {}
    for slug, card in categories.items():
        last = slug.rpartition("/")[2].split("-")
        for words in {
            *last,
            *(part for name in card.names.values() for part in _PARTS.split(wording.plain(name))),
        }:
            if key := _key(words):
                found.setdefault(key, set()).add(slug)
    return {key: slugs.pop() for key, slugs in found.items() if len(slugs) == 1}


def shelf_of(tags: Iterable[str], shelves: Mapping[str, str]) -> str | None:
    """The slug for the most special of these tags (they come from the general to the special) that we have a category for."""
    for tag in reversed(list(tags)):
        if slug := shelves.get(_key(tag.rpartition(":")[2].replace("-", " "))):
            return slug
    return None


def _key(words: str) -> str:
    """Without case, accents and the plural of the last word."""
    plain = " ".join(wording.plain(words).split())
    if not plain.isascii() or len(plain) < 4:
        return plain
    for ending, single in (("ies", "y"), ("oes", "o"), ("ches", "ch"), ("shes", "sh")):
        if plain.endswith(ending):
            return plain.removesuffix(ending) + single
    return plain.removesuffix("s") if not plain.endswith("ss") else plain
