"""What payments refuse. Amounts among the members are minor units."""

from typing import ClassVar

from newretail.kernel import errors
from newretail.kernel.currencies import is_currency
from newretail.kernel.errors import Refusal
from newretail.kernel.money import spell
from newretail.kernel.text import Text


class MoneyRefusal(Refusal):
    """A refusal whose members named in `amounts` are minor units of its member `currency`."""

    amounts: ClassVar[tuple[str, ...]]

    def say(self, language: str | None = None) -> str:
        currency = self.details["currency"]
        spelt = {
            name: spell(self.details[name], currency) if is_currency(currency) else self.details[name]
            for name in self.amounts
        }
        return self.text.say(language, **(self.details | spelt))

    def __str__(self) -> str:
        return self.say("en")


class PaymentNotFound(errors.NotFound):
    code = "payment_not_found"
    text = Text(en="There is no such payment here.", ko="해당 결제가 없습니다.", zh="这里没有这笔支付。")


class RefundNotFound(errors.NotFound):
    code = "refund_not_found"
    text = Text(en="There is no such refund here.", ko="해당 환불이 없습니다.", zh="这里没有这笔退款。")


class DrawerNotFound(errors.NotFound):
    code = "drawer_not_found"
    text = Text(
        en="There is no such cash drawer here.", ko="해당 현금함이 없습니다.", zh="这里没有这个钱箱。"
    )


class BillLineNotFound(errors.NotFound):
    code = "bill_line_not_found"
    text = Text(
        en="There is no such line on the bill.", ko="명세서에 해당 줄이 없습니다.", zh="账单中没有这一行。"
    )


class TenderNotOffered(Refusal):
    """`tender`: the code that was asked for, `offered`: the codes of those that this store takes."""

    code = "tender_not_offered"
    status = 422
    text = Text(
        en="{name} is not taken here.",
        ko="이 매장에서는 {name} 결제를 받지 않습니다.",
        zh="本店不支持{name}付款。",
    )


class CurrencyNotTaken(Refusal):
    code = "currency_not_taken"
    status = 422
    text = Text(
        en="{name} cannot be used to pay in {currency}.",
        ko="{name}(으)로는 {currency} 금액을 결제할 수 없습니다.",
        zh="{name}不能用于支付 {currency}。",
    )


class WayNotOffered(Refusal):
    code = "way_not_offered"
    status = 422
    text = Text(
        en="{name} cannot be paid this way ({way}).",
        ko="{name} 결제는 이 방법({way})을 쓸 수 없습니다.",
        zh="{name}不支持这种付款方式（{way}）。",
    )


class ReturnUrlElsewhere(Refusal):
    code = "return_url_elsewhere"
    status = 422
    text = Text(
        en="After paying, nobody is sent to an address that is not ours.",
        ko="결제 후에는 저희 주소가 아닌 곳으로 이동할 수 없습니다.",
        zh="付款后只能返回本店的网址。",
    )


class TooManyCodes(Refusal):
    code = "too_many_codes"
    status = 429
    text = Text(
        en="Too many payment codes were tried. Please pay another way, or try again in a few minutes.",
        ko="결제 코드를 너무 많이 시도했습니다. 다른 방법으로 결제하거나 몇 분 뒤 다시 시도해 주세요.",
        zh="付款码尝试次数过多。请换一种付款方式，或几分钟后再试。",
    )


class NoNotices(errors.NotFound):
    code = "no_notices"
    text = Text(
        en="No tender sends notices here.",
        ko="이 주소로 통지를 보내는 결제 수단이 없습니다.",
        zh="没有付款方式向此地址发送通知。",
    )


class NoBills(Refusal):
    code = "no_bills"
    status = 422
    text = Text(
        en="{name} sends no bills.", ko="{name}은(는) 명세서를 보내지 않습니다.", zh="{name}没有账单。"
    )


