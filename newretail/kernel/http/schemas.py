"""Types for what comes in and goes out. What comes in is bounded and forbids fields nobody asked for."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import ninja
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from newretail.kernel import languages, paging
from newretail.kernel.http import faults
from newretail.kernel.http.exact import Exact, text_for

_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
"""Controls, and what turns round the order in which people read the characters beside it."""
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Zl", "Zp", "Zs"})
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by their kind, and blank."""


def _seen(value: Any) -> Any:
    """A text of which nothing can be seen is no text."""
    if not isinstance(value, str) or value.isascii():
        return value
    seen = any(unicodedata.category(each) not in _UNSEEN and each not in _FILLERS for each in value)
    return value if seen else ""


def _printable(value: str) -> str:
    if _UNREADABLE.search(value):
        raise ValueError(faults.UNREADABLE)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(faults.UNREADABLE) from error
    return value


def _known(code: str) -> str:
    if code not in languages.KNOWN:
        raise ValueError(faults.NO_WORDS_YET)
    return code


class Body(Exact, ninja.Schema):
    """A request body: unknown fields are refused, and each value has the type of JSON that the description tells: no number is made of a
    string, no moment of a number, no yes of a 1.

    `example`: one such body, shown in the API's description.
    """

    model_config = ConfigDict(extra="forbid", strict=False, str_strip_whitespace=True)
    example: ClassVar[dict[str, Any]] = {}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        if "example" in vars(cls):
            handler.resolve_ref_schema(schema)["examples"] = [cls.example]
        return schema


class Out(ninja.Schema):
    """An answer."""

    model_config = ConfigDict(from_attributes=True)


class ReasonOut(Out):
    """`code` for programs, `text` in the caller's language."""

    code: str
    text: str


class ProblemOut(ninja.Schema):
    """RFC 9457 problem details. `code` is stable and for programs; `detail` is for people, in their language."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:newretail:problem:busy",
                    "title": "busy",
                    "status": 409,
                    "code": "busy",
                    "detail": "Somebody else is changing this right now. Please try again.",
                }
            ]
        },
    )
    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: Annotated[str, Field(description="as in `X-Request-ID`: by it our log tells more")] = ""


Moment = Annotated[AwareDatetime, BeforeValidator(text_for("datetime"))]
"""In a query, where everything is text: `0.5` and `1700000000` are no moments."""
Day = Annotated[
    date,
    Field(
        ge=date(2000, 1, 1),
        le=date(2099, 12, 31),
        json_schema_extra={"pattern": r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"},
    ),
    BeforeValidator(text_for("date")),
]
Code = Annotated[
    str, BeforeValidator(_seen), StringConstraints(min_length=1, max_length=64), AfterValidator(_printable)
]
Words = Annotated[str, BeforeValidator(_seen), StringConstraints(max_length=500), AfterValidator(_printable)]
"""What people write. Characters that nobody can see or that turn the text round are refused; only unseen ones count as none."""
Quantity = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Limit = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]*$", max_length=paging.LONGEST),
    Field(
        description="the `cursor` of the page before, with the same other parameters; empty for the first page"
    ),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
"""A short code that people print, scan and read aloud."""
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
NamesOut = Annotated[
    dict[str, str],
    Field(
        description="what it is called, by language", examples=[{"en": "Live lobster", "ko": "활 바닷가재"}]
    ),
]
LanguageCode = Annotated[
    str, AfterValidator(_known), Field(json_schema_extra={"enum": list(languages.codes())}, examples=["ko"])
]
Before = Annotated[UUID | None, Field(description="the id of the last one on the page before")]
Key = Annotated[UUID, Field(description="made by the client, a UUIDv7 where possible")]
