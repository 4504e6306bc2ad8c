"""Every sentence exists in three languages and is said in the caller's."""

import re

import pytest

from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text, preferred, speaking, spoken


def test_a_text_without_a_language_cannot_be_made():
    with pytest.raises(TypeError):
        Text(en="Hello", ko="안녕하세요")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("fr-FR, zh-CN;q=0.7, en;q=0.3", "zh"),
        ("de", None),
        ("", None),
        ("en;q=0, ko;q=0.1", "ko"),
        ("zh;q=abc, en", "en"),
    ],
)
def test_the_first_language_that_the_house_speaks_is_taken(header: str, language: str | None):
    assert preferred(header) == language


def test_words_follow_the_block():
    text = Text(en="{left} left", ko="{left}개 남음", zh="剩 {left}")
    with speaking("zh-Hans"):
        assert text.say(left=3) == "剩 3"
    assert text.say("ko", left=3) == "3개 남음"
    assert spoken("xx") == "en"


def test_every_refusal_says_the_same_values_in_every_language():
    import django.apps

    assert django.apps.apps.ready
    assert len(Refusal.by_code) > 40
    for refusal in Refusal.by_code.values():
        slots = [
            sorted(set(re.findall(r"\{(\w+)\}", text)))
            for text in (refusal.text.en, refusal.text.ko, refusal.text.zh)
        ]
        assert slots[0] == slots[1] == slots[2], refusal.code
        assert 400 <= refusal.status < 600, refusal.code
        assert re.search("[가-힣]", refusal.text.ko), refusal.code
        assert re.search("[\u4e00-\u9fff]", refusal.text.zh), refusal.code
