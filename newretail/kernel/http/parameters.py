"""Query parameters that a route does not have are refused: whoever misspells one would get the answer to another question."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest

from newretail.kernel.errors import Invalid
from newretail.kernel.nearest import nearest
from newretail.kernel.text import Text

EVERYWHERE = frozenset({"lang"})
"""Parameters of every route: the language of the answer, for what cannot send a header."""
_LONGEST_SHOWN = 40
_ELSEWHERE = {
    "q": "query search text term terms keyword keywords word words phrase name title s find",
    "cursor": "page page_number p offset skip start from position next next_cursor page_token starting_after after",
    "after": "page page_number p offset skip start from position next next_after starting_after since cursor",
    "before": "until to ending_before max_id page page_number p offset skip cursor after",
    "nextPageToken": "page page_number p offset skip start page_token cursor after",
    "limit": "per_page page_size size count max max_results first top take rows n num",
    "perPage": "page_size size count max max_results first top take rows n num limit",
    "latitude": "lat",
    "longitude": "lng lon long",
    "state": "status states",
    "date": "day on",
    "day": "date on",
    "lang": "language languages locale hl",
    "format": "type output",
}
"""What other APIs call our parameters. By its letters `text` would be nearer to `category` than to `q`."""

_NO_SUCH = Text(
    en="there is no parameter {name} here", ko="{name} 매개변수는 여기에 없습니다", zh="此处没有参数 {name}"
)
_MEANT = Text(
    en="there is no parameter {name} here; did you mean {nearest}?",
    ko="{name} 매개변수는 여기에 없습니다. {nearest}을(를) 뜻하셨나요?",
    zh="此处没有参数 {name}，您是指 {nearest} 吗？",
)
_OTHERS = Text(
    en="there is no parameter {name} here, only these: {known}",
    ko="{name} 매개변수는 여기에 없습니다. 쓸 수 있는 것: {known}",
    zh="此处没有参数 {name}，可用的有：{known}",
)


def call_elsewhere(words: Mapping[str, str]) -> None:
    """What other APIs call further parameters of ours, for rooms that have words of their own: the names, parted by blanks, by ours."""
    _ELSEWHERE.update(words)


def query_parameters(operation: Any) -> frozenset[str]:
    """The names of an operation's query parameters, as they are sent."""
    return frozenset(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )


def refuse_unknown(request: HttpRequest, known: Collection[str]) -> None:
    """Raises Invalid for the first parameter that is not `known`, naming the one that is meant, or all that there are."""
    for sent in request.GET if request.META["QUERY_STRING"] else ():
        if sent not in known and sent not in EVERYWHERE:
            name = sent[:_LONGEST_SHOWN]
            said = _said(name, known)
            raise Invalid(first=said, errors=[{"where": ["query", name], "what": said}])


def _said(name: str, known: Collection[str]) -> str:
    if meant := meant_by(name, known):
        return _MEANT.say(name=name, nearest=meant)
    return _OTHERS.say(name=name, known=", ".join(sorted(known))) if known else _NO_SUCH.say(name=name)


def meant_by(name: str, known: Collection[str]) -> str:
    """Which of the known parameters somebody means who writes this one, by what it is called elsewhere or by its letters; "" for none."""
    spelled: dict[str, str] = {}
    for ours in sorted({*known, *EVERYWHERE}):
        for word in _ELSEWHERE.get(ours, "").split():
            spelled.setdefault(word, ours)
    spelled |= {_plain(ours): ours for ours in {*known, *EVERYWHERE}}
    plain = _plain(name)
    known_elsewhere = {word for words in _ELSEWHERE.values() for word in words.split()}
    if plain in spelled or plain in known_elsewhere:  # a word of its own is no slip of another
        return spelled.get(plain, "")
    return nearest(plain, spelled)


def _plain(name: str) -> str:
    """`perPage`, `per-page` and `page[size]` as names are written here."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", parted.casefold()).strip("_")
