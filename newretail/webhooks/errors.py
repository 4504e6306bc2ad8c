"""What webhooks refuses."""

from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text


class AddressRefused(Refusal):
    code = "webhook_address_refused"
    status = 422
    text = Text(
        en="Messages are only sent to a public https address without a password in it. "
        "For receivers on this machine or in its network, as in a demo, start with NEWRETAIL_WEBHOOKS_LOCAL=1.",
        ko="웹훅은 비밀번호가 포함되지 않은 공개 https 주소로만 보낼 수 있습니다. "
        "데모처럼 이 컴퓨터나 내부망의 주소로 보내려면 NEWRETAIL_WEBHOOKS_LOCAL=1로 시작해 주세요.",
        zh="只能向不含密码的公网 https 地址发送消息。如需像演示环境那样发送到本机或内网，请以 NEWRETAIL_WEBHOOKS_LOCAL=1 启动。",
    )


class KindUnknown(Refusal):
    code = "webhook_kind_unknown"
    status = 422
    text = Text(
        en="There is no kind of event called {name}. GET /api/v1/webhooks/kinds lists them.",
        ko="{name}(이)라는 이벤트 종류가 없습니다. GET /api/v1/webhooks/kinds에서 목록을 볼 수 있습니다.",
        zh="没有名为 {name} 的事件类型。可通过 GET /api/v1/webhooks/kinds 查看列表。",
    )


class TooManyEndpoints(Refusal):
    code = "too_many_webhooks"
    text = Text(
        en="You have {most} webhooks, which is the most. Remove one first.",
        ko="웹훅은 최대 {most}개까지 만들 수 있습니다. 먼저 하나를 삭제해 주세요.",
        zh="最多只能有 {most} 个 webhook，请先删除一个。",
    )


class EndpointOff(Refusal):
    code = "webhook_switched_off"
    text = Text(
        en="This webhook is switched off. Switch it on first.",
        ko="이 웹훅은 꺼져 있습니다. 먼저 켜 주세요.",
        zh="该 webhook 已停用，请先启用。",
    )
