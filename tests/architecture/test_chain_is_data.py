"""No chain, city, country or currency stands in code: they are the chain's row, its stores, and the samples' files."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CODE = {".py", ".sql", ".html", ".css", ".js", ".ts", ".vue", ".txt", ".svg", ".toml"}
WORDS = re.compile(
    r"haru|하루(?! 동안)|每日|dalbit|달빛|shanghai|상하이|上海|seoul|서울|首尔|lujiazui|hongqiao|jingan|seongsu|mangwon"
    r"|\bCNY\b|\bKRW\b|\+86\b|\+82\b",
    re.I,
)
LEFT_OUT = ("samples/", "node_modules/", "fronts/dist/", "migrations/")
KNOWN = {
    "newretail/kernel/currencies.py": "the currencies of ISO 4217",
    "newretail/kernel/money.py": "the signs of currencies",
    "newretail/catalog/imports/amounts.py": "what people call currencies in their files",
    "newretail/payments/tenders/alipay": "a Chinese wallet takes yuan, on the clock of its own house",
    "newretail/payments/tenders/cash/till.py": "the largest banknote of each currency",
    "newretail/payments/tenders/card/declaration.py": "the currencies that a card terminal takes",
    "web/hq/axis.test.ts": "currencies with and without minor units",
}
"""Where such a word is about the world and not about the chain."""
EXAMPLES = re.compile(r"예: |같은|e\.g\.|such as|例如|`[^`]*`|\"\"\"|/\*\*|^\s*(#|//|--|\*)", re.M)


def sources() -> Iterator[Path]:
    for folder in ("newretail", "web", "twin"):
        for path in sorted((PROJECT / folder).rglob("*")):
            name = str(path.relative_to(PROJECT))
            if path.suffix in CODE and path.is_file() and not any(part in f"{name}" for part in LEFT_OUT):
                yield path


def found_in(text: str) -> list[str]:
    """Lines that name a chain, a city or a currency; one that gives an example of a currency code says so."""
    return [
        f"{number}: {line.strip()[:100]}"
        for number, line in enumerate(text.splitlines(), start=1)
        if WORDS.search(line) and not EXAMPLES.search(line)
    ]


def test_no_chain_city_or_currency_stands_in_code() -> None:
    told = {
        str(path.relative_to(PROJECT)): lines
        for path in sources()
        if not any(str(path.relative_to(PROJECT)).startswith(each) for each in KNOWN)
        if (lines := found_in(path.read_text("utf-8")))
    }
    assert not told


@pytest.mark.parametrize("known", KNOWN)
def test_every_exception_is_still_one(known: str) -> None:
    place = PROJECT / known
    files = [place] if place.is_file() else list(place.rglob("*.py"))
    assert any(WORDS.search(each.read_text("utf-8")) for each in files), (
        f"{known} needs no exception any more"
    )


def test_a_word_in_code_would_be_seen() -> None:
    assert (
        found_in('CURRENCY = "CNY"') and found_in("<title>Haru</title>") and found_in("zone = 'Asia/Seoul'")
    )
