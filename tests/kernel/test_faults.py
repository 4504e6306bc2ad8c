"""What is wrong with a request's values is said in the caller's language, and where it is."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from django.test import Client
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from newretail.kernel.http.faults import first_words
from newretail.kernel.http.schemas import Words
from newretail.kernel.text import speaking


class Basket(BaseModel):
    model_config = ConfigDict(extra="forbid")

    count: Annotated[int, Field(strict=True, ge=1, lt=100)] = 1
    metres: Annotated[float, Field(gt=0, le=300, allow_inf_nan=False)] = 1.0
    name: Annotated[Words, Field(min_length=2)] = "ab"
    code: Annotated[str, Field(pattern="^[a-z]+$", max_length=3)] = "a"
    side: Literal["front", "back"] = "front"
    id: UUID | None = None
    at: AwareDatetime | None = None
    on: datetime | None = None
    lines: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    parts: dict[str, int] = {}
    is_open: bool = True


BAD: list[dict[str, Any]] = [
    {"count": 0}, {"count": 100}, {"count": "1"}, {"count": 1.5}, {"metres": 0}, {"metres": 301}, {"metres": float("nan")},
    {"metres": "far"}, {"name": "a"}, {"name": "a\0b"}, {"name": 5}, {"name": "\ud800x"}, {"code": "A"}, {"code": "abcd"},
    {"side": "left"}, {"id": "x"}, {"at": "2026-06-15T10:00:00"}, {"on": "soon"}, {"lines": []}, {"lines": [1, 2, 3]},
    {"lines": "x"}, {"parts": []}, {"is_open": "perhaps"}, {"weight": 3},
]  # fmt: skip


@pytest.mark.parametrize("values", BAD, ids=[ascii(each) for each in BAD])
def test_each_fault_is_named_and_said_in_the_callers_language(values: dict[str, Any]) -> None:
    said = set()
    for language, letters in (("en", "abc"), ("ko", "가힣"), ("zh", "一龥")):
        with speaking(language), pytest.raises(ValidationError) as refused:
            Basket(**values)
        with speaking(language):
            words = first_words([dict(each) for each in refused.value.errors()])
        where, _, what = words.partition(": ")
        assert where.split(".")[0] == next(iter(values))
        if language != "en":
            assert any(letters[0] <= letter <= letters[1] for letter in what), words
        said.add(what)
    assert len(said) == 3


def test_a_request_is_refused_in_words_of_its_language() -> None:
    http = Client(headers={"Accept-Language": "ko"})
    missing = http.post("/api/v1/scan", {}, content_type="application/json")
    assert missing.json()["detail"] == "사용할 수 없는 값이 있습니다: code: 빠져 있습니다"
    assert missing.json()["errors"][0]["what"] == "Field required", "for programs, as it was"
    broken = http.post("/api/v1/scan", "{", content_type="application/json")
    assert (broken.status_code, broken.json()["detail"]) == (
        422,
        "사용할 수 없는 값이 있습니다: JSON이 아닙니다",
    )
