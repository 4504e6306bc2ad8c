from datetime import date

import pytest

from newretail.catalog import api, queries
from newretail.catalog.errors import MalformedCode, NamesNoProduct, UnknownCode
from newretail.catalog.models import Gtin, Product, Sku, WeighedPattern

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def goods() -> None:
    for code, more in (
        ("HR-00001", {"content": 950, "content_unit": "millilitre"}),
        ("HR-00002", {"unit": "gram", "weighed": True, "plu": "41234"}),
    ):
        product = Product.objects.create(code=code, names={"en": code})
        Sku.objects.create(code=code, product=product, **more)
    Gtin.objects.create(gtin="09521234543213", sku_id="HR-00001")
    Gtin.objects.create(gtin="19521234543210", sku_id="HR-00001", quantity=12)
    Gtin.objects.create(gtin="00042100005264", sku_id="HR-00001")
    Gtin.objects.create(gtin=api.normalise("9521234000037"), sku_id="HR-00002")


def test_one_product_by_every_code_it_carries() -> None:
    for text, quantity in (
        ("9521234543213", 1),
        ("19521234543210", 12),
        ("04252614", 1),
        ("HR-00001", 1),
        ("hr-00001", 1),
        ("HTTPS://ID.GS1.ORG/01/09521234543213", 1),
        ("]E09521234543213", 1),
    ):
        scanned = api.read_code(text)
        assert (scanned.sku_id, scanned.quantity) == ("HR-00001", quantity), text


def test_a_lot_with_its_last_day() -> None:
    link = api.digital_link(gtin="9521234543213", lot="L1/2", expires_on=date(2027, 1, 31))
    scanned = api.read_code(link)
    assert (scanned.kind, scanned.lot, scanned.expires_on) == (api.Kind.LOT, "L1/2", date(2027, 1, 31))


def test_a_weighed_piece_by_the_scale_s_code_and_by_its_link() -> None:
    for text in (
        api.weighed_code(plu="41234", grams=678),
        api.digital_link(gtin="9521234000037", grams=678),
    ):
        scanned = api.read_code(text)
        assert (scanned.kind, scanned.sku_id, scanned.grams, scanned.quantity) == (
            api.Kind.WEIGHED,
            "HR-00002",
            678,
            678,
        )


def test_a_price_code_says_the_price_and_no_weight() -> None:
    scanned = api.read_code(api.weighed_code(plu="41234", amount=1280))
    assert (scanned.sku_id, scanned.amount, scanned.grams, scanned.quantity) == ("HR-00002", 1280, None, None)


def test_loose_goods_have_no_quantity_until_they_are_weighed() -> None:
    assert api.read_code("41234").quantity is None
    assert api.read_code("9521234000037").quantity is None


def test_head_office_decides_how_scale_codes_are_laid_out() -> None:
    WeighedPattern.objects.all().delete()
    WeighedPattern.objects.create(pattern="25IIIIIWWWWWC", multiplier=10)
    code = api.weighed_code(plu="41234", grams=670)
    assert code.startswith("254123400067")
    assert api.read_code(code).grams == 670
    with pytest.raises(MalformedCode):
        api.weighed_code(plu="41234", grams=675)
    with pytest.raises(UnknownCode):
        api.read_code("2141234006753")


def test_a_layout_of_the_chain_s_own_is_printed_before_the_usual_ones_which_are_still_read() -> None:
    usual = api.weighed_code(plu="41234", grams=505)
    WeighedPattern.objects.create(pattern="25IIIIIWWWWWC")
    queries.forget_everything()
    assert usual.startswith("21") and api.weighed_code(plu="41234", grams=505).startswith("25")
    assert [api.read_code(code).grams for code in (usual, api.weighed_code(plu="41234", grams=505))] == [
        505,
        505,
    ]


def test_a_maker_s_number_that_only_looks_like_a_scale_s_code_is_that_maker_s() -> None:
    number = "2199999000108"
    number = number[:-1] + str(api.check_digit(number[:-1]))
    Gtin.objects.create(gtin=number.zfill(14), sku_id="HR-00001")
    scanned = api.read_code(number)
    assert (scanned.kind, scanned.sku_id, scanned.grams, scanned.quantity) == (
        api.Kind.GTIN,
        "HR-00001",
        None,
        1,
    )


