"""What other people's guns, labels and programs send, one line a kind: which product it is, or why it is refused.

`docs/codes.md` tells the same verdicts in words. The numbers are made for these tests, in GS1's range for examples (952).
"""

from datetime import date
from typing import Any

import pytest
from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS as IDENTIFIERS

from newretail.catalog.errors import MalformedCode, NamesNoProduct
from newretail.catalog.rules import elements, keys
from newretail.catalog.rules.gtin import check_digit
from newretail.catalog.rules.scanned import Reading, read
from newretail.kernel.errors import Refusal

TODAY = date(2026, 11, 23)
GTIN = "09521234543213"
EAN = "9521234543213"
GS = "\x1d"
LINK = "https://brand.example"


def of(text: str) -> Reading:
    return read(text, today=TODAY, currency="CNY")


def told(reading: Reading) -> dict[str, Any]:
    """What is known of the thing, without what is not."""
    said = reading.said
    known = {
        name: getattr(said, name)
        for name in ("variant", "lot", "serial", "third_party_serial", "grams", "amount")
    }
    return {"gtin": reading.gtins[0] if reading.gtins else None} | {
        name: value for name, value in known.items() if value is not None
    }


FOUND: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "digits as keyboards and people write them": [
        ("９５２１２３４５４３２１３", {}),
        ("9 521234 543213", {}),
        ("9\u00a0521234\u2009543213", {}),
        ("952-1-2345-4321-3", {}),
        ("\ufeff9521234543213\u200b", {}),
        ("\u202a9521234543213\u202c", {}),
        ("٩٥٢١٢٣٤٥٤٣٢١٣", {}),
        ("（01）09521234543213（10）ＡＢ", {"lot": "AB"}),
        ("01 09521234543213 17 271231", {}),
    ],
    "stand-ins for FNC1": [
        (f"]C101{GTIN}10AB{sign}17271231", {"lot": "AB"})
        for sign in (
            "<GS>", "{GS}", "[GS]", "(GS)", "<gs>", "<FNC1>", "{FNC1}", "^", "^]", "|", "~", "\u241d", "\u2194", "\\x1d", "\\u001d",
            "\\035", "\\F", "&#29;", "_x001D_", GS, GS + GS,
        )
    ]
    + [
        (f"<FNC1>01{GTIN}10AB<FNC1>17271231", {"lot": "AB"}),
        (f"^01{GTIN}10AB^21X", {"lot": "AB", "serial": "X"}),
        (f"(01){GTIN}(10)AB<GS>(17)271231", {"lot": "AB"}),
    ],
    "symbology identifiers": [
        ("]E402345673", {"gtin": "00000002345673"}),
        ("]E002345673", {"gtin": "00023456000073"}),
        (f"]E0{EAN}", {}),
        (f"]E3{EAN}12345", {}),
        (f"]E3{EAN}05", {}),
        ("]I119521234543210", {"gtin": "19521234543210"}),
        (f"]e001{GTIN}", {}),
        (f"]Q1{LINK}/01/{GTIN}", {}),
        (f"]E0{EAN}|]e010AB{GS}17271231", {"lot": "AB"}),
        (f"]E0{EAN}]e010AB", {"lot": "AB"}),
        (f"]E0{EAN}|]e099MORE{GS}98XYZ", {}),
    ],
    "finer than a gram or a fen": [
        (f"]C101{GTIN}3104965325", {"grams": 96_533}),
        (f"]C101{GTIN}3105000001", {}),
        (f"]C101{GTIN}39234", {}),
        (f"(01){GTIN}(3925)12599(30)12", {"amount": 13}),
        (f"(01){GTIN}(3932)1561299", {"amount": 1_299}),
        (f"(01){GTIN}(3932)8401299", {}),
        (f"(01){GTIN}(3201)000025", {"grams": 1_134}),
    ],
    "every qualifier, in any order": [
        (f"{LINK}/01/{GTIN}/22/2A/10/ABC/21/123", {"variant": "2A", "lot": "ABC", "serial": "123"}),
        (f"{LINK}/01/{GTIN}/235/TPX-1", {"third_party_serial": "TPX-1"}),
        (f"{LINK}/01/{GTIN}/235/XYZ?10=ABC", {"third_party_serial": "XYZ", "lot": "ABC"}),
        (f"{LINK}/01/{GTIN}/21/123/10/ABC", {"lot": "ABC", "serial": "123"}),
        (f"{LINK}/01/{GTIN}/10/A/22/B", {"lot": "A", "variant": "B"}),
        (f"{LINK}/01/{GTIN}?10=A&10=A", {"lot": "A"}),
        (f"{LINK}/01/{GTIN}?21=7;10=A", {"lot": "A", "serial": "7"}),
        (f"{LINK}/01/{GTIN}?98=XYZ+987", {}),
    ],
    "any path, any spelling": [
        (f"{LINK}/2026/01/01/{GTIN}", {}),
        (f"{LINK}/01/shop/01/{GTIN}/10/01", {"lot": "01"}),
        (f"{LINK}/gtin/{EAN}/lot/A/ser/7", {"lot": "A", "serial": "7"}),
        (f"HTTPS://BRAND.EXAMPLE/01/{EAN}", {}),
        (f"{LINK}/01/{GTIN}/", {}),
        (f"{LINK}/01/{GTIN}?utm_source=x&linkType=gs1:pip#top", {}),
        (f"{LINK}/8004/9520614141234567?01={GTIN}", {}),
        (f"{LINK}/00/095200000000000011?01={GTIN}", {}),
    ],
    "compressed links": [
        (f"{LINK}/ARFRq5sE2g", {}),
        (f"{LINK}/some/path/ARFRq5sE2iCJViQuhG_kIC4", {"lot": "AB12", "serial": "7"}),
        (f"{LINK}/ARFRq5sE2iDLLRb92?x=y", {"lot": "lot-7"}),
        (f"{LINK}/ARFRq5sE2mIGAEEA", {"grams": 520}),
        (f"{LINK}/ARFRq5sE2nJEgoA", {"amount": 1_280}),
        (f"{LINK}/ARFRq5sE2kSEVA", {"variant": "2A"}),
        (f"{LINK}/ARFRq5sE2uAGUNVNE_g36KGDbar", {}),
    ],
    "not allowed together, and still one product": [
        (f"(01){GTIN}(02)19521234543210(37)12", {}),
        (f"(01){GTIN}(37)12", {}),
        (f"(01){GTIN}(255)9521234000013", {}),
        (f"(01){GTIN}(250)PART", {}),
        (f"(01){GTIN}(422)123", {}),
        (f"(01){GTIN}(3922)1280", {"amount": 1_280}),
        (f"(01){GTIN}(8010)2217", {}),
    ],
}  # fmt: skip

