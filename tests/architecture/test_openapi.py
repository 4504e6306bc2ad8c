"""The API's description is true, complete and reachable: programs are made from it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from ninja.openapi.schema import OpenAPISchema
from openapi_spec_validator import OpenAPIV31SpecValidator

from newretail.kernel.http import Body
from newretail.urls import api

ADDRESS = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_description_is_valid_openapi_3_1(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1")
    problems = [
        f"{list(each.absolute_path)}: {each.message}"[:300]
        for each in OpenAPIV31SpecValidator(document).iter_errors()
    ]
    assert not problems


def test_no_two_shapes_share_a_name(monkeypatch: pytest.MonkeyPatch):
    """The framework writes one over the other without a word."""
    shapes: dict[str, Any] = {}
    clashes = set()

    def note(_self: OpenAPISchema, definitions: dict[str, Any]) -> None:
        for name, shape in definitions.items():
            if shapes.setdefault(name, shape) != shape:
                clashes.add(name)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", note)
    OpenAPISchema(api, "/api/v1/")
    assert shapes and not clashes


def test_every_operation_says_what_it_is_and_who_may_call_it(document: dict[str, Any]):
    bare = [
        where
        for where, operation in operations(document)
        if not (operation.get("summary") and operation.get("tags") and operation.get("x-who"))
    ]
    assert not bare


def test_every_operation_names_its_problems(document: dict[str, Any]):
    """Each status has the problem's shape, and the codes that it may bring here and no others."""
    silent = [
        f"{where} {status}"
        for where, operation in operations(document)
        for status in ("422", "503", *(("401", "403") if operation["x-who"] != "anyone" else ()))
        if not codes(operation, status)
    ]
    assert not silent


def codes(operation: dict[str, Any], status: str) -> list[str]:
    content = operation["responses"].get(status, {}).get("content", {})
    shape = content.get("application/problem+json", {}).get("schema", {})
    problem, more = shape.get("allOf", ({}, {}))
    assert problem in ({}, {"$ref": "#/components/schemas/ProblemOut"})
    return more.get("properties", {}).get("code", {}).get("enum", [])


def test_the_document_says_where_the_api_is_and_under_which_licence(document: dict[str, Any]):
    [server] = document["servers"]
    assert server["url"].startswith("http")
    assert document["info"]["license"] == {"name": "Apache-2.0", "identifier": "Apache-2.0"}


def test_every_tag_is_declared_with_its_meaning_and_used(document: dict[str, Any]):
    declared = {tag["name"]: tag["description"] for tag in document["tags"]}
    used = {tag for _, operation in operations(document) for tag in operation["tags"]}
    assert declared.keys() == used
    assert all(declared.values())
    assert all(len(operation["tags"]) == 1 for _, operation in operations(document))


def test_every_operation_has_a_description(document: dict[str, Any]):
    assert not [where for where, operation in operations(document) if not operation.get("description")]


def test_public_routes_are_public_for_programs_made_from_the_document(document: dict[str, Any]):
    for where, operation in operations(document):
        wanted = [] if operation["x-who"] == "anyone" else [{"bearer": []}, {"session": []}]
        assert operation["security"] == wanted, where


def test_the_streams_of_events_are_in_it(document: dict[str, Any]):
    streams = [
        path
        for path, methods in document["paths"].items()
        if "text/event-stream"
        in methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
    ]
    assert streams == [
        f"/api/v1/live/{name}" for name in ("orders/{order_id}", "stores/{store_id}", "trips/{trip_id}")
    ]
    for path in streams:
        names = {each["name"] for each in document["paths"][path]["get"]["parameters"]}
        assert {"after", "Last-Event-ID"} < names


def test_nothing_is_wrapped_or_left_over(document: dict[str, Any]):
    """Generators of clients trip over an `allOf` of one, and make classes of what nobody refers to."""
    text = json.dumps(document)
    assert not [name for name in document["components"]["schemas"] if f'/schemas/{name}"' not in text]
    assert not re.search(r'"allOf": \[\{[^{}]*\}\]', text)


def test_operation_ids_are_verbs_with_an_object_used_once(document: dict[str, Any]):
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert sorted(set(ids)) == sorted(ids)
    assert not [each for each in ids if not re.fullmatch(r"[a-z]+(_[a-z]+)+", each)]


def test_what_creates_needs_a_key_and_says_so(document: dict[str, Any]):
    for where, operation in operations(document):
        if "idempotency_key_reused" in json.dumps(operation["responses"]):
            assert any(
                each["name"] == "Idempotency-Key" and each["required"] for each in operation["parameters"]
            ), where


def test_every_body_has_an_example(document: dict[str, Any]):
    without = []
    for where, operation in operations(document):
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            shape = document["components"]["schemas"].get(
                content["schema"].get("$ref", "").rpartition("/")[2], {}
            )
            if kind != "multipart/form-data" and not (content.get("example") or shape.get("examples")):
                without.append(where)
    assert not without


def test_examples_are_accepted():
    kinds = list(every_kind_of(Body))
    shown = [kind for kind in kinds if "example" in vars(kind)]
    assert len(shown) > 50
    for kind in shown:
        kind.model_validate(kind.example)


def every_kind_of(base: type[Body]) -> Iterator[type[Body]]:
    for kind in base.__subclasses__():
        yield kind
        yield from every_kind_of(kind)


def test_docs_are_served_from_here(http: Client):
    page = http.get("/api/v1/docs")
    assert page.status_code == 200
    html = page.content.decode()
    addresses = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert addresses and all(address.startswith("/static/ninja/") for address in addresses)
    assert "unsafe" not in page["Content-Security-Policy"]
    assert '"url": "/api/v1/openapi.json"' in html
    assert http.get(ADDRESS).json()["info"]["title"] == "newretail"
