"""Files as Excel, LibreOffice, Numbers and tills write them are read, or refused by name, row by row with the reason."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from newretail.catalog import api
from newretail.catalog.errors import UnreadableFile, WrongEncoding
from newretail.catalog.models import Product, Sku
from tests.catalog.test_import_products import rejected, run, workbook

pytestmark = pytest.mark.django_db

HEAD = "code,gtin,name_en,name_ko,name_zh,unit,brand,origin\r\n"
ROWS = "T-1,9520190000105,Green tea,녹차,绿茶,each,Haru,CN\r\nT-2,,Milk,우유,牛奶,each,,KR\r\n"
KOREAN = "code,name_ko\n" + "".join(f"K-{n},국산 콩나물 두부 우유 김치 라면 참기름\n" for n in range(9))
CHINESE = "code,name_zh\n" + "".join(f"C-{n},鲜牛奶 酸奶 面包 水饺 三文鱼 绿茶\n" for n in range(9))


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + ROWS).encode(),
        (HEAD + ROWS).encode("utf-8-sig"),
        (HEAD + ROWS).encode("utf-16"),
        (HEAD + ROWS).replace(",", "\t").encode("utf-16"),
        (HEAD + ROWS).encode("utf-16-le"),
        (HEAD + ROWS).replace(",", "\t").encode(),
        (HEAD + ROWS).replace(",", ";").encode(),
        (HEAD + ROWS).replace(",", "|").encode(),
        (HEAD + ROWS).replace("\r\n", "\r").encode(),
        ("sep=;\r\n" + (HEAD + ROWS).replace(",", ";")).encode(),
        ("\r\n\r\n" + HEAD + ROWS).encode(),
        ("Price list of March,,,\r\nprinted 2026-03-01\r\n\r\n" + HEAD + ROWS).encode(),
        (HEAD + ROWS + ",,,,,,,\r\n" * 5 + "  \r\n").encode(),
        (HEAD.upper() + ROWS).encode(),
        (HEAD.strip() + ",,\r\n" + ROWS).encode(),
        ('"code","gtin","name_en","name_ko","name_zh","unit","brand","origin"\r\n' + ROWS).encode(),
        ("상품코드,바코드,영문명,상품명,중국어 이름,재고 단위,브랜드,origin\r\n" + ROWS).encode(),
        ("商品编码,条形码,英文名,韩文名,商品名称,库存单位,品牌,origin\r\n" + ROWS).encode(),
        ("SKU;EAN;Product Name;Korean name;Chinese name;Unit of stock;Brand;Origin\r\n" + ROWS.replace(",", ";")).encode(),
    ],
)  # fmt: skip
def test_a_table_is_read_however_a_program_wrote_it(tmp_path: Path, content: bytes) -> None:
    done = run(tmp_path, content)
    assert (done.created, done.rejected, done.noted) == (2, 0, 0)
    card = api.sku_card("T-1")
    assert (card.names, card.brand) == ({"en": "Green tea", "ko": "녹차", "zh": "绿茶"}, "Haru")
    assert card.gtin == "09520190000105"


def test_line_breaks_in_cells_and_rows_without_their_last_cells_are_read(tmp_path: Path) -> None:
    run(tmp_path, 'code,name_en,ingredients,brand,origin\r\nT-1,A,"water\r\nsugar",Haru,CN\r\nT-2,B\r\n')
    assert Product.objects.get(code="T-1").ingredients == "water\nsugar"
    run(tmp_path, "code,name_en,ingredients,brand,origin\nT-1,A2\n")
    product = Product.objects.get(code="T-1")
    assert (product.names["en"], product.brand, product.origin) == ("A2", "Haru", "CN")


@pytest.mark.parametrize(("text", "codec", "code"), [(KOREAN, "cp949", "K-0"), (CHINESE, "gbk", "C-0")])
def test_what_excel_writes_in_korea_and_china_is_recognised(
    tmp_path: Path, text: str, codec: str, code: str
) -> None:
    run(tmp_path, text.encode(codec))
    assert next(iter(api.sku_card(code).names.values())) == text.splitlines()[1].partition(",")[2]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("code,name_en\nT-1,Mâche d'été\n".encode("cp1252"), "Windows-1252"),
        ("code,name_ko\nT-1,김치\n".encode("cp949"), "CP949"),
    ],
)
def test_an_encoding_that_is_not_certain_is_refused_by_name(
    tmp_path: Path, content: bytes, named: str
) -> None:
    with pytest.raises(WrongEncoding) as refused:
        run(tmp_path, content)
    assert named in refused.value.say("ko") and "UTF-8" in refused.value.say("ko")
    assert "2" in refused.value.say("ko")


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xlsx"),
        (packed("mimetype", "content.xml"), ".ods"),
        (packed("Index/Document.iwa", "preview.jpg"), "Numbers"),
        (packed("xl/workbook.bin"), ".xlsb"),
        (packed("word/document.xml"), "text document"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>code</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "web page"),
        (b"code,gtin,code,name_en\nT-1,,,A\n", "same name"),
    ],
)
def test_what_is_no_table_of_ours_is_refused_by_name_with_what_to_do(
    tmp_path: Path, content: bytes, named: str
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        run(tmp_path, content)
    assert named in refused.value.say("en")
    assert refused.value.say("ko") != refused.value.say("zh") != refused.value.say("en")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("9.52E+12,A,,,", "digits_lost"),
        ("12345670123,A,,,", "bad_gtin"),
        (",#N/A,,,", "error_cell"),
        (",#REF!,,,", "error_cell"),
        (",Err:502,,,", "error_cell"),
        (",A,19.90,each,90", "bad_number"),
        (",A,19.9,each,90", "bad_number"),
        (",A,¥19.905,each,90", "bad_number"),
        (",A,₩1990,each,90", "unknown_currency"),
        (",A,1990,each,9.99%", "bad_number"),
        (",A,1990,kg,90", "bad_number"),
    ],
)
def test_a_cell_that_cannot_be_meant_costs_its_row(tmp_path: Path, cells: str, reason: str) -> None:
    run(tmp_path, f"code,gtin,name_en,price,price_per,tax_rate_permille\nT-1,{cells}\nT-2,,B,,,\n")
    assert rejected(tmp_path) == [(2, reason)]
    assert Sku.objects.get().code == "T-2"


@pytest.mark.parametrize(
    "number", ["36000291452", "36000291452.0", "3.6000291452E+10", "0 36000 29145 2", "'036000291452"]
)
def test_zeros_that_a_spreadsheet_cut_off_come_back(tmp_path: Path, number: str) -> None:
    run(tmp_path, f"code,gtin,name_en\nT-1,{number},A\n")
    assert api.sku_card("T-1").gtin == "00036000291452"


def test_an_item_number_that_lost_its_zero_is_the_same_number(tmp_path: Path) -> None:
    run(tmp_path, "code,name_en,unit,weighed,plu\nT-1,A,gram,1,04123\n")
    assert run(tmp_path, "code,name_en,unit,weighed,plu\nT-1,A,gram,1,4123\n").unchanged == 1
    assert api.sku_card("T-1").plu == "04123"


def test_percent_and_marks_of_thousands_are_read(tmp_path: Path) -> None:
    done = run(tmp_path, 'code,name_en,price,tax_rate_permille\nT-1,A,"1,990",13%\n')
    assert (done.rejected, done.created) == (0, 1)


def test_a_workbook_is_read_from_the_sheet_that_people_see_with_the_results_of_its_formulas(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active.append(["Price list"])
    hidden = book.create_sheet("old")
    hidden.append(["code", "name_en"])
    hidden.append(["OLD-1", "Old"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("goods")
    sheet.append(["Goods of March"])
    sheet.append([])
    sheet.append(["Code", "GTIN", "Name_EN", "active", None])
    sheet.append(["T-1", 36000291452, "Tea", True, None])
    sheet.append(["T-2", None, date(2026, 3, 14), None])
    sheet.append(["T-3", None, True])
    sheet.append(["T-4", None, "=A1&B1"])
    sheet.append(["T-5", None, "#N/A"])
    sheet.append([])
    sheet.append(["T-6", None, "Coffee"])
    file = io.BytesIO()
    book.save(file)
    done = run(tmp_path, file.getvalue())
    assert sorted(Sku.objects.values_list("code", flat=True)) == ["T-1", "T-6"] and done.created == 2
    assert rejected(tmp_path) == [
        (5, "not_words"),
        (6, "not_words"),
        (7, "no_result"),
        (8, "error_cell"),
        (4, "zero_restored"),
    ]


def test_the_progress_counts_rows_turned_away_at_the_end_too(tmp_path: Path) -> None:
    seen: list[api.Progress] = []
    run(tmp_path, "code,name_en\nT-1,A\nT-1,B\n", progress=seen.append)
    assert [step.rejected for step in seen] == [0, 1]


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        run(tmp_path, workbook([["a", "b"]]))
