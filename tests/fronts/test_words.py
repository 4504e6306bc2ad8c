"""What the fronts say lies in `web/*/words`, in three languages alike: nothing missing, nothing unused, nothing said beside them."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest

from tests.fronts.words import LANGUAGES, PLACES, WEB, forms, words

PLACEHOLDER = re.compile(r"\{\s*([\w.]+)\s*\}")
CALL = re.compile(r"""(?<![\w.$])\$?t\(\s*(["'`])(.+?)\1""", re.S)
KEYPATH = re.compile(r"""(?<!:)\bkeypath=(["'])(.+?)\1""")
TEMPLATE = re.compile(r"`([^`]*)`")
LITERAL = re.compile(r"""(["'])([a-z]\w*(?:\.[\w-]+)+)\1""")
HOLE = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
LETTER = re.compile(r"[^\W\d_]")

SAID = frozenset(
    {"alt", "aria-label", "aria-description", "label", "placeholder", "title", "text", "hint", "words"}
)
"""Attributes that somebody reads or hears."""
SIGNS = frozenset(
    {
        "Alipay",
        "C",
        "EN",
        "GS1",
        "GTIN",
        "Haru",
        "HARU",
        "PDF",
        "QR",
        "SKU",
        "U-03",
        "g",
        "kg",
        "km",
        "m",
        "x",
    }
)
"""Names and signs that are the same in every language."""
NAMES = ("한국어", "中文", "하루", "每日")
COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|(?<![:\"'`])//[^\n]*", re.S)


@cache
def sources(place: str) -> dict[str, str]:
    """The code of a place by its path below `web`."""
    found = [*(WEB / place).rglob("*.vue"), *(WEB / place).rglob("*.ts")]
    return {
        str(path.relative_to(WEB)): path.read_text("utf-8")
        for path in sorted(found)
        if not path.name.endswith((".d.ts", ".test.ts"))
    }


def told(found: list[str]) -> str:
    return "\n" + "\n".join(found)


@pytest.mark.parametrize("place", PLACES)
def test_every_key_exists_in_all_three_languages(place: str) -> None:
    keys = {language: set(words(place, language)) for language in LANGUAGES}
    assert keys["ko"] == keys["en"], keys["ko"] ^ keys["en"]
    assert keys["zh"] == keys["en"], keys["zh"] ^ keys["en"]
    empty = [
        (language, key)
        for language in LANGUAGES
        for key, text in words(place, language).items()
        if not text.strip()
    ]
    assert not empty, told(empty)


@pytest.mark.parametrize("place", PLACES)
def test_a_further_language_may_lack_words_but_says_nothing_else(place: str) -> None:
    for path in (WEB / place / "words").glob("*.json"):
        assert set(words(place, path.stem)) <= set(words(place, "en")), path


@pytest.mark.parametrize("place", PLACES)
def test_every_language_fills_in_the_same_and_counts_in_its_forms(place: str) -> None:
    """Korean and Chinese need one form where English has singular and plural. Where they have more, it is as many: vue-i18n
    chooses by how many there are."""
    uneven = []
    for key, english in words(place, "en").items():
        for language in _others(place):
            other = words(place, language).get(key, "")
            if not other and language not in LANGUAGES:
                continue  # not translated yet: English is heard
            if set(PLACEHOLDER.findall(other)) != set(PLACEHOLDER.findall(english)):
                uneven.append(f"{language} {key}: other placeholders than in English")
            if len(forms(other)) not in (1, len(forms(english))):
                uneven.append(
                    f"{language} {key}: {len(forms(other))} forms, in English {len(forms(english))}"
                )
    assert not uneven, told(uneven)


def _others(place: str) -> list[str]:
    return sorted(path.stem for path in (WEB / place / "words").glob("*.json") if path.stem != "en")


@pytest.mark.parametrize("place", PLACES)
def test_every_language_is_written_in_its_own_letters(place: str) -> None:
    hangul, hanzi = re.compile(r"[\uac00-\ud7a3]"), re.compile(r"[\u4e00-\u9fff]")
    foreign = [f"ko {key}: {text}" for key, text in words(place, "ko").items() if hanzi.search(text)]
    foreign += [f"zh {key}: {text}" for key, text in words(place, "zh").items() if hangul.search(text)]
    foreign += [f"en {key}: {text}" for key, text in words(place, "en").items() if EAST_ASIAN.search(text)]
    assert [
        each for each in foreign if not any(name in each for name in ("한국어", "中文", "每日", "하루"))
    ] == []


def patterns_in(text: str) -> Iterator[str]:
    """The keys that code asks for, as regular expressions: where a key is put together, its holes fit any word."""
    for found in CALL.finditer(text):
        yield as_pattern(found[2], is_template=found[1] == "`")
    for found in KEYPATH.finditer(text):
        yield as_pattern(found[2], is_template=False)


def as_pattern(key: str, *, is_template: bool) -> str:
    if not is_template:
        return re.escape(key)
    return r"[\w.-]+".join(re.escape(part) for part in HOLE.split(key))


@pytest.mark.parametrize("place", PLACES)
def test_no_key_is_asked_for_that_does_not_exist(place: str) -> None:
    known = set(words("shared", "en")) | set(words(place, "en"))
    missing = [
        f"{path}: {pattern}"
        for path, text in sources(place).items()
        for pattern in patterns_in(text)
        if not any(re.fullmatch(pattern, key) for key in known)
    ]
    assert not missing, told(missing)


@pytest.mark.parametrize("place", PLACES)
def test_no_key_is_unused(place: str) -> None:
    places = PLACES if place == "shared" else (place,)
    code = [text for each in places for text in sources(each).values()]
    literal = {found[2] for text in code for found in LITERAL.finditer(text)}
    literal |= {found[1] for text in code for found in TEMPLATE.finditer(text) if "${" not in found[1]}
    composed = {pattern for text in code for pattern in patterns_in(text)}
    composed |= {
        as_pattern(found[1], is_template=True)
        for text in code
        for found in TEMPLATE.finditer(text)
        if "${" in found[1] and re.match(r"[a-z]\w*\.", found[1])
    }
    unused = [
        key
        for key in words(place, "en")
        if key not in literal and not any(re.fullmatch(pattern, key) for pattern in composed)
    ]
    assert not unused, told(unused)


class Spoken(HTMLParser):
    """What a template says by itself: text between tags, and attributes that are read out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(re.sub(r"\{\{.*?\}\}", " ", data, flags=re.S))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value or "" for name, value in attrs if name in SAID]

    handle_startendtag = handle_starttag


@pytest.mark.parametrize("place", PLACES)
def test_no_template_speaks_beside_the_words(place: str) -> None:
    beside = []
    for path, text in sources(place).items():
        template = re.search(r"^<template>(.*)^</template>", text, re.M | re.S)
        if not path.endswith(".vue") or not template:
            continue
        parser = Spoken()
        # A tag's attributes may hold `>` and mustaches may hold `<`; both inside quotes or braces.
        parser.feed(re.sub(r"\{\{.*?\}\}", " ", template[1], flags=re.S))
        for said in parser.said:
            for word in said.split():
                bare = word.strip(".,:;!?·…()[]/+−-–—×→←%¥#\"'")
                if LETTER.search(bare) and bare not in SIGNS:
                    beside.append(f"{path}: {said.strip()}")
    assert not beside, told(beside)


@pytest.mark.parametrize("place", PLACES)
def test_no_code_holds_a_text_of_a_language(place: str) -> None:
    found = [
        f"{path}:{number}: {line.strip()}"
        for path, text in sources(place).items()
        for number, line in enumerate(COMMENT.sub("", text).splitlines(), start=1)
        if EAST_ASIAN.search(line)
    ]
    assert not found, told(found)
