import string
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.catalog.errors import MalformedCode
from newretail.catalog.rules import digital_link, elements, scanned
from newretail.catalog.rules.scanned import Kind
from tests.catalog.test_gtin import any_number

TODAY = date(2026, 11, 23)
read = partial(scanned.read, currency="CNY")
GTIN = "09521234543213"
AI82 = string.ascii_letters + string.digits + "!\"%&'()*+,-./:;<=>?_"
words = st.text(AI82, min_size=1, max_size=20)
days = st.dates(date(1978, 1, 1), date(2076, 12, 31))


@given(
    any_number,
    st.none() | words,
    st.none() | words,
    st.none() | days,
    st.none() | days,
    st.none() | days,
    st.none() | st.integers(0, 999_999),
    st.none() | st.integers(0, 10**12),
    st.sampled_from(["https://id.gs1.org", "http://haru.example:8000/", "https://shop.example/s/de"]),
)
def test_what_is_written_is_read_back(
    number, lot, serial, expires_on, best_before, produced_on, grams, amount, base
):
    address = digital_link.write_product(
        number=number,
        lot=lot,
        serial=serial,
        expires_on=expires_on,
        best_before=best_before,
        produced_on=produced_on,
        grams=grams,
        amount=amount,
        base=base,
    )
    assert address.isascii() and " " not in address
    said = read(address, today=TODAY).said
    assert said == elements.Elements(
        gtin=number.zfill(14),
        lot=lot,
        serial=serial,
        expires_on=expires_on,
        best_before=best_before,
        produced_on=produced_on,
        grams=grams,
        amount=amount,
    )


@given(st.text(AI82, min_size=1, max_size=20))
def test_a_shelf_is_read_back(shelf: str) -> None:
    reading = read(digital_link.write_shelf(gln="9521234000013", shelf=shelf), today=TODAY)
    assert (reading.kind, reading.said.gln, reading.said.shelf) == (Kind.SHELF, "9521234000013", shelf)


@pytest.mark.parametrize(
    "address",
    [
        f"https://id.gs1.org/01/{GTIN}/10/AB?17=271231",
        f"HTTPS://ID.GS1.ORG/01/{GTIN}/10/AB?17=271231",
        "https://brand.example/some/path/01/9521234543213/10/AB?17=271231",
        f"http://localhost:8000/01/{GTIN}/10/AB/?17=271231&linkType=gs1:pip#top",
        f"https://x.example/01/{GTIN}/10/%41B?store=lujiazui&17=271231",
        f"https://x.example/GTIN/{GTIN}/LOT/AB?EXP=271231",
    ],
)
def test_one_code_on_any_domain_in_any_case(address: str) -> None:
    reading = read(address, today=TODAY)
    assert reading.kind is Kind.LOT
    assert reading.gtins == (GTIN,)
    assert (reading.said.lot, reading.said.expires_on) == ("AB", date(2027, 12, 31))


def test_a_plus_in_a_lot_stays_a_plus() -> None:
    assert read(f"https://x.example/01/{GTIN}/10/A+B", today=TODAY).said.lot == "A+B"
    assert read(f"https://x.example/01/{GTIN}?10=A+B", today=TODAY).said.lot == "A+B"


@pytest.mark.parametrize(
    "address",
    [
        "https://id.gs1.org/",
        "https://id.gs1.org/01",
        f"https://id.gs1.org/01/{GTIN[:-1]}4",
        f"https://id.gs1.org/01/{GTIN}/10",
        f"https://id.gs1.org/01/{GTIN}/254/shelf",
        f"https://id.gs1.org/01/{GTIN}/10/{'A' * 21}",
        f"https://id.gs1.org/01/{GTIN}/10/%FF%FE",
        f"https://id.gs1.org/01/{GTIN}/10/한글",
        f"https://id.gs1.org/01/{GTIN}?17=271331",
        f"https://id.gs1.org/01/{GTIN}?17=270230",
        f"https://id.gs1.org/01/{GTIN}?3103=1",
        f"https://id.gs1.org/01/{GTIN}?01=09521234543220",
        f"https://id.gs1.org/01/{GTIN}/10/A?10=B",
        f"https://id.gs1.org/01/{GTIN}/10/%00",
        "https://id.gs1.org/414/9521234000014/254/A",
        "https://example.com/about/us",
        "http://[bad/01/09521234543213",
    ],
)
def test_a_malformed_link_is_refused(address: str) -> None:
    with pytest.raises(MalformedCode):
        read(address, today=TODAY)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    for start in (
        "",
        "https://x.example/",
        f"https://x.example/01/{GTIN}/",
        "]C1",
        "(01)",
        f"https://x.example/01/{GTIN}?310",
    ):
        try:
            read(start + text, today=TODAY)
        except MalformedCode as refused:
            assert refused.say("ko")
