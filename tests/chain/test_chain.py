"""The chain is one row: its name, money and languages are read from there, and a bad description changes nothing."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from newretail.chain import api as chain
from newretail.chain.errors import ChainNotUnderstood, UnknownCurrency, UnknownLanguage
from newretail.chain.models import Chain
from newretail.chain.queries import forget_chain
from newretail.kernel import text
from newretail.samples import Samples, sample_chains
from newretail.setup_chain import AnotherChain, seed_sample_chain
from newretail.stores.models import Format, Store

pytestmark = pytest.mark.django_db

KOREAN = {
    "names": {"ko": "달", "en": "Moon"},
    "mark_letter": "달",
    "mark_colour": "#3b3f8f",
    "currency": "KRW",
    "languages": ["ko", "en"],
    "label_languages": ["ko"],
    "badge_prefix": "MOON",
    "time_zone": "Asia/Seoul",
}


def become(**changes: Any) -> None:
    chain.set_up_chain(KOREAN | changes)
    forget_chain()
    chain.chain()


def test_everybody_is_told_who_the_chain_is(http: Client) -> None:
    answer = http.get("/api/v1/chain")
    said = answer.json()
    assert said["names"] == {"en": "Haru", "ko": "하루", "zh": "每日"}
    assert (said["currency"], said["decimals"], said["country"]) == ("CNY", 2, "CN")
    assert answer["Cache-Control"] == "public, max-age=60"
    become()
    said = http.get("/api/v1/chain").json()
    assert (said["names"], said["currency"], said["decimals"]) == ({"ko": "달", "en": "Moon"}, "KRW", 0)


def test_only_offered_languages_are_spoken_the_first_by_default(http: Client) -> None:
    become()
    assert text.preferred("zh-CN,en;q=0.4") == "en"
    assert text.preferred("zh-CN") is None and text.spoken("zh") == "ko"
    refused = http.get("/api/v1/stores/nowhere", headers={"Accept-Language": "zh"})
    assert "매장" in refused.json()["detail"]


def test_a_store_takes_the_chains_money_and_time_unless_it_says_otherwise() -> None:
    become()
    form = Format.objects.create(code="f", names={"en": "f", "ko": "f", "zh": "f"})
    place = {
        "names": {"en": "a", "ko": "a", "zh": "a"},
        "format": form,
        "latitude": 37.5,
        "longitude": 127.0,
    }
    plain, own = (
        Store.objects.create(code="a", **place),
        Store.objects.create(code="b", currency="JPY", **place),
    )
    assert (plain.currency, plain.time_zone, own.currency) == ("KRW", "Asia/Seoul", "JPY")


@pytest.mark.parametrize(
    ("change", "refusal", "words"),
    [
        ({"currency": "KRX"}, UnknownCurrency, ("KRX", "통화", "货币")),
        ({"currency": "krw"}, UnknownCurrency, ("krw", "통화", "货币")),
        ({"languages": ["ko", "fr"]}, UnknownLanguage, ("fr", "언어", "语言")),
        ({"label_languages": ["xx"]}, UnknownLanguage, ("xx", "언어", "语言")),
        ({"languages": ["ko", "ko"]}, ChainNotUnderstood, ("languages", "체인", "连锁")),
        ({"languages": []}, ChainNotUnderstood, ("languages", "체인", "连锁")),
        ({"badge_prefix": "달"}, ChainNotUnderstood, ("badge_prefix", "체인", "连锁")),
        ({"time_zone": "Mars/Base"}, ChainNotUnderstood, ("time_zone", "체인", "连锁")),
        ({"address_form": "{planet}"}, ChainNotUnderstood, ("address_form", "체인", "连锁")),
        ({"address_form": "{street.__class__}"}, ChainNotUnderstood, ("address_form", "체인", "连锁")),
        ({"address_form": "{street"}, ChainNotUnderstood, ("address_form", "체인", "连锁")),
        ({"motto": "x"}, ChainNotUnderstood, ("motto", "체인", "连锁")),
        ({"week_starts": 9}, ChainNotUnderstood, ("week_starts", "체인", "连锁")),
        ({"latitude": float("nan")}, ChainNotUnderstood, ("latitude", "체인", "连锁")),
        ({"longitude": 181}, ChainNotUnderstood, ("longitude", "체인", "连锁")),
        ({"names": {"ko": "달\0빛"}}, ChainNotUnderstood, ("names", "체인", "连锁")),
        ({"slogans": {"en": "half \ud800"}}, ChainNotUnderstood, ("slogans", "체인", "连锁")),
        (
            {"base_map": {"features": [{"geometry": {"type": "Blob"}}]}},
            ChainNotUnderstood,
            ("base_map", "체인", "连锁"),
        ),
    ],
)
def test_a_description_that_cannot_be_is_refused_and_nothing_changes(
    change: dict[str, Any], refusal: type[Exception], words: tuple[str, str, str]
) -> None:
    before = Chain.objects.values().get()
    with pytest.raises(refusal) as refused:
        chain.set_up_chain(KOREAN | change)
    for language, word in zip(("en", "ko", "zh"), words, strict=True):
        assert word in refused.value.say(language)  # type: ignore[attr-defined]
    assert Chain.objects.values().get() == before


@pytest.mark.parametrize(
    "drawing",
    [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="alert(1)"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><image href="https://elsewhere"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
        "<p>hello</p>",
    ],
)
def test_a_mark_is_shapes_and_colours_only(drawing: str) -> None:
    with pytest.raises(ChainNotUnderstood):
        chain.set_up_chain(KOREAN | {"mark_svg": drawing})


def test_the_mark_is_served_and_can_do_nothing(http: Client) -> None:
    become()
    mark = http.get("/chain/mark.svg")
    assert mark["Content-Type"] == "image/svg+xml" and "달" in mark.content.decode()
    assert "sandbox" in mark["Content-Security-Policy"]
    assert http.get("/favicon.ico").content == mark.content, (
        "what browsers ask for beside a page without a mark"
    )
    versioned = http.get(http.get("/api/v1/chain").json()["mark"])
    assert "immutable" in versioned["Cache-Control"]
    assert http.get("/chain/icon.png").status_code == 404


def test_there_is_one_chain_in_a_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Chain.objects.create(**(KOREAN | {"id": 2}))
    other = (
        next(name for name in sample_chains() if Samples(name).chain["badge_prefix"] != "HARU")
        if len(sample_chains()) > 1
        else None
    )
    if other:
        with pytest.raises(AnotherChain):
            seed_sample_chain(other)


def test_every_sample_chain_is_well_formed() -> None:
    for name in sample_chains():
        card = chain.set_up_chain(Samples(name).chain)
        assert card.names and card.badge_prefix


def test_pages_carry_the_name_and_the_mark_of_the_chain(http: Client) -> None:
    become(slogans={"ko": "달처럼 가득"})
    page = http.get("/", headers={"Accept-Language": "ko"}).content.decode()
    assert "달처럼 가득" in page and "/chain/mark.svg?v=" in page and "Haru" not in page
    assert "하루" not in page
