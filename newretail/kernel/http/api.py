"""The one API that the doors of all rooms join."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from newretail.kernel import errors
from newretail.kernel.http import faults
from newretail.kernel.http.description import complete


class StrictJson(Parser):
    """JSON as its standard for machines has it (RFC 7493): in UTF-8, each name once. Which of two wins is nobody's guess."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            said = request.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise errors.Invalid(first=faults.NOT_UTF_8.say()) from None
        return json.loads(said, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise errors.Invalid(first=faults.TWICE.say(name=twice[:40]))
    return said


class Api(NinjaAPI):
    """Describes itself in OpenAPI 3.1. The description is made once per process: its operations do not change."""

    def __init__(self, **options: Any) -> None:
        super().__init__(parser=StrictJson(), **options)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._described:
            self._described[prefix] = complete(super().get_openapi_schema(path_prefix=prefix), prefix=prefix)
        return self._described[prefix]
