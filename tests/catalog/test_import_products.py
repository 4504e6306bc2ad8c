import csv
import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from newretail.catalog import api
from newretail.catalog.errors import FileTooLarge, UnreadableFile, WrongEncoding
from newretail.catalog.imports.opened import Limits
from newretail.catalog.models import Category, Gtin, Product, Sku
from newretail.kernel.text import speaking

pytestmark = pytest.mark.django_db

REAL = (
    Path(os.environ.get("NEWRETAIL_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
    / "catalog"
    / "openfoodfacts-products.tsv.gz"
)

TSV = (
    "code\tproduct_name\tingredients_text\timage_url\tfat_100g\talcohol_100g\n"
    "8850987123542\tMAMA Cup\tfarine de blé, huile de palme, _lait_\thttps://static.openfoodfacts.org/a.jpg\t3.4\t\n"
    "8850987123543\tWrong check digit\t\t\t\t\n"
    "96385074\t\t\t\t\t\n"
    '614141007349\tRiesling "dry"\t\thttps://evil.example/a.jpg\t\t12.5\n'
    "8850987123542\tMAMA again\t\t\t\t\n"
    "only\ttwo\n"
)

TEMPLATE = (
    "code,gtin,name_en,name_ko,name_zh,brand,category,unit,content,content_unit,weighed,plu,typical_grams,temperature,"
    "shelf_life_days,allergens,age_limit,origin,price,price_per,tax_rate_permille,zone\n"
    "HR-00001,9521234543213,Milk,우유,牛奶,Haru,dairy,each,1000,millilitre,0,,1040,chilled,9,milk,,CN,1290,each,90,dairy\n"
    'HR-00002,,"Lobster, live",바닷가재,龙虾,Haru,seafood/live,gram,,,1,41234,520,live,2,crustaceans,,CA,9900,500g,90,seafood\n'
)


@pytest.fixture
def tree() -> None:
    Category.objects.create(slug="dairy", names={"en": "Dairy", "ko": "유제품", "zh": "乳品"})
    Category.objects.create(slug="seafood", names={"en": "Seafood", "ko": "수산물", "zh": "海鲜"})
    Category.objects.create(
        slug="seafood/live", parent_id="seafood", names={"en": "Live", "ko": "활어", "zh": "活鲜"}
    )


def run(folder: Path, content: bytes | str, name: str = "products", **options) -> api.Imported:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return api.import_products(path, report_path=folder / "report.csv", **options)


def rejected(folder: Path) -> list[tuple[int, str]]:
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(int(row["line"]), row["reason"]) for row in csv.DictReader(file)]


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_open_food_facts_tab_separated(tmp_path: Path, packed: bool) -> None:
    done = run(tmp_path, gzip.compress(TSV.encode()) if packed else TSV)

    assert (done.rows, done.created, done.changed, done.unchanged, done.rejected) == (6, 2, 0, 0, 4)
    assert rejected(tmp_path) == [(3, "bad_gtin"), (4, "no_name"), (7, "wrong_columns"), (6, "twice")]
    noodles = Product.objects.get(code="G08850987123542")
    assert noodles.allergens == ["gluten", "milk"] and not noodles.allergens_stated
    assert noodles.nutrition == {"fat": 3400}
    assert noodles.picture == "https://static.openfoodfacts.org/a.jpg"
    wine = Product.objects.get(code="G00614141007349")
    assert wine.age_limit == 18 and wine.picture == ""
    assert api.read_code("8850987123542").sku_id == "G08850987123542"


def test_open_food_facts_json_lines(tmp_path: Path) -> None:
    line = {
        "code": "8850987123542",
        "product_name": "Nouilles",
        "product_name_en": "Noodles",
        "product_name_zh": "面条",
        "quantity": "4 x 60 g",
        "brands": "MAMA,Other",
        "allergens_tags": ["en:gluten", "en:soybeans"],
        "traces_tags": ["en:peanuts"],
        "categories_tags": ["en:frozen-foods"],
        "nutriments": {"fat_100g": 3.4, "energy-kcal_100g": 340, "alcohol_100g": 0},
    }
    done = run(tmp_path, json.dumps(line) + "\n\n[1]\n{broken\n" + '{"code": {"a": 1}}\n')

    assert (done.created, done.rejected) == (1, 3)
    card = api.sku_card("G08850987123542")
    assert (card.names, card.names.say("ko"), card.brand) == (
        {"en": "Noodles", "zh": "面条"},
        "Noodles",
        "MAMA",
    )
    assert (card.content, card.content_unit, card.temperature) == (240, "gram", "frozen")
    assert card.allergens == ("gluten", "peanuts", "soybeans")
    assert card.source == "open_food_facts"


@pytest.mark.parametrize("kind", ["csv", "semicolons", "excel"])
def test_our_template(tmp_path: Path, tree: None, kind: str) -> None:
    rows = list(csv.reader(io.StringIO(TEMPLATE)))
    if kind == "excel":
        content: bytes | str = workbook(
            [[int(cell) if cell.isdigit() else cell for cell in row] for row in rows]
        )
    elif kind == "semicolons":
        content = "\ufeff" + "\r\n".join(";".join(row) for row in rows)
    else:
        content = TEMPLATE
    done = run(tmp_path, content)

    assert (done.created, done.rejected) == (2, 0)
    lobster = api.sku_card("HR-00002")
    assert (lobster.unit, lobster.weighed, lobster.plu, lobster.typical_grams) == ("gram", True, "41234", 520)
    assert lobster.allergens == ("crustaceans",) and lobster.allergens_stated
    assert lobster.category == "seafood/live"
    assert Gtin.objects.get(sku="HR-00001").gtin == "09521234543213"


def test_a_second_run_changes_nothing(tmp_path: Path, tree: None) -> None:
    for content in (TSV, TEMPLATE):
        first, second = run(tmp_path, content), run(tmp_path, content)
        assert (second.created, second.changed, second.prices) == (0, 0, 0)
        assert second.unchanged == first.created
        assert second.rejected == first.rejected


def test_a_changed_line_changes_one_product_and_how_it_is_found(tmp_path: Path, tree: None) -> None:
    run(tmp_path, TEMPLATE)
    done = run(tmp_path, TEMPLATE.replace("Milk,우유,牛奶", "Oat drink,귀리,燕麦"))
    assert (done.created, done.changed, done.unchanged) == (0, 1, 1)
    assert [card.code for card in api.find_skus("귀리")] == ["HR-00001"]
    assert api.find_skus("우유") == []


def test_columns_a_file_does_not_have_stay_as_they_are(tmp_path: Path, tree: None) -> None:
    run(tmp_path, TEMPLATE)
    done = run(tmp_path, "code,name_en,unit\nHR-00001,Whole milk,each\n")
    assert done.changed == 1
    card = api.sku_card("HR-00001")
    assert (card.names["en"], card.names["ko"], card.content, card.allergens) == (
        "Whole milk",
        "우유",
        1000,
        ("milk",),
    )
    assert [found.code for found in api.find_skus("우유")] == ["HR-00001"]


def test_each_broken_row_is_reported_with_its_line_and_the_rest_goes_in(tmp_path: Path, tree: None) -> None:
    head = "code,gtin,name_en,category,unit,weighed,plu,content,content_unit,age_limit,allergens,price,price_per,tax_rate_permille\n"
    broken = {
        "bad_code": "HR 1,,A,,,,,,,,,,,",
        "no_code": ",,A,,,,,,,,,,,",
        "no_name": "HR-2,,,,,,,,,,,,,",
        "bad_gtin": "HR-3,123,A,,,,,,,,,,,",
        "unknown_category": "HR-4,,A,nowhere,,,,,,,,,,",
        "bad_choice": "HR-5,,A,,barrel,,,,,,,,,",
        "weighed_in_grams": "HR-6,,A,,each,1,,,,,,,,",
        "bad_number": "HR-7,,A,,,,,,,-3,,,,",
        "content_alone": "HR-8,,A,,,,,5,,,,,,",
        "price_alone": "HR-9,,A,,,,,,,,,100,,",
        "broken_quoting": 'HR-10,,"A,,,,,,,,,,,',
        "wrong_columns": "HR-11,,A,,,,,,,,,,,,,more",
        "bad_text": "HR-12,,A\x07,,,,,,,,,,,",
        "taken": "HR-13,9521234543213,A,,,,,,,,,,,",
        "unit_fixed": "HR-00002,,A,,each,,,,,,,,,",
    }
    run(tmp_path, TEMPLATE)
    done = run(tmp_path, head + "\n".join(broken.values()) + "\nHR-99,,Good,,,,,,,,,,,\n")

    assert (done.rejected, done.created) == (len(broken), 1)
    assert sorted(rejected(tmp_path)) == [(line, reason) for line, reason in enumerate(broken, start=2)]


def test_the_report_speaks_the_callers_language_and_runs_no_formula(tmp_path: Path) -> None:
    with speaking("ko"):
        run(tmp_path, "code,name_en\n=cmd|x,A\n")
    report = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    assert "'=cmd|x" in report and "코드에 쓸 수 없는 문자" in report


def test_open_food_facts_does_not_overwrite_what_head_office_maintains(tmp_path: Path) -> None:
    run(tmp_path, TSV)
    assert run(tmp_path, "code,name_en\nG08850987123542,Ours\n").changed == 1
    assert run(tmp_path, "code,name_en\nG08850987123542,Ours\n").unchanged == 1
    run(tmp_path, TSV)
    assert api.sku_card("G08850987123542").source == "open_food_facts"  # its origin stays named
    assert Product.objects.get(code="G08850987123542").names["en"] == "Ours"
    assert (2, "kept_ours") in rejected(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        TSV.encode() + "8850987123542\tMâché\t\t\t\t\n".encode("latin-1"),
        "code,name_en\nHR-1,김치\n".encode("cp949"),
    ],
)
def test_a_wrong_encoding_is_named_and_nothing_is_written(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(WrongEncoding) as refused:
        run(tmp_path, content)
    assert "UTF-8" in refused.value.say("zh")
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello\n",
        b"code,name\n",
        b"[{}]",
        b"PK\x03\x04broken",
        b"\x1f\x8bbroken",
        b"code,code,name_en\n",
    ],
)
def test_what_is_no_product_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        run(tmp_path, content)


