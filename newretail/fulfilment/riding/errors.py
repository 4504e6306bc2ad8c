"""What a courier is refused. Each changes nothing."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


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
