"""What inventory refuses. Each changes nothing."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


class OutOfStock(Refusal):
    """Details: `lines`, each {line, sku_id, wanted, left}; `product` and `left` of the first of them."""

    code = "out_of_stock"
    text = Text(
        en="There is not enough {product}: {left} left.",
        ko="{product} 재고가 부족합니다. 남은 수량: {left}.",
        zh="{product}库存不足，剩余 {left}。",
    )


class HoldTooLarge(Refusal):
    """More than one person may keep from others without paying. Details as of OutOfStock; `left`: what they may still hold."""

    code = "hold_too_large"
    text = Text(
        en="So much {product} cannot be kept for you before it is paid: {left} at most. Order less, or pay for your other orders first.",
        ko="결제 전에는 {product}을(를) 그만큼 확보해 드릴 수 없습니다. 최대 {left}까지 가능합니다. 수량을 줄이거나 다른 주문을 먼저 결제해 주세요.",
        zh="未付款前不能为您预留这么多{product}，最多 {left}。请减少数量，或先支付其他订单。",
    )


class AlreadyHeld(Refusal):
    code = "already_held"
    text = Text(
        en="Goods are already held for this line.",
        ko="이 항목의 상품은 이미 확보되어 있습니다.",
        zh="该行商品已被预留。",
    )


class HoldsGone(Refusal):
    """The holds have lapsed and somebody else may have the goods by now."""

    code = "holds_gone"
    text = Text(
        en="The goods were held for too long and have gone back on sale.",
        ko="확보 시간이 지나 상품이 다시 판매되고 있습니다.",
        zh="商品预留已超时，已重新上架销售。",
    )


class NotHeld(Refusal):
    code = "not_held"
    text = Text(
        en="Nothing is held for this line.",
        ko="이 항목에 확보된 상품이 없습니다.",
        zh="该行没有预留商品。",
    )


class WrongSku(Refusal):
    code = "wrong_sku"
    text = Text(
        en="This is the wrong product: the line asks for {expected}, you scanned {scanned}.",
        ko="다른 상품입니다. 주문 상품은 {expected}, 스캔한 상품은 {scanned}입니다.",
        zh="商品不符：应为 {expected}，扫描到 {scanned}。",
    )


class MoreThanHeld(Refusal):
    code = "more_than_held"
    text = Text(
        en="Only {held} are held for this line.",
        ko="이 항목에 확보된 수량은 {held}뿐입니다.",
        zh="该行仅预留 {held}。",
    )


class WrongLot(Refusal):
    code = "wrong_lot"
    text = Text(
        en="Lot {expected} expires earlier and has to go first; you scanned lot {scanned}.",
        ko="로트 {expected}의 기한이 더 빠르므로 먼저 나가야 합니다. 스캔한 로트: {scanned}.",
        zh="批次 {expected} 更早到期，应先出库；您扫描的是批次 {scanned}。",
    )


class PromisedLot(Refusal):
    """The line was promised goods of one lot, and another one was scanned."""

    code = "promised_lot"
    text = Text(
        en="Lot {expected} was promised for this line; you scanned lot {scanned}.",
        ko="이 항목에는 로트 {expected}이(가) 약속되었습니다. 스캔한 로트: {scanned}.",
        zh="该行承诺的是批次 {expected}；您扫描的是批次 {scanned}。",
    )


class ExpiredLot(Refusal):
    code = "expired_lot"
    text = Text(
        en="Lot {lot} is past its last day of sale ({expires_on}). Take it off the shelf.",
        ko="로트 {lot}은(는) 판매 기한({expires_on})이 지났습니다. 진열대에서 빼 주세요.",
        zh="批次 {lot} 已过销售期限（{expires_on}），请下架。",
    )


class BlockedLot(Refusal):
    code = "blocked_lot"
    text = Text(
        en="Lot {lot} is blocked and must not be sold.",
        ko="로트 {lot}은(는) 판매가 중지되었습니다.",
        zh="批次 {lot} 已被冻结，不得销售。",
    )


class LotNotFound(NotFound):
    code = "lot_not_found"
    text = Text(
        en="There is no lot {lot} of this product in this store.",
        ko="이 매장에는 이 상품의 로트 {lot}이(가) 없습니다.",
        zh="本店没有该商品的批次 {lot}。",
    )


class SkuNotFound(NotFound):
    code = "sku_not_found"
    text = Text(
        en="There is no product {sku_id}.", ko="상품 {sku_id}이(가) 없습니다.", zh="没有商品 {sku_id}。"
    )


class NotStocked(NotFound):
    code = "not_stocked"
    text = Text(
        en="This store has never stocked {sku_id}.",
        ko="이 매장은 {sku_id}을(를) 취급한 적이 없습니다.",
        zh="本店从未有过商品 {sku_id}。",
    )


class LotTooSmall(Refusal):
    """Less of the lot is there, or not promised to others by its name, than is wanted."""

    code = "lot_too_small"
    text = Text(
        en="Only {left} of lot {lot} are left.",
        ko="로트 {lot}의 남은 수량은 {left}뿐입니다.",
        zh="批次 {lot} 仅剩 {left}。",
    )


class ExpiryMovedLater(Refusal):
    code = "expiry_moved_later"
    text = Text(
        en="Lot {lot} expires on {known}. A date can never be moved later.",
        ko="로트 {lot}의 기한은 {known}입니다. 기한은 늦출 수 없습니다.",
        zh="批次 {lot} 的到期日为 {known}，不得推迟。",
    )


class AlreadyExpired(Refusal):
    code = "already_expired"
    text = Text(
        en="These goods expired on {expires_on} and cannot be received for sale.",
        ko="{expires_on}에 기한이 지난 상품은 판매용으로 입고할 수 없습니다.",
        zh="商品已于 {expires_on} 到期，不能作为可售商品入库。",
    )


class MadeLater(Refusal):
    code = "made_later"
    status = 422
    text = Text(
        en="These goods are said to be made on {made_on}, which is still to come.",
        ko="생산일이 {made_on}로 되어 있는데 아직 오지 않은 날입니다.",
        zh="所填生产日期 {made_on} 尚未到来。",
    )


class UnfitLotCode(Refusal):
    """No code could carry this lot: it could be received, and then never be labelled or scanned."""

    code = "unfit_lot_code"
    status = 422
    text = Text(
        en="No label can carry the lot “{lot}”: a lot has 1 to 20 Latin letters, digits or any of ! \" % & ' ( ) * + , - . / : ; < = > ? _",
        ko="로트 “{lot}”은(는) 라벨에 담을 수 없습니다. 1~20자의 영문자, 숫자 또는 ! \" % & ' ( ) * + , - . / : ; < = > ? _ 만 쓸 수 있습니다.",
        zh="标签无法承载批次“{lot}”：批次为 1 至 20 个拉丁字母、数字或 ! \" % & ' ( ) * + , - . / : ; < = > ? _",
    )


class PromisedToOthers(Refusal):
    """Something that may be left undone would take goods that are held for somebody."""

    code = "promised_to_others"
    text = Text(
        en="Only {free} are free; the rest is promised to shoppers.",
        ko="자유 재고는 {free}뿐입니다. 나머지는 고객에게 확보되어 있습니다.",
        zh="仅有 {free} 可用，其余已为顾客预留。",
    )


class NothingInBag(Refusal):
    code = "nothing_in_bag"
    text = Text(
        en="Nothing was picked for this line.",
        ko="이 항목으로 담긴 상품이 없습니다.",
        zh="该行没有已拣商品。",
    )


class MoreThanHandedOver(Refusal):
    code = "more_than_handed_over"
    text = Text(
        en="Only {left} of this line are with the shopper.",
        ko="이 항목 중 고객이 가진 수량은 {left}뿐입니다.",
        zh="该行在顾客手中的数量仅为 {left}。",
    )


class NoLotToCount(Refusal):
    code = "no_lot_to_count"
    text = Text(
        en="More was counted than any known lot can hold. Name the lot, or receive the goods with their date.",
        ko="장부보다 많이 집계되었습니다. 로트를 지정하거나 기한과 함께 입고해 주세요.",
        zh="清点数量多于账面。请注明批次，或按日期办理入库。",
    )


class LotEnded(Refusal):
    """An expired or blocked lot gets no more goods, and none of it goes back on sale."""

    code = "lot_ended"
    text = Text(
        en="Lot {lot} is {state}; use another lot code for goods that may be sold.",
        ko="로트 {lot}은(는) {state} 상태입니다. 판매할 상품에는 다른 로트 코드를 쓰세요.",
        zh="批次 {lot} 状态为 {state}；可售商品请使用其他批次号。",
    )


class CannotReverse(Refusal):
    code = "cannot_reverse"
    text = Text(
        en="Movement {movement} cannot be reversed: it was reversed before, or belongs to a sale.",
        ko="이동 {movement}은(는) 취소할 수 없습니다. 이미 취소되었거나 판매에 속합니다.",
        zh="移动 {movement} 不能冲销：已冲销过，或属于销售。",
    )


class TwiceInOneList(Refusal):
    code = "twice_in_one_list"
    status = 422
    text = Text(
        en="{what} stands in the list twice.",
        ko="{what}이(가) 목록에 두 번 있습니다.",
        zh="{what} 在列表中出现了两次。",
    )
