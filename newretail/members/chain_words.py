"""Words that anybody would try first at this house count for nothing in a password: the chain's, the job's, and the person's own."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from newretail.chain.api import chain
from newretail.kernel.text import Text

OF_EVERY_HOUSE = (
    "newretail", "head office", "manager", "cashier", "picker", "packer", "courier", "admin", "password",
    "shop", "store", "market", "retail",
)  # fmt: skip
LEAST_BESIDE = 8
"""Letters and digits that a password has beside such words."""
SHORTEST = 2
"""Letters of a word that is looked for; a Chinese name often has two."""
_IN_DISGUISE = str.maketrans("013457@$!", "oieastasi")

_TOO_CLOSE = Text(
    en="This password is mostly words that anybody would try here, such as the name of the chain. Please use others.",
    ko="체인 이름처럼 누구나 먼저 시도해 볼 말이 대부분입니다. 다른 말을 써 주세요.",
    zh="该密码主要由连锁店名称等容易被猜到的词组成，请换用其他词。",
)
_HINT = Text(
    en="The name of the chain, of your job and your own count for nothing in it.",
    ko="체인, 직무, 본인의 이름은 비밀번호 길이에 포함되지 않습니다.",
    zh="连锁店、岗位和您本人的名称不计入密码长度。",
)


class ChainWordsValidator:
    """Refuses a password of which little is left without these words, however they are spelt."""

    def validate(self, password: str, user: Any = None) -> None:
        left = folded(password)
        for word in sorted(set(map(folded, words_of_the_chain(user))), key=len, reverse=True):
            if len(word) >= SHORTEST:
                left = left.replace(word, "")
        if len(left) < LEAST_BESIDE:
            raise ValidationError(_TOO_CLOSE.say(), code="password_of_chain_words")

    def get_help_text(self) -> str:
        return _HINT.say()


def words_of_the_chain(user: Any = None) -> Iterator[str]:
    """The list: what the chain is called in each of its languages, where it stands on the web, its badges, its jobs, and its person."""
    yield from OF_EVERY_HOUSE
    card = chain()
    yield from _each_and_whole(card.names.values())
    yield card.badge_prefix
    yield from (urlsplit(settings.PUBLIC_URL).hostname or "").split(".")
    if user is not None:
        mail = str(getattr(user, "email", None) or "")
        yield from _each_and_whole([str(getattr(user, "name", "")), mail.partition("@")[0].replace(".", " ")])
        yield from mail.partition("@")[2].split(".")
        yield str(getattr(user, "phone", None) or "")


def folded(words: str) -> str:
    """Small letters and digits alone, digits that stand for letters as those: "H4ru-Mart" is "harumart"."""
    plain = unicodedata.normalize("NFKC", words).casefold().translate(_IN_DISGUISE)
    return "".join(letter for letter in plain if letter.isalnum())


def _each_and_whole(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        yield from (part for part in name.split() if len(part) > SHORTEST)
