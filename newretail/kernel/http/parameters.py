"""Query parameters that a route does not have are refused: whoever misspells one would get the answer to another question."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from django.http import HttpRequest

from newretail.kernel.errors import Invalid
from newretail.kernel.text import Text

EVERYWHERE = frozenset({"lang"})
"""Parameters of every route: the language of the answer, for what cannot send a header."""
_LONGEST_SHOWN = 40

_NO_SUCH = Text(
    en="there is no parameter {name} here", ko="{name} 매개변수는 여기에 없습니다", zh="此处没有参数 {name}"
)
_MEANT = Text(
    en="there is no parameter {name} here; did you mean {nearest}?",
    ko="{name} 매개변수는 여기에 없습니다. {nearest}을(를) 뜻하셨나요?",
    zh="此处没有参数 {name}，您是指 {nearest} 吗？",
)


def query_parameters(operation: Any) -> frozenset[str]:
    """The names of an operation's query parameters, as they are sent."""
    return frozenset(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )


def refuse_unknown(request: HttpRequest, known: Collection[str]) -> None:
    """Raises Invalid for the first parameter that is not `known`, naming the nearest one that is."""
    for name in request.GET if request.META["QUERY_STRING"] else ():
        if name not in known and name not in EVERYWHERE:
            near = get_close_matches(name[:_LONGEST_SHOWN], known, n=1, cutoff=0.0) if known else []
            said = (
                _MEANT.say(name=name[:_LONGEST_SHOWN], nearest=near[0])
                if near
                else _NO_SUCH.say(name=name[:_LONGEST_SHOWN])
            )
            raise Invalid(first=said, errors=[{"where": ["query", name[:_LONGEST_SHOWN]], "what": said}])