def test_a_cut_gzip_file_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        run(tmp_path, gzip.compress(TSV.encode() * 50)[:-20])
    assert not Product.objects.exists()


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(TSV.encode() + b"\n" * 40_000_000)
    with pytest.raises(FileTooLarge):
        run(tmp_path, bomb)
    with pytest.raises(FileTooLarge):
        run(tmp_path, gzip.compress(TSV.encode() + b"A" * 40_000_000))
    assert not Product.objects.exists()


def test_an_excel_bomb_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    with pytest.raises(FileTooLarge):
        run(tmp_path, file.getvalue())


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("products.csv", TEMPLATE)
    with pytest.raises(UnreadableFile):
        run(tmp_path, file.getvalue())


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    evil = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "ha">{laughs}]><worksheet>&l11;</worksheet>'
    source = zipfile.ZipFile(io.BytesIO(workbook([["code", "name_en"], ["HR-1", "A"]])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, evil if name == "xl/worksheets/sheet1.xml" else source.read(name))
    with pytest.raises(UnreadableFile):
        run(tmp_path, file.getvalue())


def test_files_over_the_limits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge):
        run(tmp_path, TSV, limits=Limits(packed=100, unpacked=1000))
    with pytest.raises(FileTooLarge):
        run(tmp_path, TSV, limits=Limits(packed=10_000, unpacked=100))