class MoreThanOpen(MoneyRefusal):
    """`open`: what may still be asked of this payer, after what is paid and what others are being asked for."""

    code = "more_than_open"
    amounts = ("amount", "open")
    text = Text(
        en="Only {open} is still to be paid; {amount} is more than that.",
        ko="남은 결제 금액은 {open}입니다. {amount}은(는) 그보다 많습니다.",
        zh="只剩 {open} 待付，{amount} 超出了该金额。",
    )


class SaleInAnotherCurrency(Refusal):
    code = "sale_in_another_currency"
    status = 422
    text = Text(
        en="This sale is in {expected}; it cannot be paid in {currency}.",
        ko="이 주문은 {expected} 주문이므로 {currency}(으)로 결제할 수 없습니다.",
        zh="该订单以 {expected} 计价，不能以 {currency} 支付。",
    )


class SlipUsed(Refusal):
    code = "slip_used"
    text = Text(
        en="This slip ({slip}) was already entered for another payment or refund.",
        ko="이 전표({slip})는 이미 다른 결제나 환불에 입력되었습니다.",
        zh="该签购单（{slip}）已用于其他支付或退款。",
    )


class PaymentMismatch(Refusal):
    code = "payment_mismatch"
    status = 422
    text = Text(
        en="This payment number was already used for another amount, order or tender.",
        ko="이 결제 번호는 이미 다른 금액, 주문 또는 결제 수단에 사용되었습니다.",
        zh="该支付编号已用于其他金额、订单或付款方式。",
    )


class SaleClosed(Refusal):
    code = "sale_closed"
    text = Text(
        en="This sale takes no more payments.",
        ko="더 이상 결제할 수 없는 주문입니다.",
        zh="该订单已不能再付款。",
    )


class TenderUnreachable(Refusal):
    code = "tender_unreachable"
    status = 503
    text = Text(
        en="{name} cannot be reached right now. Nothing was charged; please try again or pay another way.",
        ko="지금 {name}에 연결할 수 없습니다. 청구되지 않았으니 다시 시도하거나 다른 방법으로 결제해 주세요.",
        zh="暂时无法连接{name}。没有扣款，请重试或换一种付款方式。",
    )


class NotEnoughGiven(Refusal):
    code = "not_enough_given"
    status = 422
    text = Text(
        en="That is less than the amount to be paid.",
        ko="받은 돈이 결제 금액보다 적습니다.",
        zh="收到的现金少于应付金额。",
    )


class TooMuchGiven(Refusal):
    code = "too_much_given"
    status = 422
    text = Text(
        en="That is far more than the amount to be paid. Please count again.",
        ko="받은 돈이 결제 금액보다 너무 많습니다. 다시 세어 주세요.",
        zh="收到的现金远多于应付金额，请重新清点。",
    )


class NoOpenDrawer(Refusal):
    code = "no_open_drawer"
    text = Text(
        en="You have no open cash drawer here. Open one first.",
        ko="열려 있는 현금함이 없습니다. 먼저 현금함을 여세요.",
        zh="您在这里没有打开的钱箱，请先开箱。",
    )


class DrawerInUse(Refusal):
    code = "drawer_in_use"
    text = Text(
        en="This drawer is already open, or you already have one open.",
        ko="이미 열려 있는 현금함이거나, 이미 다른 현금함을 열었습니다.",
        zh="该钱箱已打开，或您已打开另一个钱箱。",
    )


class DrawerClosed(Refusal):
    """`counted`: with what, minor units; `at` by the store's clock, `by`: what to call whoever counted it."""

    code = "drawer_closed"
    text = Text(
        en="This cash drawer was already counted and closed by {by} ({at}). Nothing was changed.",
        ko="이 현금함은 {by}님이 이미 세어 마감했습니다({at}). 바뀐 것은 없습니다.",
        zh="该钱箱已由 {by} 清点关箱（{at}），未作更改。",
    )


