"""What the work plan refuses. Each changes nothing."""

from newretail.kernel.errors import Refusal
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
