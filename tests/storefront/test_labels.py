"""Labels: what a camera reads from the paper is the link, what people read is in three languages, who printed is known."""

import json
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from newretail.catalog import api as catalog
from newretail.catalog import queries
from newretail.catalog.models import Product
from newretail.inventory.models import LabelPrint, Lot
from newretail.storefront.labels import qr
from newretail.storefront.labels.font import face, fitted, printable
from newretail.storefront.labels.lot_labels import LotOrder, print_lot_labels
from newretail.storefront.labels.sheet import A4, ROLL, SHEETS
from newretail.storefront.labels.shelf_labels import print_shelf_labels, shelf_labels
from newretail.storefront.shelves import look_at_shelf
from newretail.stores.api import Role
from newretail.stores.models import Facing, Shelf, Zone
from tests.sale_floor import worker
from tests.storefront.conftest import LOBSTER, LOBSTER_GTIN, MILK, MILK_GTIN, WINE_GTIN, Shop

pytestmark = pytest.mark.django_db
DOTS_AN_INCH = 300


def pages(pdf: bytes) -> list[Any]:
    """The pages as a printer's dots."""
    document = pypdfium2.PdfDocument(pdf)
    images = [page.render(scale=DOTS_AN_INCH / 72).to_pil() for page in document]
    document.close()
    return images


def links_on(pdf: bytes) -> list[str]:
    codes = [code for page in pages(pdf) for code in zxingcpp.read_barcodes(page)]
    return [code.text for code in codes if code.format == zxingcpp.BarcodeFormat.QRCode]


