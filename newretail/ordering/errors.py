"""Refusals of a sale."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.money import spell
from newretail.kernel.text import Text
from newretail.stores.api import Way

__all__ = ["NotFound"]


class CartClosed(Refusal):
    code = "cart_closed"
    text = Text(
        en="This cart has already become an order.",
        ko="이미 주문으로 바뀐 장바구니입니다.",
        zh="此购物车已经下单。",
    )


class CartFull(Refusal):
    code = "cart_full"
    status = 422
    text = Text(
        en="A cart holds {most} lines at most.",
        ko="장바구니에는 최대 {most}줄까지 담을 수 있습니다.",
        zh="购物车最多 {most} 行。",
    )


class CartEmpty(Refusal):
    code = "cart_empty"
    status = 422
    text = Text(en="The cart is empty.", ko="장바구니가 비어 있습니다.", zh="购物车是空的。")


class NotListed(Refusal):
    code = "not_listed"
    status = 404
    text = Text(
        en="This store does not sell {product} right now.",
        ko="이 매장에서는 지금 다음 상품을 팔지 않습니다: {product}",
        zh="本店目前不售：{product}。",
    )


class ByThePiece(Refusal):
    """Details: `piece_grams`, what one usually weighs, and `pieces`, how many come nearest to what was asked for."""

    code = "by_the_piece"
    status = 422
    text = Text(
        en="{product} is ordered by the piece, of about {piece_grams} g each. What it weighs settles the price.",
        ko="{product}은(는) 개수로 주문합니다(1개 약 {piece_grams} g). 가격은 실제 무게로 정해집니다.",
        zh="{product} 按件订购，每件约 {piece_grams} 克，按实际重量结算。",
    )


class NotByThePiece(Refusal):
    code = "not_by_the_piece"
    status = 422
    text = Text(
        en="{product} is not ordered by the piece: say how many grams or millilitres.",
        ko="{product}은(는) 개수로 주문할 수 없습니다. 그램이나 밀리리터로 알려 주세요.",
        zh="{product} 不按件订购，请填写克数或毫升数。",
    )


class WayNotOffered(Refusal):
    code = "way_not_offered"
    status = 422
    text = Text(
        en="This store does not offer {way}.",
        ko="이 매장에서는 {way} 서비스를 제공하지 않습니다.",
        zh="本店不提供{way}。",
    )

    def say(self, language: str | None = None) -> str:
        return self.text.say(language, way=Way(self.details["way"]).names.say(language))


class StorePaused(Refusal):
    code = "store_paused"
    text = Text(
        en="The store takes no orders for the moment. {reason}",
        ko="매장이 잠시 주문을 받지 않습니다. {reason}",
        zh="门店暂停接单。{reason}",
    )


class StoreClosed(Refusal):
    """`opening` says when it opens by the store's clock; empty while somebody keeps it closed by hand."""

    code = "store_closed"
    text = Text(
        en="The store is closed. {opening}", ko="매장이 닫혀 있습니다. {opening}", zh="门店已打烊。{opening}"
    )


OPENS = Text(en="It opens at {time}.", ko="{time}에 엽니다.", zh="{time} 开门。")


class TooFar(Refusal):
    code = "too_far"
    text = Text(
        en="This address is {metres} m away, outside the delivery area. Pick up in the store instead?",
        ko="주소가 {metres}m 떨어져 있어 배달 지역 밖입니다. 매장 픽업은 어떠세요?",
        zh="该地址距离 {metres} 米，超出配送范围。可以选择到店自提。",
    )


class AddressNeeded(Refusal):
    code = "address_needed"
    status = 422
    text = Text(
        en="Say where to deliver: an address with its position.",
        ko="배달할 주소와 위치를 알려 주세요.",
        zh="请提供带位置的收货地址。",
    )


class BelowMinimum(Refusal):
    """`minimum` and `missing` in minor units of `currency`."""

    code = "below_minimum"
    text = Text(
        en="A delivery starts at {minimum}; {missing} more and it comes to you.",
        ko="배달은 {minimum}부터 가능합니다. {missing}만 더 담아 주세요.",
        zh="配送起送额为 {minimum}，还差 {missing}。",
    )

    def say(self, language: str | None = None) -> str:
        money = {key: spell(self.details[key], self.details["currency"]) for key in ("minimum", "missing")}
        return self.text.say(language, **money)


class PromiseExpired(Refusal):
    code = "promise_expired"
    text = Text(
        en="This promise has run out. Ask for a new one; the cart is as it was.",
        ko="약속 시간이 만료되었습니다. 새로 요청해 주세요. 장바구니는 그대로입니다.",
        zh="该时间承诺已过期，请重新获取。购物车保持不变。",
    )


class CartChanged(Refusal):
    code = "cart_changed"
    text = Text(
        en="The cart has changed since this promise. Ask for a new one.",
        ko="약속 이후 장바구니가 바뀌었습니다. 새로 요청해 주세요.",
        zh="购物车在承诺之后有变动，请重新获取。",
    )


STATES = {
    "awaiting_payment": Text(en="waiting for payment", ko="결제 대기", zh="待付款"),
    "paid": Text(en="paid", ko="결제 완료", zh="已付款"),
    "released": Text(en="being prepared", ko="준비 중", zh="备货中"),
    "done": Text(en="done", ko="완료", zh="已完成"),
    "expired": Text(en="expired", ko="만료", zh="已过期"),
    "cancelled": Text(en="cancelled", ko="취소", zh="已取消"),
    "approved": Text(en="approved", ko="승인", zh="已同意"),
    "declined": Text(en="declined", ko="거절", zh="已拒绝"),
}


