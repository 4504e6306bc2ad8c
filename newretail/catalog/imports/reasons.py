"""Why a row of a product file may be turned away, for programs and for people."""

from newretail.kernel.text import Text


class Unusable(Exception):
    """This row cannot be used; raised where it is found, turned into a Reject by the reader."""

    def __init__(self, code: str, text: Text, value: object = "") -> None:
        super().__init__(code)
        self.code, self.text, self.value = code, text, str(value)[:200]


NO_CODE = Text(en="no product code", ko="상품 코드 없음", zh="缺少商品编码")
NO_NAME = Text(en="no name", ko="이름 없음", zh="缺少名称")
BAD_CODE = Text(
    en="unusable code: letters, digits, dot, dash only",
    ko="코드에 쓸 수 없는 문자",
    zh="编码含无法使用的字符",
)
BAD_GTIN = Text(en="not a valid GTIN", ko="올바른 GTIN이 아님", zh="GTIN 无效")
BAD_NUMBER = Text(en="not a whole number in its range", ko="범위 안의 정수가 아님", zh="不是范围内的整数")
BAD_CHOICE = Text(en="not one of the allowed values", ko="허용된 값이 아님", zh="不是允许的值")
BAD_TEXT = Text(en="control characters in the text", ko="제어 문자 포함", zh="文本含控制字符")
TOO_LONG = Text(en="line too long", ko="줄이 너무 김", zh="该行过长")
TOO_FEW = Text(en="wrong number of columns", ko="열 개수가 맞지 않음", zh="列数不对")
NOT_JSON = Text(en="not a JSON object", ko="JSON 객체가 아님", zh="不是 JSON 对象")
NOT_CSV = Text(
    en="broken quotes, or a line break inside a cell",
    ko="따옴표 오류 또는 칸 안의 줄바꿈",
    zh="引号有误，或单元格内有换行",
)
NO_CATEGORY = Text(en="unknown category", ko="없는 분류", zh="未知分类")
TWICE = Text(
    en="the same code stands in an earlier line", ko="앞줄에 같은 코드가 있음", zh="前面的行已有相同编码"
)
TAKEN = Text(
    en="the number already belongs to another product",
    ko="다른 상품이 이미 쓰는 번호",
    zh="该号码已属于其他商品",
)
OURS = Text(
    en="kept: this product is maintained by head office",
    ko="본사가 관리하는 상품이라 그대로 둠",
    zh="保留：该商品由总部维护",
)
UNIT_FIXED = Text(
    en="the unit of an existing product cannot change",
    ko="기존 상품의 단위는 바꿀 수 없음",
    zh="已有商品的单位不能更改",
)
WEIGHED_IN_GRAMS = Text(
    en="a weighed product is kept in grams and needs no content",
    ko="저울 상품은 그램 단위이며 내용량이 없어야 함",
    zh="称重商品以克为单位，且不填净含量",
)
CONTENT_ALONE = Text(en="content needs a content unit", ko="내용량 단위가 필요함", zh="净含量缺少单位")
UNKNOWN_CURRENCY = Text(
    en="not a currency code of ISO 4217, such as EUR",
    ko="ISO 4217 통화 코드가 아님 (예: EUR)",
    zh="不是 ISO 4217 货币代码（如 EUR）",
)
CURRENCY_NOT_TAKEN = Text(
    en="no store of the chain takes this currency",
    ko="이 통화를 받는 매장이 없음",
    zh="没有门店收取该货币",
)
PRICE_ALONE = Text(
    en="price, price_per and tax_rate_permille go together",
    ko="price, price_per, tax_rate_permille는 함께 있어야 함",
    zh="price、price_per、tax_rate_permille 须同时填写",
)
