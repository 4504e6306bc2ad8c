"""Why something is late or may become late, in the caller's language."""

from newretail.fulfilment.plan.expect_parcels import Expectation
from newretail.kernel.text import Text

_LATE = {
    "waiting_for_picker": Text(
        en="No picker began it in time.",
        ko="제때 피킹을 시작하지 못했습니다.",
        zh="未能及时开始拣货。",
    ),
    "picking": Text(en="Picking took too long.", ko="피킹이 너무 오래 걸렸습니다.", zh="拣货耗时过长。"),
    "conveyor": Text(
        en="A bag reached packing too late.",
        ko="봉투가 포장대에 늦게 도착했습니다.",
        zh="袋子到达打包台过晚。",
    ),
    "waiting_for_part": Text(
        en="A bag from a counter or the kitchen came too late.",
        ko="매대나 주방에서 준비하는 봉투가 늦었습니다.",
        zh="柜台或厨房准备的袋子来得太晚。",
    ),
    "packing": Text(en="Packing took too long.", ko="포장이 너무 오래 걸렸습니다.", zh="打包耗时过长。"),
    "waiting_for_courier": Text(
        en="No courier took it in time.",
        ko="배달원이 제때 출발하지 못했습니다.",
        zh="骑手未能及时取走。",
    ),
    "ride": Text(en="The ride takes too long.", ko="배달이 오래 걸리고 있습니다.", zh="配送途中耗时过长。"),
}
_AT_RISK = {
    "waiting_for_picker": Text(
        en="It waits for a picker; lines in front of it: {lines}.",
        ko="피킹을 기다리고 있습니다. 앞에 남은 항목: {lines}.",
        zh="正在等待拣货，前面还有 {lines} 行。",
    ),
    "picking": Text(en="It is still being picked.", ko="아직 피킹 중입니다.", zh="仍在拣货。"),
    "conveyor": Text(
        en="A bag is still on its way to packing.",
        ko="봉투가 아직 포장대로 가는 중입니다.",
        zh="还有袋子在送往打包台的途中。",
    ),
    "waiting_for_part": Text(
        en="It waits for a bag from a counter or the kitchen.",
        ko="매대나 주방에서 준비하는 봉투를 기다리고 있습니다.",
        zh="正在等待柜台或厨房准备的袋子。",
    ),
    "packing": Text(en="It is not packed yet.", ko="아직 포장하지 않았습니다.", zh="尚未打包。"),
    "busy": Text(
        en="The store is set to take longer.",
        ko="매장이 지연 상태로 설정되어 있습니다.",
        zh="门店已设置为繁忙，需更长时间。",
    ),
    "waiting_for_courier": Text(
        en="Couriers on duty: {couriers}; deliveries that go first: {parcels}.",
        ko="근무 중 배달원 {couriers}명, 먼저 나갈 배달 {parcels}건.",
        zh="在岗骑手 {couriers} 人，前面还有 {parcels} 单配送。",
    ),
    "ride": Text(
        en="The door is {metres} m away.", ko="배달지까지 {metres}m입니다.", zh="距收货地址 {metres} 米。"
    ),
}


def say_late(cause: str) -> str:
    """Which stage made it late; empty for a cause without words."""
    return _LATE[cause].say() if cause in _LATE else ""


def say_at_risk(expectation: Expectation) -> str:
    """What stands between this parcel and its promise."""
    if expectation.cause not in _AT_RISK:
        return ""
    return _AT_RISK[expectation.cause].say(
        lines=expectation.lines_in_front,
        couriers=expectation.couriers,
        parcels=expectation.parcels_in_front,
        metres=expectation.metres,
    )