REFUSED: dict[str, list[tuple[str, type[Refusal]]]] = {
    "another thing than a product": [
        ("]C10009520000000000001" + str(check_digit("09520000000000001")), NamesNoProduct),
        (f"{LINK}/8003/0952061414123{check_digit('0952061414123')}AB", NamesNoProduct),
        (f"{LINK}/8004/9520614141234567", NamesNoProduct),
        (f"{LINK}/253/9521234000013XY", NamesNoProduct),
        (f"{LINK}/255/95212340000130001", NamesNoProduct),
        (f"{LINK}/417/9521234000013", NamesNoProduct),
        (f"{LINK}/8010/ABCDE/8011/12", NamesNoProduct),
        (f"(02){GTIN}(37)12", NamesNoProduct),
        (f"(8006){GTIN}0102", NamesNoProduct),
    ],
    "values that have run together": [
        (f"{LINK}/01/{GTIN}/10/AB%3CGS%3E17200101", MalformedCode),
        (f"{LINK}/01/{GTIN}?10=AB%251D17200101", MalformedCode),
        (f"]C101{GTIN}10AB%1D17200101", MalformedCode),
    ],
    "wrong in itself": [
        (f"]C101{GTIN[:-1]}4", MalformedCode),
        (f"{LINK}/01/{GTIN[:-1]}4", MalformedCode),
        ("]C10009520000000000001" + str((check_digit("09520000000000001") + 1) % 10), MalformedCode),
        (f"(01){GTIN}(17)270230", MalformedCode),
        (f"(01){GTIN}(13)271301", MalformedCode),
        (f"(01){GTIN}(10)A(10)B", MalformedCode),
        (f"{LINK}/01/{GTIN}?01=09521234543220", MalformedCode),
        (f"{LINK}/01/{GTIN}/10", MalformedCode),
        (f"{LINK}/01/{GTIN}/10/{'A' * 21}", MalformedCode),
        (f"{LINK}/01/{GTIN}?1234=5", MalformedCode),
        (f"]C101{GTIN}10", MalformedCode),
        (f"]C101{GTIN}1717", MalformedCode),
        ("]E112", MalformedCode),
        ("]E212345", MalformedCode),
    ],
}

