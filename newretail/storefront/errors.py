"""What the storefront refuses."""

from newretail.catalog.errors import MalformedCode
from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text

GOES_ON = Text(
    en="the address goes on behind the code",
    ko="코드 뒤에 주소가 더 있습니다",
    zh="码之后还有多余的网址",
)


class MalformedLink(MalformedCode):
    """A Digital Link that cannot be read. GS1-Conformant Resolver Standard 1.2, section 4: answered with 400."""

    status = 400


class LinkTooLong(Refusal):
    code = "link_too_long"
    status = 414
    text = Text(
        en="This address is longer than {limit} characters.",
        ko="주소가 {limit}자보다 깁니다.",
        zh="网址超过 {limit} 个字符。",
    )


class NoSuchLink(NotFound):
    code = "no_such_link_type"
    text = Text(
        en="There is no link of the type {link_type} for this code. Known here: {known}.",
        ko="이 코드에는 {link_type} 유형의 링크가 없습니다. 있는 유형: {known}.",
        zh="此码没有 {link_type} 类型的链接。可用类型：{known}。",
    )


class LotUnknown(NotFound):
    code = "lot_unknown"
    text = Text(
        en="The store does not know the lot {lot}.",
        ko="매장에 {lot} 로트가 없습니다.",
        zh="门店没有批次 {lot}。",
    )


class NothingToPrint(Refusal):
    code = "nothing_to_print"
    status = 404
    text = Text(
        en="There is nothing to print labels for.", ko="라벨을 인쇄할 것이 없습니다.", zh="没有可打印的标签。"
    )


class TooManyLabels(Refusal):
    code = "too_many_labels"
    status = 422
    text = Text(
        en="That would be {count} labels; at most {limit} fit into one print. Please print in parts.",
        ko="라벨이 {count}장입니다. 한 번에 {limit}장까지 인쇄할 수 있으니 나누어 인쇄해 주세요.",
        zh="共 {count} 张标签，每次最多打印 {limit} 张，请分批打印。",
    )
