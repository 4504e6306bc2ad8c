"""What live refuses."""

from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text


class TooManyStreams(Refusal):
    code = "too_many_streams"
    status = 503
    text = Text(
        en="Too many screens follow this server right now. Please try again in a moment.",
        ko="지금 실시간 화면이 너무 많이 열려 있습니다. 잠시 후 다시 시도해 주세요.",
        zh="当前实时连接过多，请稍后再试。",
    )


class TooManyStreamsOfYours(Refusal):
    code = "too_many_streams_of_yours"
    status = 429
    text = Text(
        en="You follow {most} things live already. Close one of them first.",
        ko="이미 실시간으로 {most}건을 보고 계십니다. 하나를 닫은 뒤 다시 시도해 주세요.",
        zh="您已打开 {most} 个实时连接，请先关闭一个。",
    )


class BadPosition(Refusal):
    code = "bad_position"
    status = 422
    text = Text(
        en="`{position}` is not a position in the stream. Send the id of the last event you have seen, or leave it out.",
        ko="`{position}`은(는) 스트림의 위치가 아닙니다. 마지막으로 받은 이벤트의 id를 보내거나 비워 두세요.",
        zh="`{position}` 不是有效的位置。请发送最后收到的事件 id，或不填。",
    )
