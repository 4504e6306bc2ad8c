"""What a picker, or a shopper who is asked, is refused. Each changes nothing."""

from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text


class NobodyPicks(Refusal):
    code = "nobody_picks"
    text = Text(
        en="Nobody is picking {zone} of order {number} now.",
        ko="지금 주문 {number}의 {zone}을(를) 피킹하는 직원이 없습니다.",
        zh="目前没有人在拣订单 {number} 的 {zone}。",
    )


class OneJobAtATime(Refusal):
    code = "one_pick_job_at_a_time"
    text = Text(
        en="Finish {zone} of order {number} first.",
        ko="먼저 주문 {number}의 {zone}을(를) 마치세요.",
        zh="请先完成订单 {number} 的 {zone}。",
    )


class WrongProduct(Refusal):
    """The scanned product is on no line that is still open. Details: `scanned`, `wanted` (SKU codes)."""

    code = "wrong_product"
    text = Text(
        en="Wrong product: you scanned {product}. Nothing was put into the bag.",
        ko="다른 상품입니다: {product}. 봉투에 담지 않았습니다.",
        zh="商品不符：扫描到 {product}，未放入袋中。",
    )


class NotAProduct(Refusal):
    code = "not_a_product_code"
    text = Text(
        en="This code does not name a product that we sell.",
        ko="판매하는 상품의 코드가 아닙니다.",
        zh="该条码不是本店商品。",
    )


class AlreadyPicked(Refusal):
    code = "already_picked"
    text = Text(
        en="{product} is already complete.", ko="{product}은(는) 이미 다 담았습니다.", zh="{product} 已拣齐。"
    )


class ScannedExpired(Refusal):
    code = "scanned_expired"
    text = Text(
        en="This pack expired on {expires_on}. Take it off the shelf.",
        ko="이 상품은 {expires_on}에 기한이 지났습니다. 진열대에서 빼 주세요.",
        zh="该商品已于 {expires_on} 过期，请下架。",
    )


class WeightNeeded(Refusal):
    code = "weight_needed"
    status = 422
    text = Text(
        en="{product} is sold by weight: put it on the scale and send the grams.",
        ko="{product}은(는) 무게로 판매합니다. 저울에 올려 그램을 보내 주세요.",
        zh="{product} 按重量销售，请称重并发送克数。",
    )


class TooMuch(Refusal):
    code = "too_much"
    text = Text(
        en="Too much of {product}: at most {most_shown} may be picked for this line.",
        ko="{product}이(가) 너무 많습니다. 이 항목은 최대 {most_shown}까지입니다.",
        zh="{product} 过多：该行最多可拣 {most_shown}。",
    )


class TooManyPieces(Refusal):
    code = "too_many_pieces"
    text = Text(
        en="Too many of {product}: {left} are still to be picked for this line.",
        ko="{product}이(가) 너무 많습니다. 이 항목은 {left}개 남았습니다.",
        zh="{product} 过多：该行还需拣 {left} 件。",
    )


class OddWeight(Refusal):
    """The weight does not fit so many pieces: they were miscounted, or a figure was mistyped."""

    code = "odd_weight"
    text = Text(
        en="{pieces} of {product} weigh between {least} g and {most} g; this is {grams} g. Count and weigh again.",
        ko="{product} {pieces}개는 {least} g에서 {most} g 사이인데 {grams} g입니다. 다시 세고 달아 주세요.",
        zh="{pieces} 件 {product} 应在 {least} 克到 {most} 克之间，现为 {grams} 克。请重新清点并称重。",
    )


class ShopperIsAsked(Refusal):
    code = "shopper_is_asked"
    text = Text(
        en="The shopper is being asked about this line until {until}.",
        ko="이 항목은 {until}까지 고객에게 확인 중입니다.",
        zh="正在询问顾客该行，截至 {until}。",
    )


class NotAsked(Refusal):
    code = "not_asked"
    text = Text(
        en="There is no open question about this line; the time may be over.",
        ko="이 항목에 열린 질문이 없습니다. 시간이 지났을 수 있습니다.",
        zh="该行没有待回答的问题，可能已超时。",
    )


class NoSwap(Refusal):
    code = "no_swap"
    text = Text(
        en="The shopper did not ask for a substitute on this line.",
        ko="고객이 이 항목의 대체 상품을 원하지 않습니다.",
        zh="顾客未要求替换该行商品。",
    )


class AboveCap(Refusal):
    code = "above_swap_cap"
    text = Text(
        en="{product} costs more than the shopper agreed to for a substitute.",
        ko="{product}의 가격이 고객이 허용한 대체 한도를 넘습니다.",
        zh="{product} 超过顾客同意的替换价格上限。",
    )


class UnsuitableSubstitute(Refusal):
    """Details: `allergens` (new ones), `age_limit`, or `agreed_sku`."""

    code = "unsuitable_substitute"
    text = Text(
        en="{product} cannot replace this product: {why}.",
        ko="{product}(으)로 대체할 수 없습니다: {why}.",
        zh="{product} 不能替换该商品：{why}。",
    )


class NothingMissing(Refusal):
    code = "nothing_missing"
    text = Text(
        en="Nothing of this line is left to be missing.",
        ko="이 항목에는 남은 수량이 없습니다.",
        zh="该行没有可标记缺货的数量。",
    )


class NothingToUndo(Refusal):
    code = "nothing_to_undo"
    text = Text(en="There is no pick to undo.", ko="되돌릴 피킹이 없습니다.", zh="没有可撤销的拣货。")


class BagHasLeft(Refusal):
    code = "bag_has_left"
    text = Text(
        en="Bag {tag} is no longer with you, so this cannot be undone. Tell the packer.",
        ko="봉투 {tag}이(가) 이미 떠나서 되돌릴 수 없습니다. 포장 담당에게 알려 주세요.",
        zh="袋子 {tag} 已离开，无法撤销。请告知打包员。",
    )


class LinesOpen(Refusal):
    """Details: `lines`, each {line, sku_id, left, state}."""

    code = "lines_open"
    text = Text(
        en="{count} lines are not done yet. Pick them or report them missing.",
        ko="아직 {count}개 항목이 남았습니다. 담거나 품절로 알려 주세요.",
        zh="还有 {count} 行未完成，请拣货或报缺。",
    )
