"""Lists of stores: a page at a time, in the order that whoever asks needs. Nobody reads all of a chain into one answer."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import and_
from typing import cast

from django.db.models import Count, F, FloatField, Func, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.db.models.functions import ASin, Cast, Cos, Least, Power, Radians, Sin, Sqrt

from newretail.science.geography import EARTH_RADIUS_METRES, Point
from newretail.stores.errors import StoreUnknown
from newretail.stores.models import Facing, Store
from newretail.stores.queries import StoreCard, remember

MOST_IN_A_PAGE = 200
MOST_WORDS = 8
"""More words than a store's name has are no search for one."""
_SAID = Cast(
    Func(
        F("names"),
        Value("$.*"),
        function="jsonb_path_query_array",
        template="%(function)s(%(expressions)s::jsonpath)",
    ),
    TextField(),
)
"""A store's names in all languages, one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorePage:
    """`next_after`: the code after which to read on, None at the end."""

    stores: tuple[StoreCard, ...]
    next_after: str | None


def find_stores(
    *,
    words: str = "",
    codes: Collection[str] | None = None,
    near: Point | None = None,
    after: str = "",
    limit: int,
) -> StorePage:
    """A page of stores: the nearest to `near` first, by code otherwise and among equals.

    words: each of them is in the store's code or in one of its names. codes: only these. after: the last code of the page
    before, asked with the same position: what comes or goes meanwhile repeats and hides nobody else. Raises StoreUnknown
    for an `after` that is no store. Two statements at most, each over the stores of one city; a distance costs it microseconds.
    """
    assert 1 <= limit <= MOST_IN_A_PAGE
    stores = Store.objects.select_related("format")
    if words.strip():
        stores = stores.annotate(said=_SAID).filter(_spoken(words))
    if codes is not None:
        stores = stores.filter(code__in=codes)
    if near is not None:
        stores = stores.annotate(metres=metres_from(near))
    order = ["code"] if near is None else ["metres", "code"]
    rows = list(stores.filter(_behind(after, near)).order_by(*order)[: limit + 1])
    shown = tuple(remember(row) for row in rows[:limit])
    return StorePage(stores=shown, next_after=shown[-1].code if len(rows) > limit else None)


def store_pages() -> Iterator[tuple[StoreCard, ...]]:
    """All stores by code, a page at a time: for what goes over the whole chain by the clock."""
    after: str | None = ""
    while after is not None:
        page = find_stores(after=after, limit=MOST_IN_A_PAGE)
        if page.stores:
            yield page.stores
        after = page.next_after


def every_store() -> Iterator[StoreCard]:
    """All stores by code, one after the other, read a page at a time."""
    return chain.from_iterable(store_pages())


def how_many_stores() -> int:
    return Store.objects.count()


def how_many_listed(codes: Collection[str]) -> dict[str, int]:
    """How many SKUs each of these stores carries."""
    faced = Facing.objects.filter(store_id__in=codes).order_by().values_list("store_id")
    return dict.fromkeys(codes, 0) | dict(faced.annotate(Count("sku_id", distinct=True)))


def currencies() -> frozenset[str]:
    """The currencies that are paid with in some store of the chain."""
    return frozenset(Store.objects.order_by().values_list("currency", flat=True).distinct())


def store_of_gln(gln: str) -> str:
    """The code of the store with this location number. Raises StoreUnknown."""
    code = Store.objects.filter(gln=gln).order_by("code").values_list("code", flat=True).first()
    if not gln or code is None:
        raise StoreUnknown()
    return code


def metres_from(place: Point) -> Combinable:
    """`science.geography.metres_between` as the database reckons it, for ordering."""
    latitude, longitude = place
    half_phi = Radians(F("latitude") - Value(latitude)) / Value(2.0)
    half_lambda = Radians(F("longitude") - Value(longitude)) / Value(2.0)
    breadth = Cos(Radians(F("latitude"))) * Cos(Radians(Value(latitude, output_field=FloatField())))
    chord = Power(Sin(half_phi), 2) + breadth * Power(Sin(half_lambda), 2)
    whole = Value(2 * EARTH_RADIUS_METRES) * ASin(Sqrt(Least(Value(1.0), chord)))
    return ExpressionWrapper(whole, output_field=FloatField())


def _spoken(words: str) -> Q:
    found = (Q(code__icontains=word) | Q(said__icontains=word) for word in words.split()[:MOST_WORDS])
    return reduce(and_, found, Q())


def _behind(after: str, near: Point | None) -> Q:
    """What comes behind this store in the order of the page."""
    if not after:
        return Q()
    last = Store.objects.filter(code=after)
    if near is None:
        if not last.exists():
            raise StoreUnknown()
        return Q(code__gt=after)
    metres = _only(last.annotate(metres=metres_from(near)).values_list("metres", flat=True))
    return Q(metres__gt=metres) | Q(metres=metres, code__gt=after)


def _only(found: "QuerySet[Store, object]") -> float:
    value = found.first()
    if value is None:
        raise StoreUnknown()
    return cast(float, value)
