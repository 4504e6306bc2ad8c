"""A body's values have the types of JSON that the description tells, and no others."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from newretail.kernel.http import Body, Latitude, Words

ID = "0193a1b2-7c00-7000-8000-00000000c0de"


class Inner(Body):
    on: bool
    at: date | None = None


class Everything(Body):
    count: int = 0
    share: float = 0.0
    latitude: Latitude = 0
    yes: bool = False
    words: Words = ""
    id: UUID | None = None
    at: datetime | None = None
    aware: AwareDatetime | None = None
    day: date | None = None
    one: Literal["a", "b"] = "a"
    many: list[int] = []
    pairs: list[tuple[float, float]] = []
    by_name: dict[str, int] = {}
    inner: Inner | None = None
    inners: Annotated[list[Inner], Field(max_length=3)] = []


GOOD: dict[str, list[Any]] = {
    "count": [0, -3],
    "share": [0.5, 1],
    "latitude": [31.2, 31],
    "yes": [True, False],
    "words": ["x", ""],
    "id": [ID, ID.upper(), None],
    "at": ["2026-06-15T04:00:05Z", "2026-06-15T04:00:05.123+08:00", "2026-06-15T04:00", None],
    "aware": ["2026-06-15T04:00:05Z", None],
    "day": ["2026-06-15", None],
    "one": ["a", "b"],
    "many": [[], [1, 2]],
    "pairs": [[[1, 2.5]]],
    "by_name": [{}, {"x": 1}],
    "inner": [{"on": True}, {"on": False, "at": "2026-06-15"}, None],
    "inners": [[{"on": True}]],
}
BAD: dict[str, list[Any]] = {
    "count": ["5", 1.5, True, None, [], {}],
    "share": ["0.5", True, None],
    "latitude": ["31", True, 91],
    "yes": [1, 0, "yes", "true", None],
    "words": [5, True, None, ["x"]],
    "id": [5, True, "x"],
    "at": [1_700_000_000, 1.5, "1700000000", "2026-06-15", True],
    "aware": [1_700_000_000, "1700000000", "2026-06-15T04:00:05"],
    "day": [0, "0", "2026-06-15T00:00:00Z", True],
    "one": ["c", 1],
    "many": [["1"], [True], {"0": 1}, 1],
    "pairs": [[[1, "2"]], [[1]]],
    "by_name": [{"x": "1"}, []],
    "inner": [{"on": 1}, {"on": True, "at": 3}, []],
    "inners": [[{"on": "yes"}], {}],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in GOOD.items() for value in values]
)
def test_what_json_has_for_it_is_taken(name: str, value: Any) -> None:
    Everything.model_validate({name: value})


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD.items() for value in values]
)
def test_nothing_else_is_taken_for_it(name: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        Everything.model_validate({name: value})


def test_our_own_code_may_say_a_moment_as_it_has_it() -> None:
    now = datetime.now(UTC)
    assert Everything(at=now, id=UUID(ID), day=now.date()).at == now


def test_a_list_of_bodies_is_exact_too() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(list[Inner]).validate_python([{"on": 1}])
