"""A language is a file: with one more of them the house answers, sells, searches and exports in it, and nothing else is changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from newretail.catalog import api as catalog
from newretail.catalog.export import csv_lines
from newretail.catalog.models import Product
from newretail.chain import api as chain
from newretail.chain import queries as chain_queries
from newretail.kernel import languages, text
from newretail.kernel.errors import NotFound, SignInNeeded
from newretail.kernel.languages.gather import gather, gather_fronts
from newretail.kernel.text import Text
from newretail.members.api import issue_token
from newretail.members.models import Member
from newretail.samples import Samples

HEAD = {"name": "日本語", "short": "日", "tag": "ja", "locale": "ja-JP"}
WORDS = {SignInNeeded.text.en: "先にログインしてください。"}
IN_JAPANESE = {"Accept-Language": "ja-JP,ja;q=0.9"}


def language_file(folder: Path, words: dict[str, str], **head: str) -> Path:
    path = folder / "ja.json"
    path.write_bytes(orjson.dumps(HEAD | head | {"words": words}))
    return path


@pytest.fixture
def japanese(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """A chain that offers Japanese first, known by its file alone."""
    monkeypatch.setitem(languages.KNOWN, "ja", languages.read(language_file(tmp_path, WORDS)))
    settings.LANGUAGES = languages.for_django()
    chain.set_up_chain(Samples().chain | {"languages": ["ja", "en", "ko"], "label_languages": ["ja", "zh"]})
    chain_queries.forget_chain()
    chain.chain()
    yield
    text.offer(languages.IN_CODE)


def test_a_refusal_is_said_in_it_and_in_english_where_nobody_has_translated_it(japanese: None, http: Client):
    refused = http.get("/api/v1/me", headers=IN_JAPANESE).json()
    assert refused["detail"] == WORDS[SignInNeeded.text.en]
    with text.speaking("ja"):
        assert NotFound.text.say() == NotFound.text.en
    assert http.get("/api/v1/me", headers={"Accept-Language": "ko"}).json()["detail"] == SignInNeeded.text.ko


def test_a_product_named_in_it_alone_is_imported_found_shown_and_exported(
    japanese: None, http: Client, tmp_path: Path
):
    file = tmp_path / "products.csv"
    file.write_text("code,name_ja,name_en,unit\nJP-1,絹ごし豆腐,,each\nJP-2,牛乳,Milk,each\nJP-3,,,each\n")
    done = catalog.import_products(file, report_path=tmp_path / "report.csv")
    assert (done.created, done.rejected) == (2, 1)
    assert [card.code for card in catalog.find_skus("豆腐")] == ["JP-1"]
    assert catalog.sku_card("JP-2").names == {"ja": "牛乳", "en": "Milk"}

    page = http.get("/products/JP-1", headers=IN_JAPANESE)
    assert 'lang="ja"' in page.content.decode() and "絹ごし豆腐" in page.content.decode()
    assert "絹ごし豆腐" in http.get("/products/JP-1?lang=ko").content.decode(), "it has no other name"
    told = http.get("/api/v1/skus/JP-2", headers=IN_JAPANESE).json()
    assert (told["name"], told["names"]) == ("牛乳", {"ja": "牛乳", "en": "Milk"})

    exported = "".join(csv_lines())
    assert "name_ja" in exported.splitlines()[0] and "絹ごし豆腐" in exported
    file.write_text(exported)
    again = catalog.import_products(file, report_path=tmp_path / "report.csv")
    assert (again.rows, again.unchanged) == (2, 2)


def test_a_file_that_speaks_of_it_leaves_the_other_languages_alone(japanese: None, tmp_path: Path):
    Product.objects.create(code="P", names={"en": "Tofu", "zh": "豆腐", "ja": "豆腐"})
    file = tmp_path / "products.csv"
    file.write_text("code,name_en,unit\nP,Tofu,each\n")
    catalog.import_products(file, report_path=tmp_path / "report.csv")
    file.write_text("code,name_ja,unit\nP,木綿豆腐,each\n")
    catalog.import_products(file, report_path=tmp_path / "report.csv")
    assert Product.objects.get().names == {"en": "Tofu", "zh": "豆腐", "ja": "木綿豆腐"}


def test_it_is_offered_to_fronts_pages_and_members(japanese: None, http: Client):
    first = http.get("/api/v1/chain").json()["languages"][0]
    assert first == HEAD | {"code": "ja"}
    page = http.get("/", headers=IN_JAPANESE).content.decode()
    assert '<html lang="ja"' in page and "日本語" in page
    member = Member.objects.create_user("jun@haru.example", name="Jun")
    token = issue_token(member, label="test")
    answer = http.patch(
        "/api/v1/me",
        orjson.dumps({"language": "ja"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert (answer.status_code, answer.json()["language"]) == (200, "ja")


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ({"At most {limit}.": "最大{most}。"}, {}),
        ({"At most {limit}.": "最大。"}, {}),
        ({"At most {limit}.": "最大{limit。"}, {}),
        ({}, {"tag": ""}),
        ({}, {"colour": "red"}),
    ],
)
def test_a_file_that_would_say_something_else_is_refused(
    tmp_path: Path, words: dict[str, str], head: dict[str, str]
):
    with pytest.raises(languages.BrokenLanguage):
        languages.read(language_file(tmp_path, words, **head))


def test_who_translates_gets_every_sentence_and_keeps_what_is_done(tmp_path: Path):
    language_file(tmp_path, WORDS | {"Said nowhere any more.": "もうない。"})
    lacking = gather("ja", {}, folder=tmp_path)
    filled = languages.read(tmp_path / "ja.json")
    assert lacking.of > 600 and lacking.missing == lacking.of - 1 and lacking.dropped == 1
    assert filled.words[SignInNeeded.text.en] == WORDS[SignInNeeded.text.en]
    assert filled.translate(NotFound.text.en) == NotFound.text.en
    assert gather("ja", {}, folder=tmp_path) == lacking.__class__(
        path=lacking.path, missing=lacking.missing, of=lacking.of
    )


def test_who_translates_the_fronts_gets_every_key(tmp_path: Path):
    words = tmp_path / "shop" / "words"
    words.mkdir(parents=True)
    (words / "en.json").write_text('{"shop": {"a": "A", "b": "B"}}')
    (words / "ja.json").write_text('{"shop": {"a": "あ", "gone": "x"}}')
    (told,) = gather_fronts("ja", tmp_path)
    assert (told.missing, told.of) == (1, 2)
    assert orjson.loads((words / "ja.json").read_bytes()) == {"shop": {"a": "あ", "b": ""}}


def test_every_language_that_is_here_can_be_used():
    for path in languages.FOLDER.glob("*.json"):
        languages.read(path)
    for english in Text.sentences:
        languages.slots(english)


@pytest.mark.parametrize(
    "names", [{}, {"en": ""}, {"EN": "x"}, {"en": 1}, {"en": "x" * 201}, [], {"en": {"a": "b"}}, "x"]
)
def test_the_table_itself_refuses_names_that_are_none(db: None, names: Any):
    with pytest.raises(IntegrityError), transaction.atomic():
        row = Product(code="P")
        row.__dict__["names"] = names
        row.save()


def test_the_table_takes_a_language_that_came_later(db: None):
    Product.objects.create(code="P", names={"fil": "Gatas"})
    assert str(Product.objects.get().names) == "Gatas"
