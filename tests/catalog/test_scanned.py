from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.catalog.errors import MalformedCode
from newretail.catalog.rules import scanned, weighed
from newretail.catalog.rules.elements import day
from newretail.catalog.rules.scanned import Kind

TODAY = date(2026, 11, 23)
read = partial(scanned.read, currency="CNY")
GTIN = "09521234543213"
GS = "\x1d"


@pytest.mark.parametrize(
    "text",
    [
        f"]C101{GTIN}17271231310300052010LOT1",
        f"]d201{GTIN}10LOT1{GS}172712313103000520",
        f"]Q3{GS}01{GTIN}10LOT1{GS}172712313103000520",
        f"01{GTIN}10LOT1{GS}172712313103000520",
        f"01{GTIN}10LOT1\u241d172712313103000520",
        f"(01){GTIN}(10)LOT1(17)271231(3103)000520",
        f"(01) {GTIN} (10) LOT1 (17) 271231 (3103) 000520",
    ],
)
def test_an_element_string_in_each_of_its_forms(text: str) -> None:
    reading = read(text, today=TODAY)
    assert reading.kind is Kind.WEIGHED
    assert reading.gtins == (GTIN,)
    assert (reading.said.lot, reading.said.grams, reading.said.expires_on) == (
        "LOT1",
        520,
        date(2027, 12, 31),
    )


@pytest.mark.parametrize(
    ("text", "grams", "amount"),
    [
        (f"]C101{GTIN}3102000052", 520, None),
        (f"]C101{GTIN}3100000002", 2000, None),
        (f"]C101{GTIN}39221280", None, 1280),
        (f"]C101{GTIN}392012", None, 1200),
        (f"]C101{GTIN}392312340", None, 1234),
    ],
)
def test_weights_are_grams_and_prices_are_minor_units(
    text: str, grams: int | None, amount: int | None
) -> None:
    said = read(text, today=TODAY).said
    assert (said.grams, said.amount) == (grams, amount)


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "]C1", "]", "]C1999999", f"]C101{GTIN[:-1]}4", f"01{GTIN[:-1]}4{GS}10A", f"]C101{GTIN}17271301",
        f"]C101{GTIN}310500000", f"(01){GTIN}(10)", "(01)", "(99)abc", "()", f"]C110LOT1{GS}17271231",
        "hello world", "상품", "1" * 501, "12345678901", "885098712354", "\x00", "'; DROP TABLE catalog_sku; --",
    ],
)  # fmt: skip
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(MalformedCode):
        read(text, today=TODAY)


def test_plain_numbers_of_cameras_and_guns() -> None:
    assert read("8850987123542", today=TODAY).gtins == ("08850987123542",)
    assert read("]E08850987123542", today=TODAY).gtins == ("08850987123542",)
    assert read("]E3885098712354212", today=TODAY).gtins == ("08850987123542",)
    assert read("]I110614141007346", today=TODAY).gtins == ("10614141007346",)
    assert read("614141007349", today=TODAY).gtins == ("00614141007349",)


def test_codes_typed_by_hand() -> None:
    assert read("HR-00123", today=TODAY).own_code == "HR-00123"
    assert read("41234", today=TODAY).plu == "41234"


def test_a_weight_code_of_the_scale() -> None:
    code = weighed.build(plu="41234", grams=678, patterns=weighed.USUAL)
    reading = read(code, today=TODAY)
    assert len(code) == 13 and code.startswith("2141234")
    assert (reading.kind, reading.plu, reading.said.grams, reading.said.amount) == (
        Kind.WEIGHED,
        "41234",
        678,
        None,
    )


@given(st.integers(0, 99_999), st.integers(0, 99_999), st.integers(0, 99_999))
def test_every_scale_code_is_read_back(plu: int, grams: int, amount: int) -> None:
    item = str(plu).zfill(5)
    for asked in ({"grams": grams}, {"amount": amount}, {"grams": grams, "amount": amount}):
        reading = read(weighed.build(plu=item, patterns=weighed.USUAL, **asked), today=TODAY)
        assert reading.plu == item
        assert (reading.said.grams, reading.said.amount) == (asked.get("grams"), asked.get("amount"))


@given(st.integers(0, 9_999), st.integers(0, 9))
def test_an_inner_check_digit_is_verified(price: int, wrong: int) -> None:
    patterns = [weighed.Pattern(layout="02IIIIIVPPPPC", multiplier=10)]
    code = weighed.build(plu="12345", amount=price * 10, patterns=patterns)
    assert read(code, today=TODAY, patterns=patterns).said.amount == price * 10
    assert read(code[1:], today=TODAY, patterns=patterns).said.amount == price * 10
    payload = code[:7] + str(wrong) + code[8:12]
    changed = payload + str(weighed.check_digit(payload))
    if changed != code:
        with pytest.raises(MalformedCode):
            read(changed, today=TODAY, patterns=patterns)


def test_what_does_not_fit_into_a_code_is_refused() -> None:
    for asked in ({"grams": 100_000}, {"amount": -1}):
        with pytest.raises(MalformedCode):
            weighed.build(plu="12345", patterns=weighed.USUAL, **asked)


@pytest.mark.parametrize(
    "layout",
    [
        "",
        "21IIIIIWWWWW",
        "31IIIIIWWWWWC",
        "21IIIIIIIIIIC",
        "21IIWIIIWWWWC",
        "21IIIIIWWWWWV",
        "21IIIVVWWWWWC",
        "21IIIWWWWWWWC",
    ],
)
def test_a_pattern_that_cannot_work_is_refused(layout: str) -> None:
    with pytest.raises(ValueError, match=r"pattern|places|item|inner"):
        weighed.Pattern(layout=layout)


@pytest.mark.parametrize(
    ("digits", "today", "expected"),
    [
        ("270228", date(2026, 1, 1), date(2027, 2, 28)),
        ("270200", date(2026, 1, 1), date(2027, 2, 28)),
        ("280200", date(2026, 1, 1), date(2028, 2, 29)),
        ("760101", date(2026, 1, 1), date(2076, 1, 1)),
        ("770101", date(2026, 1, 1), date(1977, 1, 1)),
        ("050101", date(2099, 1, 1), date(2105, 1, 1)),
        ("490101", date(2099, 1, 1), date(2149, 1, 1)),
    ],
)
def test_the_century_of_a_date_follows_the_stores_own_year(digits: str, today: date, expected: date) -> None:
    assert day(digits, today=today) == expected
