"""What a code says about one piece by figures: its net weight and its price (AI 31nn to 35nn and 39nn).

The fourth digit of these identifiers is the number of decimals, and a label may carry more of them than a till counts with. That is no
reason to lose the product: a weight becomes the nearest gram, a price the nearest minor unit, and a caution says so. What cannot be
used here, such as a price in another currency, is passed over and said too.
Source: GS1 General Specifications, sections 3.6.2, 3.6.6 and 3.6.7.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from newretail.kernel import currencies
from newretail.kernel.text import Text

_GRAMS = {
    "310": Decimal(1000),
    "320": Decimal("453.59237"),
    "356": Decimal("31.1034768"),
    "357": Decimal("28.349523125"),
}
"""Grams in one unit of a net weight: kilogram, pound, troy ounce, ounce (NIST Handbook 44, appendix C)."""
_AMOUNT, _AMOUNT_IN_CURRENCY = "392", "393"


@dataclass(frozen=True, slots=True)
class Caution:
    """What was lost when a code was read: a code for programs, words for people."""

    code: str
    text: Text


ROUNDED_WEIGHT = Caution(
    "weight_rounded",
    Text(
        en="The weight in the code is finer than a gram; it was rounded.",
        ko="코드의 무게가 1그램보다 세밀해 반올림했습니다.",
        zh="码中的重量比克更精细，已四舍五入。",
    ),
)
ROUNDED_PRICE = Caution(
    "price_rounded",
    Text(
        en="The price in the code is finer than money is counted here; it was rounded.",
        ko="코드의 가격이 이곳의 화폐 단위보다 세밀해 반올림했습니다.",
        zh="码中的价格比此处的货币单位更精细，已四舍五入。",
    ),
)
NO_WEIGHT = Caution(
    "weight_passed_over",
    Text(
        en="The weight in the code is less than a gram and was passed over; please weigh it.",
        ko="코드의 무게가 1그램 미만이라 쓰지 않았습니다. 무게를 재 주세요.",
        zh="码中的重量不足一克，未采用，请称重。",
    ),
)
NO_PRICE = Caution(
    "price_passed_over",
    Text(
        en="The price in the code is less than can be paid here and was passed over.",
        ko="코드의 가격이 지불할 수 있는 최소 단위보다 작아 쓰지 않았습니다.",
        zh="码中的价格小于可支付的最小单位，未采用。",
    ),
)
FOREIGN_PRICE = Caution(
    "price_foreign",
    Text(
        en="The price in the code is in another currency and was passed over.",
        ko="코드의 가격이 다른 통화라 쓰지 않았습니다.",
        zh="码中的价格为其他货币，未采用。",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """`grams` net, `amount` minor units. is_contradictory: the same measure twice, with different figures."""

    grams: int | None = None
    amount: int | None = None
    cautions: tuple[Caution, ...] = ()
    is_contradictory: bool = False


def measured(pairs: Iterable[tuple[str, str]], *, currency: str) -> Measures:
    """The weight and the price among the pairs of a code. `currency`: alphabetic, what is paid with where it is read."""
    by_kind: dict[str, set[Decimal]] = {}
    foreign = False
    for ai, value in pairs:
        kind = ai[:3] if len(ai) == 4 else ""
        if kind in _GRAMS:
            by_kind.setdefault(kind, set()).add(_figure(value, ai) * _GRAMS[kind])
        elif kind == _AMOUNT:
            by_kind.setdefault("price", set()).add(_figure(value, ai))
        elif kind == _AMOUNT_IN_CURRENCY and value[:3] == currencies.number(currency):
            by_kind.setdefault("price", set()).add(_figure(value[3:], ai))
        elif kind == _AMOUNT_IN_CURRENCY:
            foreign = True
    grams, weight_caution = _weight(by_kind)
    amount, price_caution = _price(by_kind, 10 ** currencies.minor_digits(currency))
    if foreign and amount is None:
        price_caution = FOREIGN_PRICE
    return Measures(
        grams=grams,
        amount=amount,
        cautions=tuple(each for each in (weight_caution, price_caution) if each),
        is_contradictory=any(len(figures) > 1 for figures in by_kind.values()),
    )


def _figure(digits: str, ai: str) -> Decimal:
    return Decimal(int(digits)).scaleb(-int(ai[3]))


def _weight(by_kind: Mapping[str, set[Decimal]]) -> tuple[int | None, Caution | None]:
    """The metric weight where a label has two; pounds and ounces never come out in whole grams, so their rounding is not told."""
    kind = next((each for each in _GRAMS if each in by_kind), None)
    if kind is None:
        return None, None
    exact = next(iter(by_kind[kind]))
    grams = _whole(exact)
    if exact and not grams:
        return None, NO_WEIGHT
    return grams, ROUNDED_WEIGHT if kind == "310" and grams != exact else None


def _price(by_kind: Mapping[str, set[Decimal]], minor_units: int) -> tuple[int | None, Caution | None]:
    if "price" not in by_kind:
        return None, None
    exact = next(iter(by_kind["price"])) * minor_units
    amount = _whole(exact)
    if exact and not amount:
        return None, NO_PRICE
    return amount, ROUNDED_PRICE if amount != exact else None


def _whole(exact: Decimal) -> int:
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
