"""Files that people send for a table and that are something else: refused by name, with what to do instead."""

import re
from collections.abc import Collection

from newretail.catalog.errors import UnreadableFile
from newretail.kernel.text import Text

OTHER_PACK = Text(
    en="it is an archive; unpack it first", ko="압축 묶음입니다. 먼저 풀어 주세요", zh="这是压缩包，请先解压"
)
OLD_EXCEL = Text(
    en="it is an old Excel file (.xls) or one with a password; in Excel choose Save As, “Excel Workbook (.xlsx)”, without a password",
    ko="옛 엑셀 파일(.xls)이거나 암호가 걸려 있습니다. 엑셀에서 암호 없이 “Excel 통합 문서(.xlsx)”로 다시 저장해 주세요",
    zh="这是旧版 Excel 文件（.xls）或带密码的文件，请在 Excel 中另存为不带密码的“Excel 工作簿（.xlsx）”",
)
BINARY_EXCEL = Text(
    en="it is a binary Excel file (.xlsb); save it as “Excel Workbook (.xlsx)”",
    ko="이진 엑셀 파일(.xlsb)입니다. “Excel 통합 문서(.xlsx)”로 다시 저장해 주세요",
    zh="这是二进制 Excel 文件（.xlsb），请另存为“Excel 工作簿（.xlsx）”",
)
LIBRE_OFFICE = Text(
    en="it is a LibreOffice table (.ods); save it as Excel (.xlsx) or as CSV in UTF-8",
    ko="LibreOffice 문서(.ods)입니다. 엑셀(.xlsx)이나 UTF-8 CSV로 저장해 주세요",
    zh="这是 LibreOffice 表格（.ods），请另存为 Excel（.xlsx）或 UTF-8 的 CSV",
)
NUMBERS = Text(
    en="it is a Numbers table; choose File, Export To, Excel or CSV",
    ko="Numbers 문서입니다. 파일 > 다음으로 내보내기 > Excel 또는 CSV를 선택해 주세요",
    zh="这是 Numbers 表格，请选择“文件 > 导出为 > Excel 或 CSV”",
)
OFFICE = Text(
    en="it is a text document or a presentation, not a table",
    ko="표가 아니라 문서나 발표 자료입니다",
    zh="这是文档或演示文稿，不是表格",
)
PDF = Text(
    en="it is a PDF; a table is needed, as CSV or Excel",
    ko="PDF입니다. CSV나 엑셀 표가 필요합니다",
    zh="这是 PDF，需要 CSV 或 Excel 表格",
)
WEB_PAGE = Text(
    en="it is a web page or XML, whatever its name; open it in a spreadsheet and save it as Excel (.xlsx)",
    ko="이름과 달리 웹 페이지나 XML입니다. 표 계산 프로그램에서 열어 엑셀(.xlsx)로 저장해 주세요",
    zh="无论文件名如何，这是网页或 XML，请用表格软件打开后另存为 Excel（.xlsx）",
)
PICTURE = Text(en="it is a picture", ko="그림 파일입니다", zh="这是图片")
_OLE, _RAR, _SEVEN = b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf"
_BEGINNINGS = {
    _OLE: OLD_EXCEL, b"%PDF": PDF, _RAR: OTHER_PACK, _SEVEN: OTHER_PACK, b"BZh": OTHER_PACK, b"\xfd7zXZ": OTHER_PACK,
    b"\x89PNG": PICTURE, b"\xff\xd8\xff": PICTURE, b"GIF8": PICTURE,
}  # fmt: skip
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|table|\?xml|meta|body|style|workbook)\b", re.I)


def refuse_other_kinds(start: bytes) -> None:
    """Raises UnreadableFile for what begins like something else than a text with rows."""
    for beginning, text in _BEGINNINGS.items():
        if start.startswith(beginning):
            raise UnreadableFile(problem=text)
    if _MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableFile(problem=WEB_PAGE)


def what_is_packed(names: Collection[str]) -> Text | None:
    """What a zip file with these parts is, None for just an archive."""
    if "xl/workbook.bin" in names:
        return BINARY_EXCEL
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return NUMBERS
    if "content.xml" in names and "mimetype" in names:
        return LIBRE_OFFICE
    if {"word/document.xml", "ppt/presentation.xml"} & set(names):
        return OFFICE
    return None
