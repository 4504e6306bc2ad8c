"""What is refused wherever somebody works on an order. Each changes nothing."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


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


class NotYourJob(Refusal):
    code = "not_your_pick_job"
    status = 403
    text = Text(
        en="This pick job belongs to a colleague.",
        ko="다른 직원의 피킹 작업입니다.",
        zh="这是同事的拣货任务。",
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


class BagNeeded(Refusal):
    code = "bag_needed"
    text = Text(
        en="Put the goods into a bag and scan its tag first.",
        ko="상품을 봉투에 담고 태그를 먼저 스캔하세요.",
        zh="请先将商品装袋并扫描袋签。",
    )


class BagNotFound(NotFound):
    code = "bag_not_found"
    text = Text(
        en="No bag with tag {tag} is in use here.",
        ko="태그 {tag}인 봉투가 없습니다.",
        zh="没有袋签为 {tag} 的袋子。",
    )


class TagInUse(Refusal):
    code = "tag_in_use"
    text = Text(
        en="Tag {tag} is in use for order {number}.",
        ko="태그 {tag}은(는) 주문 {number}에 사용 중입니다.",
        zh="袋签 {tag} 正用于订单 {number}。",
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


class PartNotFound(NotFound):
    code = "part_not_found"
    text = Text(
        en="No order here waits for such a bag.",
        ko="이 매장에 그런 봉투를 기다리는 주문이 없습니다.",
        zh="本店没有订单在等这个袋子。",
    )


class PartNotWaiting(Refusal):
    """Details: `state` (ready, arrived, dropped)."""

    code = "part_not_waiting"
    text = Text(
        en="Order {number} does not wait for this bag any more.",
        ko="주문 {number}은(는) 더 이상 이 봉투를 기다리지 않습니다.",
        zh="订单 {number} 已不再等待这个袋子。",
    )