def test_a_shelf_names_a_place_and_no_product() -> None:
    scanned = api.read_code(api.shelf_link(gln="9521234000013", shelf="C-07-2"))
    assert (scanned.kind, scanned.sku_id, scanned.gln, scanned.shelf) == (
        api.Kind.SHELF,
        None,
        "9521234000013",
        "C-07-2",
    )


@pytest.mark.parametrize(
    "text", ["8850987123542", "HR-99999", "99999", "2199999000108", "https://x.example/01/08850987123542"]
)
def test_a_sound_code_nobody_knows_is_refused_as_unknown(text: str) -> None:
    if text == "2199999000108":
        text = text[:-1] + str(api.check_digit(text[:-1]))
    with pytest.raises(UnknownCode) as refused:
        api.read_code(text)
    assert refused.value.say("ko")


@pytest.mark.parametrize(
    ("currency", "identifier", "printed", "amount"),
    [
        ("KRW", "3920", "12900", 12_900),
        ("JPY", "3920", "298", 298),
        ("CNY", "3922", "1280", 1_280),
        ("CNY", "3920", "12", 1_200),
        ("KWD", "3923", "1250", 1_250),
        ("KRW", "3922", "1290000", 12_900),
    ],
)
def test_a_price_in_a_code_has_the_decimals_of_what_is_paid_with(
    currency: str, identifier: str, printed: str, amount: int
) -> None:
    text = f"0109521234000037{identifier}{printed}"
    scanned = api.read_code(text, currency=currency)
    assert (scanned.amount, scanned.currency) == (amount, currency)
    link = api.digital_link(gtin="9521234000037", amount=amount, currency=currency)
    assert api.read_code(link, currency=currency).amount == amount


@pytest.mark.parametrize(
    ("currency", "elements", "amount", "caution"),
    [
        ("KRW", "3922129", 1, "price_rounded"),
        ("KRW", "392249", None, "price_passed_over"),
        ("CNY", "39234", None, "price_passed_over"),
        ("CNY", "392512599", 13, "price_rounded"),
        ("CNY", "39321560001990", 1990, None),
        ("KRW", "3930410012900", 12_900, None),
        ("CNY", "39321560001990\x1d3920019", None, "twice"),
        ("KRW", "39321560001990", None, "price_foreign"),
    ],
)
def test_a_price_that_cannot_be_paid_as_printed_is_said_and_the_product_found(
    currency: str, elements: str, amount: int | None, caution: str | None
) -> None:
    text = f"]C10109521234000037{elements}"
    if caution == "twice":
        with pytest.raises(MalformedCode):
            api.read_code(text, currency=currency)
        return
    scanned = api.read_code(text, currency=currency)
    assert (scanned.sku_id, scanned.amount) == ("HR-00002", amount)
    assert [each.code for each in scanned.cautions] == ([caution] if caution else [])


@pytest.mark.parametrize(
    ("elements", "grams", "caution"),
    [
        ("3104965325", 96_533, "weight_rounded"),
        ("3104000520", 52, None),
        ("3105000001", None, "weight_passed_over"),
        ("3202000250", 1_134, None),
        ("3202000250310300113", 1_134, "malformed"),
        ("32020002503103001134", 1_134, None),
        ("3571001600", 4_536, None),
    ],
)
def test_a_weight_in_any_unit_is_grams_and_its_rounding_is_said(
    elements: str, grams: int | None, caution: str | None
) -> None:
    text = f"]C10109521234000037{elements}"
    if caution == "malformed":
        with pytest.raises(MalformedCode):
            api.read_code(text)
        return
    scanned = api.read_code(text)
    assert (scanned.sku_id, scanned.grams, scanned.quantity) == ("HR-00002", grams, grams)
    assert [each.code for each in scanned.cautions] == ([caution] if caution else [])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("]C100095200000000000011", "00"),
        ("(00)095200000000000011(02)09521234543213(37)12", "00"),
        ("https://id.gs1.org/8003/09520614141234?01=", None),
        ("https://id.gs1.org/8004/9520614141234567", "8004"),
        ("(414)9521234000013", "414"),
        ("(8006)095212345432130102", "8006"),
    ],
)
def test_what_names_no_product_is_told_by_its_name(text: str, key: str | None) -> None:
    with pytest.raises(NamesNoProduct if key else MalformedCode) as refused:
        api.read_code(text)
    assert key is None or refused.value.details["key"] == key
