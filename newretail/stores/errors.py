"""What stores refuse."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


class StoreUnknown(NotFound):
    code = "store_unknown"
    text = Text(en="There is no such store.", ko="그런 매장이 없습니다.", zh="没有这家门店。")


class FormatUnknown(Refusal):
    code = "format_unknown"
    status = 422
    text = Text(
        en="There is no kind of store called {format}.",
        ko="{format}이라는 매장 유형이 없습니다.",
        zh="没有名为 {format} 的门店类型。",
    )


class CurrencyIsFixed(Refusal):
    code = "currency_is_fixed"
    text = Text(
        en="This store takes {currency}; its prices and its books are kept in it. Open another store for another currency.",
        ko="이 매장의 통화는 {currency}이며 가격과 장부가 이 통화로 기록됩니다. 다른 통화는 새 매장을 여세요.",
        zh="本店使用 {currency}，价格和账簿均以此记录。其他币种请另开门店。",
    )


class ShelfUnknown(NotFound):
    code = "shelf_unknown"
    text = Text(
        en="There is no shelf {shelf} in this store.",
        ko="이 매장에는 {shelf} 선반이 없습니다.",
        zh="本店没有货架 {shelf}。",
    )


class ShelfInUse(Refusal):
    code = "shelf_in_use"
    text = Text(
        en="Shelf {shelf} holds products or stands on the floor plan. Give those another place first.",
        ko="{shelf} 선반에 상품이 있거나 도면에 놓여 있습니다. 먼저 다른 자리로 옮기세요.",
        zh="货架 {shelf} 上有商品，或已画在平面图上。请先移到别处。",
    )


class ShelfOfAnotherZone(Refusal):
    code = "shelf_of_another_zone"
    text = Text(
        en="Shelf {shelf} belongs to another zone of this store. Choose another code.",
        ko="{shelf} 선반은 이 매장의 다른 구역에 있습니다. 다른 코드를 쓰세요.",
        zh="货架 {shelf} 属于本店的另一个分区，请换一个编号。",
    )


class ZoneInUse(Refusal):
    code = "zone_in_use"
    text = Text(
        en="A conveyor entry serves zone {zone}. Take that away first.",
        ko="컨베이어 입구가 {zone} 구역에 연결되어 있습니다. 먼저 해제하세요.",
        zh="传送带入口服务于 {zone} 区，请先移除。",
    )


class PositionIncomplete(Refusal):
    code = "position_incomplete"
    status = 422
    text = Text(
        en="A position has a latitude and a longitude.",
        ko="위치에는 위도와 경도가 모두 있어야 합니다.",
        zh="位置须同时有纬度和经度。",
    )


class CapabilityUnknown(Refusal):
    code = "capability_unknown"
    status = 422
    text = Text(
        en="No store can do {capability}: the registry of capabilities does not have it.",
        ko="{capability}은(는) 매장 기능 목록에 없습니다.",
        zh="门店功能目录中没有 {capability}。",
    )


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


class BadgeUnknown(NotFound):
    code = "badge_unknown"
    text = Text(
        en="There is no such badge in use here.",
        ko="여기서 사용 중인 명찰이 아닙니다.",
        zh="这里没有在用的该工牌。",
    )


class BadgeNotGood(Refusal):
    code = "badge_not_good"
    status = 401
    text = Text(
        en="This badge does not open anything here. Scan it again, or ask your manager for a new one.",
        ko="이 명찰로는 로그인할 수 없습니다. 다시 스캔하거나 점장에게 새 명찰을 요청하세요.",
        zh="此工牌无法登录。请重新扫描，或向店长申请新工牌。",
    )


class TooManyWrongBadges(Refusal):
    code = "too_many_wrong_badges"
    status = 429
    text = Text(
        en="Too many wrong badges from here. Please scan a badge of yours.",
        ko="잘못된 명찰이 너무 많이 입력되었습니다. 본인 명찰을 스캔해 주세요.",
        zh="此处错误工牌过多，请扫描您本人的工牌。",
    )


class TooManyBadges(Refusal):
    code = "too_many_badges"
    text = Text(
        en="This person has {most} badges already. Withdraw one first.",
        ko="이 사람은 이미 명찰이 {most}개 있습니다. 먼저 하나를 회수하세요.",
        zh="此人已有 {most} 个工牌，请先收回一个。",
    )


class ZoneUnknown(NotFound):
    code = "zone_unknown"
    text = Text(
        en="This store has no zone {zone}.",
        ko="이 매장에 {zone} 구역이 없습니다.",
        zh="本店没有 {zone} 区。",
    )


class PostNotYours(Refusal):
    code = "post_not_yours"
    status = 403
    text = Text(
        en="Your roles do not include this post. Ask your manager for the role first.",
        ko="맡으신 역할에 없는 자리입니다. 먼저 점장에게 역할을 요청하세요.",
        zh="您的角色不包含该岗位，请先请店长授予角色。",
    )


class PostNotTaken(NotFound):
    code = "post_not_taken"
    text = Text(en="You are at no post here.", ko="맡고 있는 자리가 없습니다.", zh="您目前没有在岗。")