_found = [(kind, text, said) for kind, lines in FOUND.items() for text, said in lines]
_refused = [(kind, text, refusal) for kind, lines in REFUSED.items() for text, refusal in lines]


@pytest.mark.parametrize(("kind", "text", "said"), _found)
def test_a_code_of_others_names_its_product(kind: str, text: str, said: dict[str, Any]) -> None:
    assert told(of(text)) == {"gtin": GTIN} | said, kind


@pytest.mark.parametrize(("kind", "text", "refusal"), _refused)
def test_a_code_of_others_is_refused_by_what_is_wrong(kind: str, text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        of(text)
    assert all(refused.value.say(language) for language in ("en", "ko", "zh")), kind


def test_a_date_behind_a_written_separator_is_never_swallowed_by_the_lot() -> None:
    for sign in ("<GS>", "{GS}", "^", "|", "\\x1d"):
        said = of(f"]C101{GTIN}10AB{sign}17200101").said
        assert (said.lot, said.expires_on) == ("AB", date(2020, 1, 1))


def test_a_code_of_our_own_with_hyphens_stays_our_own() -> None:
    assert of("12-34").own_code == "12-34"
    assert of("HR-00001").own_code == "HR-00001"
    reading = of("952-1-2345-4321-3")
    assert (reading.gtins, reading.own_code) == ((GTIN,), "952-1-2345-4321-3")


def _value(identifier: Any) -> str:
    """A value of the shortest form that an identifier's shape allows, sound where it has a check digit or is a day."""
    ai = identifier.ai
    if ai in ("11", "12", "13", "15", "16", "17"):
        return "271231"
    if ai in ("7003", "4324", "4325", "8008"):
        return {"8008": "27123123"}.get(ai, "2712312359")
    if ai == "03":
        return GTIN
    value = ""
    for part in identifier.format.partition("[")[0].split("+")[1:]:
        if not part:
            continue
        count = int(part.strip("NXYZ.") or 0)
        letter = "1" if part[0] == "N" else "A"
        value += letter * (5 if ".." in part and count >= 5 else count)
    return value


def _samples() -> list[tuple[str, str]]:
    """Every application identifier with a value that its own pattern takes; the others have shapes of their own below."""
    found = []
    for ai, identifier in IDENTIFIERS.items():
        if ai in (*keys.PRIMARY, "02", "10", "21", "22", "235", "254") or ai[:3] in (
            "310",
            "320",
            "356",
            "357",
            "392",
            "393",
        ):
            continue
        value = _SPECIAL.get(ai) or _value(identifier)
        found.append((ai, value))
    return found


_SPECIAL = {
    "4330": "000100",
    "4331": "000100-",
    "7040": "1ABC",
    "4309": "02790858483015297971",
    "8112": "1",
    "7241": "10",
    "7242": "AB",
}
_WAYS = (
    lambda ai, value: f"(01){GTIN}({ai}){value}",
    lambda ai, value: f"]C101{GTIN}{ai}{value}",
    lambda ai, value: f"]d201{GTIN}{ai}{value}",
    lambda ai, value: f"]Q3{GS}01{GTIN}{ai}{value}",
    lambda ai, value: f"01{GTIN}{ai}{value}",
    lambda ai, value: f"]C1{ai}{value}{GS}01{GTIN}",
    lambda ai, value: f"{LINK}/01/{GTIN}?{ai}={value}",
)


def test_whatever_else_stands_beside_a_number_the_product_is_found() -> None:
    tried = 0
    for ai, value in _samples():
        try:
            elements.one(ai, value)
        except MalformedCode:
            continue
        for way in _WAYS:
            assert told(of(way(ai, value)))["gtin"] == GTIN, way(ai, value)
            tried += 1
    assert tried > 7 * 350