class DrawerOfAnother(Refusal):
    code = "drawer_of_another"
    text = Text(
        en="This cash drawer is {cashier}'s. They or a manager count and close it.",
        ko="{cashier}님의 현금함입니다. 본인이나 점장만 세어 마감할 수 있습니다.",
        zh="这是 {cashier} 的钱箱，只能由本人或店长清点关箱。",
    )


class NotEnoughInDrawer(Refusal):
    code = "not_enough_in_drawer"
    text = Text(
        en="The drawer holds less than that.", ko="현금함에 그만큼의 돈이 없습니다.", zh="钱箱里的现金不够。"
    )


class RefundTooHigh(MoneyRefusal):
    code = "refund_too_high"
    status = 422
    amounts = ("left",)
    text = Text(
        en="Only {left} of what was paid can still be refunded.",
        ko="환불할 수 있는 금액은 {left}입니다.",
        zh="最多还可退款 {left}。",
    )


class RefundMismatch(Refusal):
    code = "refund_mismatch"
    status = 422
    text = Text(
        en="This refund number was already used for another refund.",
        ko="이 환불 번호는 이미 다른 환불에 사용되었습니다.",
        zh="该退款编号已用于其他退款。",
    )


class RefundNotAtCounter(Refusal):
    code = "refund_not_at_counter"
    text = Text(
        en="This refund goes back by itself to the way it was paid.",
        ko="이 환불은 원래 결제 수단으로 자동 처리됩니다.",
        zh="这笔退款会自动原路退回。",
    )


class AlreadyHandedOut(Refusal):
    """`at` by the store's clock, `by`: what to call whoever handed it out."""

    code = "already_handed_out"
    text = Text(
        en="{by} has already handed this refund out ({at}). Give the customer nothing more.",
        ko="{by}님이 이 환불을 이미 지급했습니다({at}). 고객에게 더 지급하지 마세요.",
        zh="{by} 已支付这笔退款（{at}），请勿再付给顾客。",
    )


class RefundNotFailed(Refusal):
    code = "refund_not_failed"
    text = Text(
        en="Only a failed refund can be sent again.",
        ko="실패한 환불만 다시 보낼 수 있습니다.",
        zh="只有失败的退款才能重发。",
    )


class SettlementTooHigh(MoneyRefusal):
    code = "settlement_too_high"
    amounts = ("left",)
    text = Text(
        en="Only {left} of what was paid is not yet settled.",
        ko="아직 정산되지 않은 금액은 {left}입니다.",
        zh="尚未结转的金额只有 {left}。",
    )


class BillNotReady(Refusal):
    code = "bill_not_ready"
    text = Text(
        en="The bill of {day} is not ready yet.",
        ko="{day} 명세서가 아직 준비되지 않았습니다.",
        zh="{day} 的账单尚未生成。",
    )


class BillUnreadable(Refusal):
    code = "bill_unreadable"
    status = 502
    text = Text(
        en="The bill of {day} cannot be read: {why}.",
        ko="{day} 명세서를 읽을 수 없습니다: {why}.",
        zh="{day} 的账单无法读取：{why}。",
    )


class NothingToRepair(Refusal):
    code = "nothing_to_repair"
    text = Text(
        en="This line needs a person: the books of {name} say the same as before.",
        ko="이 줄은 사람이 확인해야 합니다. {name} 기록이 그대로입니다.",
        zh="这一行需要人工处理：{name}的记录没有变化。",
    )


OF_ANY_PAYMENT = (
    TenderNotOffered, CurrencyNotTaken, WayNotOffered, SaleClosed, SaleInAnotherCurrency, MoreThanOpen, PaymentMismatch,
)  # fmt: skip
"""What may be refused whatever a customer pays by."""
AT_THE_COUNTER = (*OF_ANY_PAYMENT, NoOpenDrawer, NotEnoughGiven, TooMuchGiven, SlipUsed)
"""What `take_at_counter` refuses."""
OVER_A_NETWORK = (*OF_ANY_PAYMENT, TooManyCodes, ReturnUrlElsewhere, TenderUnreachable)
"""What `open_payment` refuses."""
