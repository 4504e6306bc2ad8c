"""Typing slips find what was meant, in three languages; short words and good ones are left alone."""

import csv
import random
from pathlib import Path

import pytest

from newretail import samples
from newretail.catalog.rules import asked, wording
from newretail.science.likeness import MOST_WORDS, Vocabulary, Words, jamo, pinyin, reference, vocabulary
from newretail.science.likeness.vocabulary import NEAREST


@pytest.fixture(scope="module")
def haru() -> Vocabulary:
    """The words of the sample chain."""
    with (Path(samples.__file__).parent / "haru" / "products.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = ("name_en", "name_zh", "name_ko", "brand", "code", "gtin")
    return vocabulary(wording.search_text(row[name] for name in names) for row in rows)


def meant(haru: Vocabulary, typed: str) -> str | None:
    return next(iter(haru.corrections(asked.words(typed))), None)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("sallmon", "salmon"),
        ("mlik", "milk"),
        ("straberry", "strawberry"),
        ("LOBSTR", "lobster"),
        ("icecream", "ice cream"),
        ("oragne juce", "orange juice"),
    ],
)
def test_latin_letter_by_letter(haru: Vocabulary, typed: str, word: str):
    assert meant(haru, typed) == word


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("여너", "연어"),
        ("연너", "연어"),
        ("딸가", "딸기"),
        ("바나너", "바나나"),
        ("토마도", "토마토"),
        ("방울토마도", "방울토마토"),
        ("연어훼", "연어 회"),
    ],
)
def test_hangul_by_its_jamo(haru: Vocabulary, typed: str, word: str):
    assert meant(haru, typed) == word


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("三纹鱼", "三文鱼"),
        ("草梅", "草莓"),
        ("鸡弹", "鸡蛋"),
        ("sanwenyu", "三文鱼"),
        ("san wen yu", "三文鱼"),
        ("niunai", "牛奶"),
        ("caomei", "草莓"),
    ],
)
def test_han_by_its_sound(haru: Vocabulary, typed: str, word: str):
    assert meant(haru, typed) == word


@pytest.mark.parametrize("typed", ["milk", "우유", "虾", "ab", "xia", "zzzzzz", "HR-99999", "9520100000073", "가", "", "?!", "x" * 200])  # fmt: skip
def test_good_short_and_strange_words_are_left_alone(haru: Vocabulary, typed: str):
    assert meant(haru, typed) is None


def test_a_good_word_stays_beside_a_mistyped_one(haru: Vocabulary):
    assert meant(haru, "fresh sallmon") == "fresh salmon"
    assert meant(haru, "sallmon zzzzzz") is None


def test_one_jamo_is_one_slip_wherever_it_stands():
    assert jamo("연어")[2] == jamo("너")[0]
    assert len(jamo("닭")) == 4
    assert pinyin("白萝卜") == "bailuobo"


def test_nobody_keeps_the_house_busy_with_a_page_of_slips(haru: Vocabulary):
    slip = asked.words("sallmon")
    assert haru.corrections(slip * MOST_WORDS)
    assert haru.corrections(slip * (MOST_WORDS + 1)) == []


def test_near_words_are_those_that_the_whole_table_of_distances_finds():
    for seed in range(200):
        chance = random.Random(seed)
        keys = ["".join(chance.choices("abcd", k=chance.randrange(2, 8))) for _ in range(40)]
        keys = list(dict.fromkeys(keys))
        key = "".join(chance.choices("abcd", k=chance.randrange(2, 8)))
        fast = Words(texts=keys, keys=keys).near(key, slips=2)
        slow = reference.near(key, keys, most_slips=2, limit=NEAREST)
        assert [(slips, rank) for slips, rank, _ in fast] == slow, seed
