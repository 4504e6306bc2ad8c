"""Why a thing cannot be sold here and now, and what a buyer has to know before: in words for people, codes for programs."""

from dataclasses import dataclass

from newretail.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Obstacle:
    code: str
    text: Text


NOT_LISTED = Obstacle(
    "not_listed",
    Text(en="This store does not carry it.", ko="이 매장에서는 취급하지 않습니다.", zh="本店不经营此商品。"),
)
RETIRED = Obstacle(
    "retired",
    Text(en="This product is no longer sold.", ko="더 이상 판매하지 않는 상품입니다.", zh="此商品已停售。"),
)
HELD_BACK = Obstacle(
    "held_back",
    Text(
        en="Not on sale yet: it has still to be checked from what age it may be sold.",
        ko="아직 판매하지 않습니다. 구매 가능 나이를 확인하고 있습니다.",
        zh="暂未销售：尚待核实购买年龄。",
    ),
)
SNOOZED = Obstacle(
    "snoozed",
    Text(
        en="Put aside for now; please ask again later.",
        ko="잠시 판매를 쉬고 있습니다. 나중에 다시 확인해 주세요.",
        zh="暂停销售，请稍后再看。",
    ),
)
NO_PRICE = Obstacle(
    "no_price",
    Text(
        en="It has no price here yet; please ask the staff.",
        ko="아직 가격이 없습니다. 직원에게 문의해 주세요.",
        zh="暂无价格，请咨询店员。",
    ),
)
SOLD_OUT = Obstacle("sold_out", Text(en="Sold out for now.", ko="지금은 다 팔렸습니다.", zh="暂时售罄。"))
EXPIRED_LOT = Obstacle(
    "expired_lot",
    Text(
        en="This lot can no longer be sold. Please give it to the staff and take a fresh one.",
        ko="이 로트는 더 이상 판매할 수 없습니다. 직원에게 건네주시고 새 상품을 골라 주세요.",
        zh="此批次已不能销售。请交给店员，另选新鲜的。",
    ),
)
BLOCKED_LOT = Obstacle(
    "blocked_lot",
    Text(
        en="This lot was taken off sale. Please give it to the staff.",
        ko="판매가 중지된 로트입니다. 직원에게 건네주세요.",
        zh="此批次已停止销售，请交给店员。",
    ),
)
AGE_CHECK = Obstacle(
    "age_check",
    Text(
        en="Only from the age of {years}; you will be asked to show it.",
        ko="{years}세부터 구입할 수 있으며 확인을 부탁드립니다.",
        zh="须年满 {years} 岁，购买时需查验。",
    ),
)
ALLERGENS_NOT_STATED = Obstacle(
    "allergens_not_stated",
    Text(
        en="Nobody has stated the allergens; please read the pack.",
        ko="알레르기 정보가 확정되지 않았습니다. 포장을 확인해 주세요.",
        zh="过敏原信息未经确认，请以包装为准。",
    ),
)
