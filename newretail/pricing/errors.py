"""What pricing refuses."""

from newretail.kernel.errors import Refusal
from newretail.kernel.money import spell
from newretail.kernel.text import Text


class PriceStartsInThePast(Refusal):
    code = "price_starts_in_the_past"
    status = 422
    text = Text(
        en="A price cannot start in the past: it would change what has been sold already.",
        ko="가격은 과거부터 적용할 수 없습니다. 이미 판매된 내역이 바뀝니다.",
        zh="价格不能从过去开始：那会改变已售出的商品。",
    )


class PriceEndsBeforeItStarts(Refusal):
    code = "price_ends_before_it_starts"
    status = 422
    text = Text(
        en="A price must end after it starts.",
        ko="가격 종료 시각은 시작 시각보다 늦어야 합니다.",
        zh="价格的结束时间必须晚于开始时间。",
    )


class PriceNotPerUnit(Refusal):
    code = "price_not_per_unit"
    status = 422
    text = Text(
        en="{sku} is sold by the {unit}; a price for {per} of it makes no sense.",
        ko="{sku}의 판매 단위는 {unit}이므로 {per} 단위 가격은 쓸 수 없습니다.",
        zh="{sku} 按 {unit} 出售，不能按 {per} 定价。",
    )


class CurrencyMismatch(Refusal):
    code = "currency_mismatch"
    status = 422
    text = Text(
        en="Prices here are in {expected}, not in {currency}.",
        ko="이곳의 가격은 {currency}이(가) 아니라 {expected}입니다.",
        zh="此处价格以 {expected} 计，而非 {currency}。",
    )


class NotPriced(Refusal):
    code = "not_priced"
    text = Text(
        en="{sku} has no price here at this time.",
        ko="{sku}의 가격이 아직 없습니다.",
        zh="{sku} 目前在此没有价格。",
    )


class LotNotHere(Refusal):
    code = "lot_not_here"
    status = 404
    text = Text(
        en="The store has nothing left to sell of lot {lot} of {sku}.",
        ko="매장에 팔 수 있는 {sku}의 {lot} 로트가 남아 있지 않습니다.",
        zh="门店没有可售的 {sku} 批次 {lot}。",
    )


class NotAMarkdown(Refusal):
    """`amount`, `per`: the price that stands."""

    code = "not_a_markdown"
    status = 422
    text = Text(
        en="A lot only becomes cheaper, and it costs {price} now.",
        ko="로트 가격은 내릴 수만 있습니다. 지금 가격: {price}",
        zh="批次只能降价，现价为 {price}。",
    )

    def say(self, language: str | None = None) -> str:
        return self.text.say(language, price=spell(self.details["amount"], self.details["currency"]))
