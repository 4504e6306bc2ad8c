"""What GS1's own programs say of a code, and what we say: no product is another one, and every difference is chosen.

`gs1_vectors.csv` holds the inputs and the verdicts that the tests of these programs state (all Apache-2.0): gs1/gs1-syntax-engine ("scandata",
"ai", "dl"), gs1/gs1-digital-link-uri-simple-parser ("dl simple"), gs1/digital-link.js and jodal/biip. Only the facts are theirs. `␝` stands
for FNC1. `gs1`: valid, invalid, or plain for what is no GS1 data. `says`: what is read, as element strings. `ours`: a product, a shelf,
other (a pallet, a coupon: refused by its name), nothing (sound, but it names no thing), own (a SKU code typed by hand), refused. `why`:
the chosen difference, a row of docs/codes.md.
"""

import csv
import re
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from newretail.catalog.errors import MalformedCode, NamesNoProduct
from newretail.catalog.rules import keys
from newretail.catalog.rules.elements import day
from newretail.catalog.rules.scanned import NOTHING_NAMED, Kind, Reading, read

TODAY = date(2026, 11, 23)
VECTORS = list(csv.DictReader((Path(__file__).parent / "gs1_vectors.csv").open(encoding="utf-8", newline="")))
DOCUMENT = Path(__file__).parents[2] / "docs" / "codes.md"
WORDS = {"01": "gtin", "10": "lot", "21": "serial", "22": "variant", "235": "third_party_serial"}
DAYS = {"11": "produced_on", "15": "best_before", "17": "expires_on"}
GRAMS = {"310": Decimal(1000), "357": Decimal("28.349523125")}


def ours(text: str) -> tuple[str, Reading | None]:
    try:
        reading = read(text, today=TODAY, currency="CNY")
    except NamesNoProduct:
        return "other", None
    except MalformedCode as refused:
        return "nothing" if refused.details["problem"] is NOTHING_NAMED else "refused", None
    return {Kind.OWN: "own", Kind.SHELF: "shelf"}.get(reading.kind, "product"), reading


def told(reading: Reading) -> dict[str, Any]:
    names = [*WORDS.values(), *DAYS.values(), "grams", "amount"]
    said = {name: getattr(reading.said, name) for name in names} | {"gtin": reading.gtins[0]}
    return {name: value for name, value in said.items() if value is not None}


def meant(says: str) -> dict[str, Any]:
    """What an element string means, by the General Specifications; in yuan."""
    found: dict[str, Any] = {}
    for ai, value in re.findall(r"\((\d{2,4})\)([^(]*)", says):
        if ai in WORDS:
            found[WORDS[ai]] = value
        elif ai in DAYS:
            found[DAYS[ai]] = day(value, today=TODAY)
        elif ai[:3] in GRAMS:
            found["grams"] = _rounded(value, ai, GRAMS[ai[:3]])
        elif ai[:3] == "392":
            found["amount"] = _rounded(value, ai, Decimal(100))
    return found


def _rounded(value: str, ai: str, unit: Decimal) -> int:
    return int((Decimal(value).scaleb(-int(ai[3])) * unit).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['from']}: {vector['text'][:60]}")
def test_each_code_is_what_it_was_chosen_to_be(vector: dict[str, str]) -> None:
    verdict, reading = ours(vector["text"].replace("␝", "\x1d"))
    assert verdict == vector["ours"]
    if verdict == "product" and reading:
        expected = meant(vector["says"])
        compared = (
            {name: told(reading)[name] for name in expected} if vector["why"] == "scale" else told(reading)
        )
        assert compared == expected
    if verdict == "shelf" and reading:
        assert f"(414){reading.said.gln}(254){reading.said.shelf}" == vector["says"]


def test_every_difference_is_told_in_the_document_and_none_is_left_over() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    for vector in VECTORS:
        is_taken = vector["ours"] in ("product", "shelf", "own")
        differs = is_taken if vector["gs1"] == "invalid" else vector["ours"] in ("own", "refused")
        assert bool(vector["why"]) >= (differs and vector["gs1"] != "plain"), vector
        if vector["why"]:
            assert f"| `{vector['why']}` |" in document, vector
    counted = Counter(vector["gs1"] for vector in VECTORS)
    assert f"{len(VECTORS)} codes" in document and f"{counted['valid']} valid" in document


def test_no_valid_code_of_a_product_is_refused() -> None:
    lost = [
        vector["text"]
        for vector in VECTORS
        if vector["gs1"] == "valid" and vector["says"].startswith("(01)") and vector["ours"] != "product"
    ]
    assert lost == ["425261", "1425261"], "six or seven digits without a check digit are item numbers of ours"


@pytest.mark.parametrize(
    "sequence",
    [
        "00", "01", "01 21", "01 10", "01 10 21", "01 22", "01 22 21", "01 22 10", "01 22 10 21", "01 235", "253", "255", "401", "402",
        "414", "414 254", "414 7040", "417", "417 7040", "8003", "8004", "8004 7040", "8006", "8006 21", "8006 10", "8006 10 21",
        "8006 22", "8006 22 21", "8006 22 10", "8006 22 10 21", "8010", "8010 8011", "8013", "8017", "8017 8019", "8018", "8018 8019",
    ],
)  # fmt: skip
def test_every_sequence_of_keys_and_qualifiers_is_known(sequence: str) -> None:
    key, *qualifiers = sequence.split()
    assert key in keys.PRIMARY and keys.in_order(key, qualifiers)
    assert len(qualifiers) < 2 or not keys.in_order(key, qualifiers[::-1])
