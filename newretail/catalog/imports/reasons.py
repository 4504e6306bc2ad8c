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
BAD_NUTRIENT = Text(
    en="not an amount in 100 g: grams up to 100 (3.6, 360 mg), or kilocalories up to 900",
    ko="100 g당 함량이 아님: 100까지의 그램(3.6, 360 mg) 또는 900까지의 kcal",
    zh="不是每 100 克的含量：克数不超过 100（3.6、360 mg），或千卡不超过 900",
)
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
UNKNOWN_SCHEMA = Text(
    en="Open Food Facts writes this record in a newer form than this version reads; nothing of it was taken",
    ko="이 버전이 읽지 못하는 새로운 형식의 Open Food Facts 자료라서 가져오지 않음",
    zh="该 Open Food Facts 记录采用本版本尚不支持的新格式，未导入",
)
HELD_BACK = Text(
    en="taken, but held back: an alcoholic drink whose strength nobody has stated; head office must look at it and release it",
    ko="가져왔으나 판매 보류: 도수가 표시되지 않은 주류이므로 본사가 확인하고 풀어 주어야 함",
    zh="已导入，但暂停销售：未标明酒精度的酒类，须由总部核实后放行",
)
ZERO_RESTORED = Text(
    en="taken; leading zeros that a spreadsheet had cut off were put back, the check digit is right",
    ko="가져옴: 표 계산 프로그램이 지운 앞자리 0을 되살림(검증 숫자 일치)",
    zh="已导入：补回了表格软件去掉的前导零，校验位正确",
)
ERROR_CELL = Text(
    en="the cell holds an error of the spreadsheet, not a value",
    ko="칸에 값이 아닌 표 계산 오류가 있음",
    zh="单元格中是表格错误而不是值",
)
NOT_WORDS = Text(
    en="the cell is a date or TRUE/FALSE where words are expected; format the column as text",
    ko="글자가 와야 할 칸에 날짜나 TRUE/FALSE가 있음. 열을 텍스트 형식으로 바꿔 주세요",
    zh="应为文字的单元格是日期或 TRUE/FALSE，请将该列设为文本格式",
)
NO_RESULT = Text(
    en="the cell is a formula without a result; open the file in a spreadsheet, save it, and try again",
    ko="수식의 결과가 저장되어 있지 않음. 표 계산 프로그램에서 열어 저장한 뒤 다시 시도해 주세요",
    zh="公式没有保存结果，请在表格软件中打开并保存后重试",
)
DIGITS_LOST = Text(
    en="the spreadsheet has shortened this number (9.52E+12); format the column as text and fill it in again",
    ko="표 계산 프로그램이 숫자를 줄였음(9.52E+12). 열을 텍스트 형식으로 바꾸고 다시 입력해 주세요",
    zh="表格软件缩短了该号码（9.52E+12），请将该列设为文本格式后重新填写",
)
MINOR_OR_NOT = Text(
    en="the column price holds whole numbers of the smallest unit: write 1990, or ¥19.90 with the currency, or call the column price_decimal",
    ko="price 열은 가장 작은 단위의 정수임: 1990으로 적거나, 통화와 함께 ¥19.90으로 적거나, 열 이름을 price_decimal로 바꿔 주세요",
    zh="price 列为货币最小单位的整数：请写 1990，或带货币写 ¥19.90，或将列名改为 price_decimal",
)
TWO_PRICES = Text(
    en="price and price_decimal are both filled in: which one counts?",
    ko="price와 price_decimal이 모두 있음: 하나만 적어 주세요",
    zh="price 与 price_decimal 同时填写：请只填一个",
)
NO_AMOUNT = Text(
    en="not an amount of money in the row's currency, such as 19.90",
    ko="이 행의 통화로 된 금액이 아님 (예: 19.90)",
    zh="不是该行货币的金额（如 19.90）",
)
OTHER_SIGN = Text(
    en="the price names another currency than the row, or the chain; say it in the column currency",
    ko="가격의 통화 기호가 행이나 체인의 통화와 다름: currency 열에 적어 주세요",
    zh="价格所带货币与该行或连锁的货币不同，请在 currency 列注明",
)
