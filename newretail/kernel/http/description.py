"""The API's description (OpenAPI 3.1), made whole: what the framework leaves out or says in a way that generators of clients stumble over."""

import json
from collections.abc import Iterator
from typing import Any

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
_LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "The id of the last event that was seen; a browser sends it by itself. It goes before `after`.",
    "schema": {"type": "string"},
    "example": "4711",
}
_EVENTS = (
    "retry: 2000\n\n"
    'event: position\nid: 4710\ndata: {"position": 4710, "restarted": false}\n\n'
    'id: 4711\ndata: {"position": 4711, "name": "line.picked", …}\n\n'
    ": here\n\n"
)


_EVENT = {
    "description": "An event: some programs read a stream as one text, some as one object for each event."
}
_STREAM_ANSWER = {
    "description": "Server-sent events: each fact has its position as `id` and itself as `data`, as the pages have it. "
    "`event: position` moves the id without a fact; its `restarted` says that the id that came is none of ours.",
    "content": {"text/event-stream": {"schema": _EVENT, "example": _EVENTS}},
}


def complete(described: OpenAPISchema, *, prefix: str) -> OpenAPISchema:
    components = described["components"]
    components["securitySchemes"] = SECURITY_SCHEMES
    components["schemas"]["ProblemOut"] = ProblemOut.model_json_schema()
    for operation in _operations(described):
        operation["tags"] = operation["tags"][-1:]  # of doors within doors the innermost
        operation["description"] = _description(operation)
        for parameter in operation["parameters"]:
            if isinstance(parameter.get("examples"), list):
                del parameter["examples"]  # a map, says the standard; the parameter's schema has the list
    _describe_streams(described, prefix)
    _unwrap_single(described)
    _drop_unused(components["schemas"], described)
    return described


def _operations(described: OpenAPISchema) -> Iterator[dict[str, Any]]:
    for operations in described["paths"].values():
        yield from operations.values()


def _description(operation: dict[str, Any]) -> str:
    """What the route says itself, then who may call it."""
    said = f"May be called by: {operation['x-who']}."
    return "\n\n".join(filter(None, (operation.get("description"), said)))


def _describe_streams(described: OpenAPISchema, prefix: str) -> None:
    """The streams are served beside the framework; each goes by the permission of its route page by page, and by its parameters."""
    for operation in list(_operations(described)):
        stream = operation.pop("x-stream", None)
        if stream is None:
            continue
        parameters = [each for each in operation["parameters"] if each["name"] != "limit"]
        described["paths"]["/" + prefix.strip("/") + stream["path"]] = {
            "get": {
                **operation,
                "operationId": stream["operation_id"],
                "summary": stream["summary"],
                "parameters": [*parameters, _LAST_EVENT_ID],
                "responses": operation["responses"] | {200: _STREAM_ANSWER},
            }
        }


def _unwrap_single(part: Any) -> None:
    """An `allOf` of one is that one: since JSON Schema 2020-12 a reference may have company."""
    if isinstance(part, dict):
        only = part.get("allOf")
        if isinstance(only, list) and len(only) == 1:
            part |= part.pop("allOf")[0]
        for each in part.values():
            _unwrap_single(each)
    elif isinstance(part, list):
        for each in part:
            _unwrap_single(each)


def _drop_unused(schemas: dict[str, Any], described: OpenAPISchema) -> None:
    said = json.dumps(described, default=str)
    for name in [each for each in schemas if f'"#/components/schemas/{each}"' not in said]:
        del schemas[name]
