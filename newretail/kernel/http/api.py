"""The one API that the doors of all rooms join, and its description."""

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from newretail.kernel.http.schemas import ProblemOut

SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token of a member, of staff, of a device or of an integration.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "Somebody who signed in with a browser. What changes something needs the header `X-CSRFToken` too.",
    },
}


class Api(NinjaAPI):
    """Describes itself in OpenAPI 3.1. The description is made once per process: its operations do not change."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._described:
            self._described[prefix] = _complete(super().get_openapi_schema(path_prefix=prefix))
        return self._described[prefix]


def _complete(described: OpenAPISchema) -> OpenAPISchema:
    described["components"]["securitySchemes"] = SECURITY_SCHEMES
    described["components"]["schemas"]["ProblemOut"] = ProblemOut.model_json_schema()
    for operation in _operations(described):
        for parameter in operation["parameters"]:
            if isinstance(parameter.get("examples"), list):
                del parameter["examples"]  # a map, says the standard; the parameter's schema has the list
    return described


def _operations(described: OpenAPISchema) -> Iterator[dict[str, Any]]:
    for operations in described["paths"].values():
        yield from operations.values()