def test_a_line_without_end_costs_one_row(tmp_path: Path) -> None:
    done = run(tmp_path, "code,name_en\nHR-1,A\nHR-2," + "x" * 5_000_000 + "\nHR-3,C\n")
    assert done.created == 2
    assert rejected(tmp_path) == [(3, "line_too_long")]


def test_progress_ends_at_the_whole_file(tmp_path: Path) -> None:
    seen: list[api.Progress] = []
    run(tmp_path, TSV.splitlines()[0] + "\n" + "x\n" * 2000, progress=seen.append)
    assert [step.rows for step in seen] == [500, 1000, 1500, 2000, 2000]
    assert seen[-1].done == 1.0


@pytest.mark.skipif(not REAL.exists(), reason="the real products are not beside this project")
def test_real_products_go_in_whole(tmp_path: Path) -> None:
    first = api.import_products(REAL, report_path=tmp_path / "report.csv")
    assert (first.rows, first.created, first.rejected) == (
        49_532,
        49_531,
        1,
    )  # one stands there twice, once with zeros in front
    assert Sku.objects.count() == Gtin.objects.count() == 49_531
    assert api.read_code("HTTPS://ID.GS1.ORG/01/08850987123542").sku_id == "G08850987123542"
    found = api.find_skus("mama", limit=20)
    assert found and all("mama" in str(card.names).lower() for card in found)
