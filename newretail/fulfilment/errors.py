"""What fulfilment refuses. Each changes nothing."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


class Full(Refusal):
    """Details: `next_at` (ISO time, may be null) when the plan has room again."""

    code = "full"
    text = Text(
        en="The store cannot take more work right now. Please try again a little later.",
        ko="지금은 매장이 주문을 더 받을 수 없습니다. 잠시 후 다시 시도해 주세요.",
        zh="门店目前无法接更多订单，请稍后再试。",
    )


class PlaceGone(Refusal):
    code = "place_gone"
    text = Text(
        en="The place in the work plan has lapsed. Please ask for a new time.",
        ko="예약된 작업 시간이 만료되었습니다. 새 시간을 요청해 주세요.",
        zh="已预留的时段已失效，请重新获取时间。",
    )


class WorkNotFound(NotFound):
    code = "work_not_found"
    text = Text(en="There is no such work here.", ko="해당 작업이 없습니다.", zh="这里没有这项作业。")


class WorkCancelled(Refusal):
    code = "work_cancelled"
    text = Text(
        en="Order {number} was cancelled. Please put the goods aside; they go back to their shelves.",
        ko="주문 {number}은(는) 취소되었습니다. 상품은 따로 두면 진열대로 돌려보냅니다.",
        zh="订单 {number} 已取消。请将商品放在一旁，稍后归架。",
    )


class TooLateToCancel(Refusal):
    code = "too_late_to_cancel"
    text = Text(
        en="Order {number} has already left the store.",
        ko="주문 {number}은(는) 이미 매장을 떠났습니다.",
        zh="订单 {number} 已离开门店。",
    )


class JobNotFound(NotFound):
    code = "pick_job_not_found"
    text = Text(
        en="There is no such pick job in this store.",
        ko="이 매장에 해당 피킹 작업이 없습니다.",
        zh="本店没有该拣货任务。",
    )


class JobTaken(Refusal):
    code = "pick_job_taken"
    text = Text(
        en="A colleague is already picking {zone} of order {number}.",
        ko="다른 직원이 주문 {number}의 {zone}을(를) 이미 피킹하고 있습니다.",
        zh="同事已在拣订单 {number} 的 {zone}。",
    )


class JobNotStarted(Refusal):
    code = "pick_job_not_started"
    text = Text(
        en="Start this pick job first.", ko="먼저 이 피킹 작업을 시작하세요.", zh="请先开始该拣货任务。"
    )


class NobodyPicks(Refusal):
    code = "nobody_picks"
    text = Text(
        en="Nobody is picking {zone} of order {number} now.",
        ko="지금 주문 {number}의 {zone}을(를) 피킹하는 직원이 없습니다.",
        zh="目前没有人在拣订单 {number} 的 {zone}。",
    )


class NotYourJob(Refusal):
    code = "not_your_pick_job"
    status = 403
    text = Text(
        en="This pick job belongs to a colleague.",
        ko="다른 직원의 피킹 작업입니다.",
        zh="这是同事的拣货任务。",
    )


class OneJobAtATime(Refusal):
    code = "one_pick_job_at_a_time"
    text = Text(
        en="Finish {zone} of order {number} first.",
        ko="먼저 주문 {number}의 {zone}을(를) 마치세요.",
        zh="请先完成订单 {number} 的 {zone}。",
    )


class AlreadyFinished(Refusal):
    """Somebody did this before. Details: `what`, `number`, `at` (the store's own time of day)."""

    code = "already_finished"
    text = Text(
        en="Order {number}: this was already done at {at}. Nothing was changed.",
        ko="주문 {number}: {at}에 이미 처리되었습니다. 바뀐 것은 없습니다.",
        zh="订单 {number}：已于 {at} 完成，未作更改。",
    )


class LineNotFound(NotFound):
    code = "pick_line_not_found"
    text = Text(
        en="There is no such line in this pick job.",
        ko="이 피킹 작업에 해당 항목이 없습니다.",
        zh="该拣货任务没有这一行。",
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
        en="Too much of {product}: at most {most} may be picked for this line.",
        ko="{product}이(가) 너무 많습니다. 이 항목은 최대 {most}까지입니다.",
        zh="{product} 过多：该行最多可拣 {most}。",
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


class BagNeeded(Refusal):
    code = "bag_needed"
    text = Text(
        en="Put the goods into a bag and scan its tag first.",
        ko="상품을 봉투에 담고 태그를 먼저 스캔하세요.",
        zh="请先将商品装袋并扫描袋签。",
    )


class TagInUse(Refusal):
    code = "tag_in_use"
    text = Text(
        en="Tag {tag} is in use for order {number}.",
        ko="태그 {tag}은(는) 주문 {number}에 사용 중입니다.",
        zh="袋签 {tag} 正用于订单 {number}。",
    )


class BagNotFound(NotFound):
    code = "bag_not_found"
    text = Text(
        en="No bag with tag {tag} is in use here.",
        ko="태그 {tag}인 봉투가 없습니다.",
        zh="没有袋签为 {tag} 的袋子。",
    )


class BagNotReady(Refusal):
    code = "bag_not_ready"
    text = Text(
        en="Bag {tag} cannot be moved there now ({state}).",
        ko="봉투 {tag}은(는) 지금 그곳으로 옮길 수 없습니다({state}).",
        zh="袋子 {tag} 现在不能移到那里（{state}）。",
    )


class PlaceNotFound(NotFound):
    """Details: `what` (conveyor entry, packing station), `name`."""

    code = "place_not_found"
    text = Text(
        en="This store has no place called {name} for bags.",
        ko="이 매장에 {name}(이)라는 봉투 자리가 없습니다.",
        zh="本店没有名为 {name} 的放袋位置。",
    )


class BagsMissing(Refusal):
    """Details: `missing` (tags) and `jobs_open` (how many zones are still being picked)."""

    code = "bags_missing"
    text = Text(
        en="Order {number} is not complete: bags are still missing.",
        ko="주문 {number}이(가) 아직 완전하지 않습니다. 봉투가 더 있습니다.",
        zh="订单 {number} 尚不完整，还缺袋子。",
    )


class WrongBag(Refusal):
    code = "wrong_bag"
    text = Text(
        en="Bag {tag} does not belong to this. Put it back.",
        ko="봉투 {tag}은(는) 여기에 속하지 않습니다. 제자리에 두세요.",
        zh="袋子 {tag} 不属于这里，请放回。",
    )


class ParcelNotFound(NotFound):
    code = "parcel_not_found"
    text = Text(
        en="There is no such parcel in this store.",
        ko="이 매장에 해당 꾸러미가 없습니다.",
        zh="本店没有该包裹。",
    )


class ParcelNotReady(Refusal):
    """Details: `state`, `way`."""

    code = "parcel_not_ready"
    text = Text(
        en="This cannot be done with order {number} now ({way}, {state}).",
        ko="지금은 주문 {number}에 할 수 없습니다({way}, {state}).",
        zh="现在不能对订单 {number} 执行此操作（{way}，{state}）。",
    )


class WrongCode(Refusal):
    code = "wrong_code"
    text = Text(
        en="That is not the right code. {tries_left} tries left.",
        ko="코드가 맞지 않습니다. {tries_left}번 남았습니다.",
        zh="代码不正确，还可尝试 {tries_left} 次。",
    )


class CodeLocked(Refusal):
    code = "code_locked"
    status = 429
    text = Text(
        en="Too many wrong codes. Try again after {until}, or ask the manager.",
        ko="코드를 여러 번 틀렸습니다. {until} 이후 다시 시도하거나 점장에게 문의하세요.",
        zh="错误次数过多，请在 {until} 之后重试或联系店长。",
    )


class NotLocked(Refusal):
    code = "code_not_locked"
    text = Text(
        en="The code of order {number} is not locked; it can be tried right now.",
        ko="주문 {number}의 코드는 잠겨 있지 않습니다. 지금 입력할 수 있습니다.",
        zh="订单 {number} 的取货码未锁定，可以直接尝试。",
    )


class ProofNeeded(Refusal):
    code = "proof_needed"
    status = 422
    text = Text(
        en="Enter the shopper's door code, or attach a photo.",
        ko="고객의 현관 코드를 입력하거나 사진을 첨부하세요.",
        zh="请输入顾客的收货码，或附上照片。",
    )


class NotACourier(Refusal):
    code = "not_on_duty"
    text = Text(
        en="You are not on duty as a courier here.",
        ko="이 매장에서 근무 중인 배달원이 아닙니다.",
        zh="您不是本店在岗骑手。",
    )


class StillOnATrip(Refusal):
    code = "still_on_a_trip"
    text = Text(
        en="Finish your trip before you go off duty.",
        ko="퇴근하기 전에 배달을 마치세요.",
        zh="请先完成当前配送再下班。",
    )


class TripNotFound(NotFound):
    code = "trip_not_found"
    text = Text(en="You have no such trip.", ko="해당 배달이 없습니다.", zh="您没有该配送任务。")


class TripNotReady(Refusal):
    code = "trip_not_ready"
    text = Text(
        en="This cannot be done now: the trip is {state}.",
        ko="지금은 할 수 없습니다. 배달 상태: {state}.",
        zh="现在不能执行：配送状态为 {state}。",
    )


class NotPackedYet(Refusal):
    """Details: `numbers` of the orders on the trip that the store has not packed."""

    code = "not_packed_yet"
    text = Text(
        en="Order {number} is not packed yet. Wait for it, or leave it behind.",
        ko="주문 {number}은(는) 아직 포장 중입니다. 기다리거나 두고 출발하세요.",
        zh="订单 {number} 尚未打包，请等待或先不带走。",
    )


class PutBackNotFound(NotFound):
    code = "put_back_not_found"
    text = Text(
        en="There is nothing to put back under this number.",
        ko="되돌려 놓을 상품이 없습니다.",
        zh="没有该归架任务。",
    )
