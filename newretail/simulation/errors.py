"""What the simulation refuses."""

from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text


class ClockIsReal(Refusal):
    code = "clock_is_real"
    status = 403
    text = Text(
        en="This store runs on real time. Its clock cannot be driven.",
        ko="이 매장은 실제 시간으로 운영됩니다. 시계를 조작할 수 없습니다.",
        zh="本店按真实时间运行，无法调整时钟。",
    )


class ClockBusy(Refusal):
    code = "clock_busy"
    text = Text(
        en="Somebody else is doing the work of this instant. Please try again.",
        ko="다른 프로세스가 이 시각의 작업을 처리하고 있습니다. 다시 시도해 주세요.",
        zh="另一个进程正在处理当前时刻的任务，请重试。",
    )


class NotLater(Refusal):
    """`now`: by the clocks of most stores, for people; `at`: the same instant, for programs."""

    code = "not_later"
    status = 422
    text = Text(
        en="Time only goes forward: it is {now} already.",
        ko="시간은 앞으로만 갑니다. 지금은 이미 {now}입니다.",
        zh="时间只能向前：现在已经是 {now}。",
    )


class TooFar(Refusal):
    code = "too_far"
    status = 422
    text = Text(
        en="One step goes at most {days} days ahead.",
        ko="한 번에 최대 {days}일까지만 앞으로 갈 수 있습니다.",
        zh="一步最多前进 {days} 天。",
    )
