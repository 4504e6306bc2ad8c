"""What the catalogue refuses, in words for people."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


class MalformedCode(Refusal):
    code = "malformed_code"
    status = 422
    text = Text(
        en="This code cannot be read: {problem}. Please scan it again or type the number under the bars.",
        ko="코드를 읽을 수 없습니다({problem}). 다시 스캔하거나 바코드 아래 숫자를 입력해 주세요.",
        zh="无法识别此码（{problem}）。请重新扫描，或输入条码下方的数字。",
    )


class UnknownCode(NotFound):
    code = "unknown_code"
    text = Text(
        en="The code {scanned} is in order, but no product of ours carries it.",
        ko="코드 {scanned}은(는) 올바르지만 저희 상품이 아닙니다.",
        zh="此码 {scanned} 有效，但不是本店的商品。",
    )


class NamesNoProduct(NotFound):
    code = "names_no_product"
    text = Text(
        en="This code is in order, but it names {what}, not a product.",
        ko="코드는 올바르지만 상품이 아니라 {what}을(를) 가리킵니다.",
        zh="此码有效，但它指的是{what}，不是商品。",
    )


class UnknownSku(NotFound):
    code = "unknown_sku"
    text = Text(
        en="There is no product {sku} here.",
        ko="상품 {sku}을(를) 찾을 수 없습니다.",
        zh="没有编号为 {sku} 的商品。",
    )


class UnknownCategory(NotFound):
    code = "unknown_category"
    text = Text(
        en="There is no category {category}.",
        ko="분류 {category}을(를) 찾을 수 없습니다.",
        zh="没有分类 {category}。",
    )


class CodeTaken(Refusal):
    code = "code_taken"
    text = Text(
        en="The code {taken} already belongs to {owner}.",
        ko="코드 {taken}은(는) 이미 {owner}의 것입니다.",
        zh="编码 {taken} 已属于 {owner}。",
    )


class UnitIsFixed(Refusal):
    code = "unit_is_fixed"
    text = Text(
        en="{sku} is kept in {unit}; the unit of a product cannot change. Make a new one instead.",
        ko="{sku}의 단위는 {unit}이며 바꿀 수 없습니다. 새 상품을 만들어 주세요.",
        zh="{sku} 的单位是 {unit}，不能更改，请新建商品。",
    )


class UnreadableFile(Refusal):
    code = "unreadable_file"
    status = 422
    text = Text(
        en="This file cannot be read: {problem}.",
        ko="파일을 읽을 수 없습니다({problem}).",
        zh="无法读取此文件：{problem}。",
    )


class BrokenLine(Refusal):
    code = "broken_line"
    status = 422
    text = Text(
        en="Line {line} of this file is not in order.",
        ko="이 파일의 {line}번째 줄이 잘못되었습니다.",
        zh="此文件第 {line} 行有误。",
    )


class WrongEncoding(Refusal):
    """`seems`: in brackets, which encoding it may be."""

    code = "wrong_encoding"
    status = 422
    text = Text(
        en="Line {line} is not UTF-8 text{seems}. Save the file as UTF-8 (in Excel: “CSV UTF-8”) and try again.",
        ko="{line}번째 줄이 UTF-8이 아닙니다{seems}. 파일을 UTF-8로(엑셀: “CSV UTF-8”) 저장한 뒤 다시 시도해 주세요.",
        zh="第 {line} 行不是 UTF-8 文本{seems}。请另存为 UTF-8（Excel 中选“CSV UTF-8”）后重试。",
    )


class FileTooLarge(Refusal):
    code = "file_too_large"
    status = 413
    text = Text(
        en="This file is too large, or unpacks to too much: more than {limit}.",
        ko="파일이 너무 크거나 압축을 풀면 너무 커집니다(한도 {limit}).",
        zh="文件过大，或解压后过大：超过 {limit}。",
    )


class ImportRunning(Refusal):
    code = "import_running"
    text = Text(
        en="Another import is running. Please wait until it has finished.",
        ko="다른 가져오기가 진행 중입니다. 끝난 뒤 다시 시도해 주세요.",
        zh="另一个导入正在进行，请等它完成后再试。",
    )


class NotHeldBack(Refusal):
    code = "not_held_back"
    text = Text(
        en="{product} is not held back. Change its age limit on its sheet.",
        ko="{product}은(는) 판매 보류 상태가 아닙니다. 구매 나이는 상품 정보에서 바꿔 주세요.",
        zh="{product} 并未暂停销售。请在商品信息中修改购买年龄。",
    )
