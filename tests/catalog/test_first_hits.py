"""What a shopper types finds what it is first: milk before milk tea, in three languages, and by another name for it."""

import csv
from pathlib import Path

import pytest

from bench.search import right_first_hits
from newretail.catalog import api, queries
from newretail.catalog.models import Category, Product, Sku
from newretail.catalog.rules import synonyms, wording
from newretail.catalog.search import renew_search_text
from newretail.samples import SAMPLES

pytestmark = pytest.mark.django_db

MOST_WRONG = 0.03


def stock(*names: str, category: str | None = None) -> None:
    """Products of these English or Chinese names, coded in their order."""
    for name in names:
        code = f"X-{Sku.objects.count():03}"
        language = "zh" if wording.is_wide(name) else "en"
        Product.objects.create(code=code, names={language: name}, category_id=category)
        Sku.objects.create(code=code, product_id=code, unit="each")
        renew_search_text([code])


def found(text: str) -> list[str]:
    return [next(iter(card.names.values())) for card in api.find_alike(text).cards]


def first(text: str) -> str | None:
    cards = api.find_alike(text, limit=1).cards
    return next(iter(cards[0].names.values())) if cards else None


@pytest.fixture
def haru(tmp_path: Path) -> None:
    """The products of the sample chain."""
    api.import_categories(SAMPLES / "haru" / "categories.csv")
    done = api.import_products(SAMPLES / "haru" / "products.csv", report_path=tmp_path / "rejected.csv")
    assert done.created > 700, done
    queries.forget_everything()


def test_the_first_hit_is_right_in_the_sample_chain(haru: None):
    """`bench.search` asks the same of fifty thousand products."""
    judged = right_first_hits(first)
    wrong = [f"{row.typed}: {row.first}" for row in judged if not row.right]
    assert len(judged) > 124 and len(wrong) <= MOST_WRONG * len(judged), wrong


def test_what_it_is_comes_before_what_begins_with_the_word():
    stock("Milk tea", "Milk chocolate with nuts", "Chocolate milk, 1 L", "Milk", "Milkfish")
    assert found("milk") == [
        "Milk",
        "Chocolate milk, 1 L",
        "Milk tea",
        "Milk chocolate with nuts",
        "Milkfish",
    ]


def test_a_number_or_what_is_said_about_a_thing_is_not_its_name():
    stock("Tuna salad", "Tuna in brine", "Rice with tuna", "Fish 2 kg tuna style")
    assert found("tuna")[0] == "Tuna in brine"


def test_two_products_of_a_kind_stand_where_most_like_them_stand():
    for slug in ("dairy", "drinks"):
        Category.objects.create(slug=slug, names={"en": slug.title()})
    stock("Oat and barley milk", category="drinks")
    stock("Whole milk", "Low-fat milk", category="dairy")
    queries.forget_everything()
    assert found("milk") == ["Whole milk", "Low-fat milk", "Oat and barley milk"]


def test_another_name_for_it_finds_it():
    stock("Aubergine", "Egg noodles", "番茄", "番茄酱")
    assert found("eggplant") == ["Aubergine"]
    assert found("西红柿")[0] == "番茄"
    assert found("tomatoes")[0] == "番茄"


def test_a_longer_name_may_be_another_thing():
    stock("Coconut milk", "酱油", "花生油")
    assert synonyms.only_ending_in(["milk"]) and "coconut milk" in synonyms.only_ending_in(["milk"])
    assert found("油") == ["花生油", "酱油"]


def test_one_and_many_meet():
    stock("Strawberries", "Tomato", "Cookies", "Swiss cheese")
    assert found("strawberry") == ["Strawberries"] and found("tomatoes") == ["Tomato"]
    assert found("cookie") == ["Cookies"] and found("swiss") == ["Swiss cheese"]


def test_the_name_of_a_category_finds_what_is_in_it():
    Category.objects.create(slug="fruit", names={"en": "Fruit", "ko": "과일", "zh": "水果"})
    Category.objects.create(slug="fruit/tropical", parent_id="fruit", names={"en": "Tropical"})
    stock("Durian", category="fruit/tropical")
    stock("Fruit knife")
    queries.forget_everything()
    assert found("fruits") == found("fruit")[:1] + found("fruit")[1:] == ["Durian", "Fruit knife"]
    assert found("水果") == found("과일") == ["Durian"]


def test_traditional_and_simplified_chinese_meet():
    stock("维他柠檬茶", "香菇雞湯", "面包")
    assert found("檸檬茶") == ["维他柠檬茶"] and found("鸡汤") == ["香菇雞湯"] and found("麵包") == ["面包"]


def test_a_word_with_a_character_between_is_found_before_one_that_sounds_alike():
    stock("鲜牛奶", "苋菜")
    assert found("鲜奶") == found("鮮奶") == ["鲜牛奶"]


def test_a_word_that_nobody_knows_is_left_out_and_a_known_one_never():
    stock("Ribeye steak", "Spring water", "Sausage roll")
    meant = api.find_alike("ribeye stonking")
    assert [card.names["en"] for card in meant.cards] == ["Ribeye steak"] and meant.corrected == "ribeye"
    assert api.find_alike("spring roll").cards == []


def test_pages_neither_repeat_nor_skip_when_something_is_added_between():
    stock(*(f"Milk {number}" for number in "abcde"))
    page = api.find_alike("milk", limit=2)
    stock("Milk")  # first of all now
    Sku.objects.filter(code=page.cards[0].code).update(active=False)
    rest = []
    while page.cursor:
        page = api.find_alike("milk", limit=2, cursor=page.cursor)
        rest += [card.code for card in page.cards]
    assert rest == ["X-002", "X-003", "X-004"]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Whole milk (UHT), 6 x 1 L", "whole milk"),
        ("Cat litter, tofu", "cat litter"),
        ("Confiture de fraises", "confiture"),
        ("鲜鸡蛋10枚", "鲜鸡蛋"),
        ("A2 fresh milk", "a2 fresh milk"),
        ("Vanilla ice cream tub", "vanilla ice cream"),
        ("신선란 10구", "신선란"),
        ("10", "10"),
        ("!!", ""),
        ("", ""),
    ],
)
def test_the_head_of_a_name(name: str, head: str):
    assert wording.head(name) == head


def test_every_synonym_is_written_as_it_is_compared():
    path = Path(synonyms.__file__).with_name("synonyms.csv")
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert len(rows) > 200
    for row in rows:
        names = [name.removeprefix("!") for name in row]
        assert names == [wording.plain(name) for name in names], row
        assert len(set(names)) == len(names), row


@pytest.mark.parametrize(
    "text", ["!!", "_%_", "\\", "(((", "[a-z", "a" * 200, "* + ?", "milk\\", "'", "100%"]
)
def test_signs_are_only_signs(text: str):
    stock("Milk", "100% juice")
    assert found(text) == {"100%": ["100% juice"]}.get(text, [])