class TooLateFor(Refusal):
    """`state`: of the order or the request, for programs; people read it in words."""

    def say(self, language: str | None = None) -> str:
        return self.text.say(language, state=STATES[self.details["state"]].say(language))


class NotPayable(TooLateFor):
    code = "not_payable"
    text = Text(
        en="This order no longer waits for payment (it is {state}).",
        ko="더 이상 결제를 기다리는 주문이 아닙니다 ({state}).",
        zh="该订单不再等待付款（{state}）。",
    )


class TooManyUnpaid(Refusal):
    code = "too_many_unpaid"
    text = Text(
        en="{most} of your orders here wait for payment. Pay for one of them or cancel it first.",
        ko="결제를 기다리는 주문이 이미 {most}건 있습니다. 먼저 결제하거나 취소해 주세요.",
        zh="您已有 {most} 个订单待付款，请先支付或取消其中一个。",
    )


class TooManyUnpaidNearby(Refusal):
    code = "too_many_unpaid_nearby"
    status = 429
    text = Text(
        en="Many orders from your network wait for payment. Please sign in, or try again in a few minutes.",
        ko="같은 네트워크에서 결제를 기다리는 주문이 많습니다. 로그인하거나 몇 분 뒤 다시 시도해 주세요.",
        zh="您所在网络有许多订单待付款。请登录，或几分钟后再试。",
    )


class NothingToPay(Refusal):
    code = "nothing_to_pay"
    text = Text(
        en="There is nothing to pay for this order.",
        ko="이 주문은 결제할 금액이 없습니다.",
        zh="该订单没有需要支付的金额。",
    )


class NotCancellable(TooLateFor):
    code = "not_cancellable"
    text = Text(
        en="The store is already working on this order ({state}). Please ask its manager.",
        ko="매장에서 이미 준비 중인 주문입니다 ({state}). 매장 관리자에게 문의해 주세요.",
        zh="门店已在处理该订单（{state}），请联系店长。",
    )


class NotRefundable(Refusal):
    code = "not_refundable"
    text = Text(
        en="Line {line}: {left} can still be returned, not {asked}.",
        ko="{line}번 줄: {asked}이(가) 아니라 {left}까지 환불할 수 있습니다.",
        zh="第 {line} 行还可退 {left}，而不是 {asked}。",
    )


class LotNotWithShopper(Refusal):
    code = "lot_not_with_shopper"
    text = Text(
        en="Line {line}: {left} of lot {lot} can come back. Look at the lot on the pack.",
        ko="{line}번 줄: 로트 {lot}은(는) {left}까지 반품할 수 있습니다. 포장의 로트를 확인하세요.",
        zh="第 {line} 行：批次 {lot} 可退 {left}。请核对包装上的批次。",
    )


class OwnPurchase(Refusal):
    code = "own_purchase"
    status = 403
    text = Text(
        en="You bought this yourself. Somebody else of the staff must give the money back.",
        ko="본인이 구매한 주문입니다. 환불은 다른 직원이 처리해야 합니다.",
        zh="这是您自己购买的订单，须由其他员工退款。",
    )


class AskedTooOften(Refusal):
    code = "asked_too_often"
    text = Text(
        en="You have asked {most} times about this order. Please talk to the people in the store.",
        ko="이 주문에 대해 이미 {most}번 요청하셨습니다. 매장 직원에게 문의해 주세요.",
        zh="您已就此订单申请 {most} 次，请直接联系门店。",
    )


class AlreadyDecided(TooLateFor):
    code = "already_decided"
    text = Text(
        en="This request has been answered already ({state}).",
        ko="이미 답변한 요청입니다 ({state}).",
        zh="该申请已处理（{state}）。",
    )


class NothingToCarry(Refusal):
    code = "nothing_to_carry"
    text = Text(
        en="Nothing of this order is paid and carried out by the shopper.",
        ko="결제하고 직접 들고 나갈 상품이 없는 주문입니다.",
        zh="该订单没有已付款并自行带走的商品。",
    )


class ExitCodeBad(Refusal):
    code = "exit_code_bad"
    status = 422
    text = Text(
        en="This exit code is not valid here. Please ask the shopper to show it again.",
        ko="여기서 쓸 수 없는 출구 코드입니다. 다시 보여 달라고 해 주세요.",
        zh="该离店码在此无效，请顾客重新出示。",
    )


class AlreadyAudited(Refusal):
    """`at` by the store's clock, `by`: what to call whoever counted."""

    code = "already_audited"
    text = Text(
        en="{by} has already counted this basket ({at}). Nothing was changed.",
        ko="{by}님이 이미 이 장바구니를 확인했습니다({at}). 바뀐 것은 없습니다.",
        zh="{by} 已核对过该购物篮（{at}），未作更改。",
    )


class ExitUsed(Refusal):
    """`at`: by the store's clock."""

    code = "exit_used"
    text = Text(
        en="This exit code was already used ({at}).",
        ko="이미 사용된 출구 코드입니다({at}).",
        zh="该离店码已使用过（{at}）。",
    )


class RefundTooLate(Refusal):
    code = "refund_too_late"
    text = Text(
        en="The time to ask for money back ended on {last_day}.",
        ko="환불을 요청할 수 있는 기간이 {last_day}에 끝났습니다.",
        zh="申请退款的期限已于 {last_day} 结束。",
    )


class ParentMissing(Refusal):
    code = "parent_missing"
    status = 422
    text = Text(
        en="What this belongs to is not in the cart.",
        ko="이 항목이 속한 상품이 장바구니에 없습니다.",
        zh="它所属的商品不在购物车中。",
    )


WHERE_MONEY_IS_TAKEN = (NotFound, NotPayable, NothingToPay)
"""What an order itself refuses, whoever takes the money; what the means of payment refuses comes beside it."""