def words_on(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_a_camera_reads_the_links_from_shelf_labels(shop: Shop) -> None:
    expected = [qr.compact(label.link) for label in shelf_labels(store_id=shop.store)]
    assert len(expected) == 4
    for sheet in (A4, ROLL):
        assert sorted(links_on(print_shelf_labels(store_id=shop.store, sheet=sheet).pdf)) == sorted(expected)


def test_a_product_on_two_shelves_gets_a_label_on_each(shop: Shop) -> None:
    zone = Zone.objects.get(store_id=shop.store)
    second = Shelf.objects.create(store_id=shop.store, zone=zone, code="K-10-3", walk_order=3)
    Facing.objects.create(store_id=shop.store, shelf=second, sku_id=LOBSTER)
    labels = [label for label in shelf_labels(store_id=shop.store) if label.names[0] == "鲜活龙虾"]
    assert [label.mark for label in labels] == ["K-10-1", "K-10-3"]
    assert [offer.card.code for offer in look_at_shelf(store_id=shop.store, shelf="k-10-3").offers] == [
        LOBSTER
    ]


def test_a_full_sheet_of_lot_labels_is_read_back_whole(shop: Shop) -> None:
    lot = Lot.objects.get(code="L2311")
    pdf = print_lot_labels(
        store_id=shop.store,
        orders=[LotOrder(lot_id=lot.id, copies=25)],
        reason="goods in",
        by="Kim",
        sheet=A4,
    ).pdf
    link = catalog.digital_link(gtin=LOBSTER_GTIN, lot="L2311", expires_on=lot.expires_on)
    assert len(pages(pdf)) == 2
    assert links_on(pdf) == [qr.compact(link)] * 25
    found = catalog.read_code(links_on(pdf)[0])
    assert (found.sku_id, found.lot, found.expires_on) == (LOBSTER, "L2311", lot.expires_on)


def test_the_bars_say_the_same_number(shop: Shop) -> None:
    for sheet in (A4, ROLL):
        pdf = print_shelf_labels(store_id=shop.store, sheet=sheet, with_bars=True).pdf
        codes = [each for page in pages(pdf) for each in zxingcpp.read_barcodes(page)]
        bars = [each.text for each in codes if each.format == zxingcpp.BarcodeFormat.EAN13]
        assert sorted(bars) == sorted((LOBSTER_GTIN[1:], MILK_GTIN[1:], WINE_GTIN[1:]))
        assert len(links_on(pdf)) == 4


def test_bars_are_as_wide_as_gs1_asks_and_three_times_as_high_as_their_digits(shop: Shop) -> None:
    for sheet in (A4, ROLL):
        for page in pages(print_shelf_labels(store_id=shop.store, sheet=sheet, with_bars=True).pdf):
            for each in zxingcpp.read_barcodes(page):
                if each.format == zxingcpp.BarcodeFormat.EAN13:
                    across = abs(each.position.top_right.x - each.position.top_left.x) / DOTS_AN_INCH * 25.4
                    assert across >= 95 * 0.264 - 0.3


def test_the_number_to_be_typed_stands_whole_on_every_label(shop: Shop) -> None:
    lots = [LotOrder(lot_id=lot.id) for lot in Lot.objects.filter(code__in=["L2311", "M1"])]
    for sheet in (A4, ROLL):
        for bars in (False, True):
            for printed in (
                print_lot_labels(
                    store_id=shop.store, orders=lots, reason="x", by="Kim", sheet=sheet, with_bars=bars
                ),
                print_shelf_labels(store_id=shop.store, sheet=sheet, with_bars=bars),
            ):
                words = words_on(printed.pdf)
                assert "…" not in words
                assert bars or (LOBSTER_GTIN[1:] in words and MILK_GTIN[1:] in words)


def test_labels_say_it_in_three_languages_with_price_and_place(shop: Shop) -> None:
    words = words_on(print_shelf_labels(store_id=shop.store, sheet=A4).pdf)
    for expected in ("鲜活龙虾", "활 랍스터", "Live lobster", "¥118.00", "¥23.60 / 100 g", "K-10-1"):
        assert expected in words


def test_the_font_has_every_letter_of_our_products_and_all_of_hangul() -> None:
    known = face().face.charToGlyph
    assert all(code in known for code in range(0xAC00, 0xD7A4))
    assert printable("똠얌꿍 焗饭 Crème brûlée ¥€₩") == "똠얌꿍 焗饭 Crème brûlée ¥€₩"
    assert printable("ก") == "□"


def test_what_people_and_fish_are_called_has_its_letters() -> None:
    assert printable("𠮷野家 𰻝𰻝面 㵘 龘 鱻") == "𠮷野家 𰻝𰻝面 㵘 龘 鱻"


def test_letters_that_the_font_lacks_are_told(shop: Shop) -> None:
    Product.objects.filter(code=MILK).update(names={"en": "Milk 🥛", "zh": "牛奶 🥛"})
    queries.forget_everything()
    answer = worker(Role.PICKER, shop.store).get(f"/stores/{shop.store}/labels/shelves.pdf")
    [remark] = json.loads(answer["Label-Remarks"])
    assert remark["code"] == "missing_letters" and "🥛" in remark["text"] and "K-10-1" in remark["what"]


def test_one_lot_that_no_code_can_carry_never_keeps_the_others_from_being_printed(shop: Shop) -> None:
    good = Lot.objects.get(code="L2311")
    bad = [
        Lot.objects.create(store_id=shop.store, sku_id=LOBSTER, code=code, on_hand=1, state="good")
        for code in ("A/21/7", "AB<GS>17200101")
    ]
    picker, path = worker(Role.PICKER, shop.store), f"/stores/{shop.store}/labels/lots.pdf"
    unknown = "00000000-0000-7000-8000-000000000000"
    order = [{"lot_id": str(each)} for each in (unknown, *(lot.id for lot in bad), good.id)]
    answer = picker.post(path, {"lots": order, "reason": "goods in"})
    assert answer.status_code == 200 and len(links_on(answer.content)) == 1
    told = json.loads(answer["Label-Remarks"])
    assert [each["code"] for each in told] == ["lot_unknown", *["malformed_code"] * 2]
    assert all(lot.code in each["what"] for lot, each in zip(bad, told[1:], strict=True))
    assert [log.lot_id for log in LabelPrint.objects.all()] == [good.id]
    assert picker.post(path, {"lots": order[1:2], "reason": "x"}).json()["code"] == "malformed_code"


def test_a_long_name_shrinks_and_is_cut_with_a_sign() -> None:
    text, size = fitted("word " * 60, size=12, room=100, smallest=7)
    assert size == 7 and text.endswith("…") and len(text) < 60


def test_links_are_written_in_the_cheaper_letters() -> None:
    assert (
        qr.compact("https://haru.example/01/09520100000072/10/a?17=1")
        == "HTTPS://HARU.EXAMPLE/01/09520100000072/10/a?17=1"
    )
    assert qr.qr_code("https://haru.example/01/09520100000072").version <= 3


def test_a_print_of_lot_labels_is_written_down(shop: Shop) -> None:
    picker, lot = worker(Role.PICKER, shop.store), Lot.objects.get(code="L2311")
    answer = picker.post(
        f"/stores/{shop.store}/labels/lots.pdf",
        {"lots": [{"lot_id": str(lot.id), "copies": 2}], "reason": "torn", "sheet": "roll"},
    )
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    log = LabelPrint.objects.get(lot=lot)
    assert (log.copies, log.reason) == (2, "torn") and log.by


def test_only_staff_of_the_store_prints(shop: Shop) -> None:
    path = f"/api/v1/stores/{shop.store}/labels/shelves.pdf"
    assert Client().get(path).status_code == 401
    assert worker(Role.PICKER, shop.elsewhere).http.get(path).status_code == 403
    answer = worker(Role.PICKER, shop.store).http.get(path, {"zone": "fresh", "bars": "true"})
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"


def test_what_cannot_be_printed_is_refused_and_not_logged(shop: Shop) -> None:
    picker, lot = worker(Role.PICKER, shop.store), Lot.objects.get(code="L2311")
    path = f"/stores/{shop.store}/labels/lots.pdf"
    many = {"lots": [{"lot_id": str(lot.id), "copies": 500}] * 5, "reason": "x"}
    assert picker.post(path, many).json()["code"] == "too_many_labels"
    unknown = {"lots": [{"lot_id": "00000000-0000-7000-8000-000000000000"}], "reason": "x"}
    assert picker.post(path, unknown).json()["code"] == "lot_unknown"
    assert (
        picker.get(f"/stores/{shop.store}/labels/shelves.pdf", zone="nothing").json()["code"]
        == "nothing_to_print"
    )
    assert not LabelPrint.objects.exists()


def test_every_sheet_is_offered_and_an_unknown_one_is_refused_by_name(shop: Shop, http: Client) -> None:
    offered = http.get("/api/v1/label-sheets").json()
    assert [each["name"] for each in offered] == list(SHEETS)
    assert offered[0] | {"words": ""} == {
        "name": "a4",
        "words": "",
        "width_mm": 70,
        "height_mm": 37.125,
        "on_a_page": 24,
    }
    picker = worker(Role.PICKER, shop.store)
    for each in offered:
        assert picker.get(f"/stores/{shop.store}/labels/shelves.pdf", sheet=each["name"]).status_code == 200
    refused = picker.get(f"/stores/{shop.store}/labels/shelves.pdf", sheet="a3")
    assert refused.status_code == 422 and "a4, roll" in refused.json()["detail"]
