"""What stores refuse."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


class StoreUnknown(NotFound):
    code = "store_unknown"
    text = Text(en="There is no such store.", ko="그런 매장이 없습니다.", zh="没有这家门店。")


class NotListed(NotFound):
    code = "not_listed"
    text = Text(
        en="This store does not carry {sku_id}.",
        ko="이 매장은 {sku_id} 상품을 취급하지 않습니다.",
        zh="本店不经营 {sku_id}。",
    )


class NotSnoozed(NotFound):
    code = "not_snoozed"
    text = Text(
        en="{sku_id} is not put aside here.",
        ko="{sku_id}은(는) 판매 중지 상태가 아닙니다.",
        zh="{sku_id} 未被暂停销售。",
    )


class SnoozeEnded(Refusal):
    code = "snooze_in_the_past"
    status = 422
    text = Text(
        en="The end must lie in the future, at most a year ahead.",
        ko="종료 시각은 지금부터 1년 이내여야 합니다.",
        zh="结束时间必须在未来一年之内。",
    )


class MinutesMissing(Refusal):
    code = "busy_minutes_missing"
    status = 422
    text = Text(
        en="A busy store says how many minutes longer it takes (1 to 240); any other state has none.",
        ko="바쁨 상태에는 추가 시간(1~240분)이 필요하고, 다른 상태에는 쓰지 않습니다.",
        zh="繁忙状态需注明额外分钟数（1 到 240），其他状态则不需要。",
    )


class RoleNotHeld(NotFound):
    code = "role_not_held"
    text = Text(
        en="This person does not have that role here.",
        ko="이 사람은 여기서 그 역할을 맡고 있지 않습니다.",
        zh="此人在这里没有该角色。",
    )


class RoleNotYours(Refusal):
    code = "role_not_yours_to_give"
    status = 403
    text = Text(
        en="Only head office may give or take the role {role}.",
        ko="{role} 역할은 본사만 부여하거나 회수할 수 있습니다.",
        zh="只有总部可以授予或收回 {role} 角色。",
    )


class LastOfHeadOffice(Refusal):
    code = "last_of_head_office"
    text = Text(
        en="This is the last person of head office. Give the role to somebody else first.",
        ko="본사 권한을 가진 마지막 사람입니다. 먼저 다른 사람에게 권한을 주세요.",
        zh="这是最后一位总部人员，请先将角色授予他人。",
    )
