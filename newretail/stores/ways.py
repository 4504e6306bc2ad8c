"""The ways in which goods leave a store, and what a store can do at all.

This is the one place for both: a way is written here and nowhere else, and a capability that is not in the registry is refused
wherever a format is written. A new one needs its entry here and a format that switches it on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from newretail.kernel.text import Text


class Way(StrEnum):
    """How goods leave the store, in the order in which they are offered."""

    CARRY_OUT = "carry_out"
    DELIVER = "deliver"
    PICK_UP = "pick_up"
    EAT_IN = "eat_in"

    @property
    def names(self) -> Text:
        return _NAMES[self]


_NAMES = {
    Way.CARRY_OUT: Text(en="scan and go", ko="스캔하고 가져가기", zh="扫码自带"),
    Way.DELIVER: Text(en="delivery", ko="배달", zh="配送"),
    Way.PICK_UP: Text(en="pickup", ko="픽업", zh="自提"),
    Way.EAT_IN: Text(en="eating in", ko="매장 식사", zh="堂食"),
}
STAFF_PICKED = frozenset({Way.DELIVER, Way.PICK_UP, Way.EAT_IN})
"""Goods that the staff gather; what is carried out is in the shopper's hands already."""
FROM_OUTSIDE = frozenset({Way.DELIVER, Way.PICK_UP})
"""Orders from outside the store, which may not take the stock kept for the people in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What a format may switch on. `way`: the way out that it opens, if it opens one."""

    code: str
    names: Text
    about: Text
    way: Way | None = None


CAPABILITIES = {
    each.code: each
    for each in (
        Capability(
            code="scan_and_go",
            names=Text(en="Scan and go", ko="스캔앤고", zh="扫码购"),
            about=Text(
                en="Shoppers scan with their phone, pay and leave.",
                ko="고객이 휴대폰으로 스캔하고 결제한 뒤 나갑니다.",
                zh="顾客用手机扫码付款后离店。",
            ),
            way=Way.CARRY_OUT,
        ),
        Capability(
            code="delivery",
            names=Text(en="Delivery", ko="배달", zh="配送"),
            about=Text(
                en="Couriers bring orders to the door.",
                ko="배달원이 주문을 문 앞까지 가져다줍니다.",
                zh="骑手将订单送到门口。",
            ),
            way=Way.DELIVER,
        ),
        Capability(
            code="pick_up",
            names=Text(en="Pickup", ko="픽업", zh="自提"),
            about=Text(
                en="Shoppers fetch packed orders from the pickup shelf.",
                ko="고객이 포장된 주문을 픽업 선반에서 찾아갑니다.",
                zh="顾客到自提架取走打包好的订单。",
            ),
            way=Way.PICK_UP,
        ),
        Capability(
            code="eat_in",
            names=Text(en="Eat in", ko="매장 식사", zh="堂食"),
            about=Text(
                en="Orders are eaten at the store's own tables.",
                ko="주문한 음식을 매장 테이블에서 먹습니다.",
                zh="订单在店内餐桌享用。",
            ),
            way=Way.EAT_IN,
        ),
        Capability(
            code="conveyor",
            names=Text(en="Overhead conveyor", ko="천장 컨베이어", zh="悬挂链"),
            about=Text(
                en="Full bags travel to packing along the ceiling.",
                ko="가득 찬 가방이 천장을 따라 포장대로 이동합니다.",
                zh="装满的购物袋沿天花板送往打包台。",
            ),
        ),
    )
}


def ways_opened(capabilities: frozenset[str]) -> tuple[Way, ...]:
    """The ways out that these capabilities open, in the order in which they are offered."""
    opened = {CAPABILITIES[code].way for code in capabilities if code in CAPABILITIES}
    return tuple(way for way in Way if way in opened)


def unknown_capabilities(codes: Iterable[str]) -> list[str]:
    """Those of these codes that are not in the registry, in their order."""
    return [code for code in codes if code not in CAPABILITIES]
