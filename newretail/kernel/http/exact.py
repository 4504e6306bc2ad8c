"""Values of a body are of the type of JSON that the description tells. The library's lax mode would take "5" for 5, 1 for true, and a number
for a moment; its strict mode would take no text for a moment, as a body has been parsed before it comes to it."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

_STRICT = frozenset({"int", "float", "bool", "str"})
_DAY = r"\d{4}-\d\d-\d\d"
_WRITTEN = {
    "date": ("date_type", re.compile(_DAY)),
    "datetime": ("datetime_type", re.compile(rf"{_DAY}[Tt ]\d\d:\d\d.*", re.S)),
    "time": ("time_type", re.compile(r"\d\d:\d\d.*", re.S)),
    "uuid": ("uuid_type", re.compile(".*", re.S)),
}
"""What is text in JSON, with the fault that is told of anything else, and its shape: `1700000000` is no moment."""
_JSON = (str, int, float, bool, list, dict)


class Exact:
    """Mixed into a model: it takes nothing but what JSON has for the type of each value."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        made: CoreSchema = _exact(handler(source), cls)
        return made


def _exact(part: Any, of: type) -> Any:
    """A schema, or several, made exact; models within it that are mixed so have been already."""
    if isinstance(part, list | tuple):
        return type(part)(_exact(each, of) for each in part)
    if not isinstance(part, dict) or "type" not in part:
        return part
    kind, cls = part["type"], part.get("cls")
    if kind == "model" and cls is not of and isinstance(cls, type) and issubclass(cls, Exact):
        return part
    inner = {key: _below(value, of) if key in _BY_NAME else value for key, value in part.items()}
    inner |= {key: _exact(inner[key], of) for key in _SCHEMAS & inner.keys()}
    if kind in _STRICT:
        return inner | {"strict": True}
    if kind in _WRITTEN:
        return core_schema.no_info_before_validator_function(text_for(kind), inner)  # type: ignore[arg-type]
    return inner


def _below(part: Any, of: type) -> Any:
    """Schemas by the names of fields, or by tags."""
    return (
        {name: _exact(each, of) for name, each in part.items()}
        if isinstance(part, dict)
        else _exact(part, of)
    )


_BY_NAME = frozenset({"fields", "choices"})
_SCHEMAS = frozenset({
    "schema", "items_schema", "keys_schema", "values_schema", "definitions", "json_schema", "lax_schema", "strict_schema",
    "steps", "left_schema", "extras_schema",
})  # fmt: skip
"""Keys of a schema below which there are schemas; below others there are values."""


def text_for(kind: str) -> Callable[[Any], Any]:
    """A check that a moment, a day or an id is written as one, before it is read."""
    fault, shape = _WRITTEN[kind]

    def check(value: Any) -> Any:
        is_text = isinstance(value, str) and shape.fullmatch(value.strip())
        if is_text or not isinstance(value, _JSON):  # a moment that our own code says
            return value
        raise PydanticKnownError(fault)  # type: ignore[arg-type]

    return check
