"""Promise 12: no input yields a 5xx.

Requests are made from the API's own description, good ones and broken ones, by people of every kind, about things that exist
and things that do not; then every value of a good request is replaced by the nastiest of its kind; then come requests that no
client library would send. Whatever is refused says so as a problem document, with a code and words.
"""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.one_of_everything import World
from tests.promises import test_11_no_one_reads_across as routes
from tests.promises.in_process import Answer, application, ask
from tests.promises.live_house import token_of
from tests.promises.nasty import (
    BODIES,
    CONTENT_TYPES,
    HEADERS,
    NASTY,
    NASTY_WORDS,
    PATHS,
    QUERIES,
    UPLOADS,
)

pytestmark = pytest.mark.django_db

EXAMPLES = 8
"""Requests for each operation; the same ones every time."""
PARTS = 6
"""Tests among which the operations are dealt out, so that each ends in its time on a busy machine too."""
SERVED_ELSEWHERE = "/api/v1/live/"
"""Streams do not pass the handler of requests; `tests/live` tries them."""
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]


@pytest.fixture(scope="module")
def made(for_the_file: None) -> World:
    """One of everything."""
    return World()


@pytest.fixture
def world(made: World, db: None) -> Iterator[World]:
    """The same for each test, on a connection that stays open from request to request, as everything is undone at the end."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield made
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def shopper(world: World) -> str:
    return token_of(world.owner)


def people(world: World, route: routes.Route) -> list[str]:
    """Tokens: mostly that of the one whom the route is for, so that the request gets far."""
    right = token_of(world.owner if route.who.name == "anyone" else routes.right_one(world, route))
    others = [world.owner, world.staff["manager"], world.head_office]
    return [right, right, right, *(token_of(person) for person in others)]


def route_of(case: Case | Any) -> routes.Route:
    [route] = [
        route
        for route in routes.ROUTES
        if route.method == case.method.upper() and plain(route.path) == case.path.removeprefix("/api/v1")
    ]
    return route


def plain(path: str) -> str:
    return re.sub(r"{\w+:(\w+)}", r"{\1}", path)


@pytest.fixture(scope="module")
def operations(made: World) -> list[Any]:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return [found.ok() for found in described.get_all_operations()]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_made_from_the_description_breaks_the_house(
    world: World, operations: list[Any], part: int
) -> None:
    broken = [
        trouble
        for operation in operations[part::PARTS]
        if not operation.path.startswith(SERVED_ELSEWHERE)
        for trouble in troubles(operation, world)
    ]
    assert len(operations) > 100
    assert not broken, "\n" + "\n".join(broken)


def troubles(operation: Any, world: World) -> list[str]:
    """What goes wrong with requests made for this operation, good and broken ones."""
    route = route_of(operation)
    about = {name: world.named.get(name) for name in route.parameters} | {"store_id": world.here.store}
    real_things = {name: str(about[name]) for name in route.parameters if about[name] is not None}
    found: dict[str, None] = {}

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        token=st.sampled_from(people(world, route)),
        real=st.sampled_from([True, True, False]),
    )
    def try_it(case: Case, token: str, real: bool) -> None:
        if real:
            case.path_parameters = dict(case.path_parameters) | real_things
        case.headers["Authorization"] = token
        response = case.call()
        answer = Answer(response.status_code, [], response.content)
        answer.headers = {name.lower(): values[0] for name, values in response.headers.items()}
        if trouble := answer.trouble():
            found[f"{route}: {trouble} <- {case.as_curl_command()[:600]}"] = None
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as failure:
            found[
                f"{route}: {' '.join(str(each) for each in failure.exceptions)[:400]} <- {case.as_curl_command()[:300]}"
            ] = None

    try_it()
    return list(found)


def test_no_value_breaks_the_house(world: World) -> None:
    """Every value in a good request, in turn replaced by some of the nasty ones; each value meets others of them."""
    tried, broken = 0, []
    for route in routes.ROUTES:
        if f"/api/v1{route.path}".startswith(SERVED_ELSEWHERE):
            continue
        token = people(world, route)[0]
        for path, body in variations(world, route):
            answer = ask(route.method, path, body, token=token)
            tried += 1
            if trouble := answer.trouble():
                broken.append(f"{route} {path[:200]!r} {body[:300]!r}: {trouble}")
    assert tried > 1_500
    assert not broken, "\n" + "\n".join(broken)


def variations(world: World, route: routes.Route) -> Iterator[tuple[str, bytes]]:
    """(path with query, body): one thing in it is nasty."""
    good_path = "/api/v1" + routes.filled(world, route, world.here.store)
    good_query = routes.query_of(world, route)
    good_body = body_of(world, route)
    good = json.dumps(good_body).encode() if route.method != "GET" else b""
    for name in route.parameters:
        before, _, after = ("/api/v1" + route.path).partition(
            next(re.finditer(rf"{{(\w+:)?{name}}}", route.path))[0]
        )
        rest = routes.Route(route.method, after, route.who)
        for nasty in some(NASTY_WORDS, 6):
            word = str(nasty).replace("?", "").replace("\ud800", "\ufffd")
            start = routes.filled(world, routes.Route(route.method, before, route.who), world.here.store)
            yield f"{start}{word}{routes.filled(world, rest, world.here.store)}?{good_query}", good
    for each in routes.operation_of(route).get("parameters", []):
        if each["in"] == "query":
            for nasty in some(NASTY_WORDS, 5):
                yield f"{good_path}?{good_query}&{each['name']}={quote(str(nasty), errors='replace')}", good
    if good:
        for changed in replaced(good_body):
            yield f"{good_path}?{good_query}", json.dumps(changed).encode()


def body_of(world: World, route: routes.Route) -> Any:
    """A good body with as many values as the description shows."""
    content = routes.operation_of(route).get("requestBody", {}).get("content", {})
    name = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    shown = routes._SCHEMA["components"]["schemas"].get(name, {}).get("examples", [{}])[0]
    made = orjson.loads(routes.body_of(world, route))
    return shown | made if isinstance(made, dict) else made


def replaced(value: Any) -> Iterator[Any]:
    """Copies of a JSON value in which one part is a nasty one."""
    for nasty in some(NASTY, 7):
        yield nasty
    if isinstance(value, dict):
        for key, part in value.items():
            for nasty in replaced(part):
                yield value | {key: nasty}
    if isinstance(value, list) and value:
        for nasty in replaced(value[0]):
            yield [nasty, *value[1:]]


_turn = itertools.count()


def some(nasty: list[Any], number: int) -> list[Any]:
    """The next so many, round and round."""
    return [nasty[next(_turn) % len(nasty)] for _ in range(number)]


SAMPLES = [
    ("POST", "/stores/{store}/carts"),
    ("POST", "/orders"),
    ("POST", "/guests"),
    ("POST", "/scan"),
    ("PATCH", "/me"),
    ("POST", "/stores/{store}/receipts"),
    ("POST", "/payments/notices/alipay"),
    ("POST", "/payments/alipay/notice"),
    ("POST", "/prices"),
]


def test_no_body_breaks_the_house(world: World) -> None:
    broken = []
    for method, path in SAMPLES:
        where = "/api/v1" + path.format(store=world.here.store)
        token = token_of(world.head_office if path.endswith(("receipts", "prices")) else world.owner)
        for kind in CONTENT_TYPES:
            for name, body in BODIES.items() if kind == "application/json" else [("an object", b'{"a": 1}')]:
                answer = ask(method, where, body, token=token, content_type=kind)
                if trouble := answer.trouble():
                    broken.append(f"{method} {path} {name} as {kind!r}: {trouble}")
        large = ask(method, where, b" " * (django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), token=token)
        if large.status != 413 or large.trouble() or orjson.loads(large.body)["code"] != "body_too_large":
            broken.append(f"{method} {path} too large a body: {large.status} {large.body[:200]!r}")
    assert not broken, "\n" + "\n".join(broken)


def test_no_upload_breaks_the_house(world: World) -> None:
    """Files and forms as no browser sends them, by whoever may send any."""
    broken = []
    for path, person in (
        ("/photos", world.owner),
        ("/catalog/imports", world.head_office),
        ("/orders", world.owner),
        ("/payments/notices/alipay", None),
    ):
        for name, (kind, body) in UPLOADS.items():
            token = token_of(person) if person else ""
            for sent_as in (kind, kind.replace("; ", ";").upper()):
                answer = ask("POST", "/api/v1" + path, body, token=token, content_type=sent_as)
                trouble = answer.trouble()
                if trouble or (person and answer.status < 400):  # a gateway hears "fail", whatever it sent
                    broken.append(f"{path} {name} as {sent_as[:60]!r}: {trouble or answer.status}")
    assert not broken, "\n" + "\n".join(broken)


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "A", "name": "B"}',
        b'{"name": "A", "nested": {"x": 1, "x": 2}}',
        '{"name": "A"}'.encode("utf-16"),
        '{"name": "A"}'.encode("utf-32-le"),
        '{"name": "\u202eA"}'.encode(),
        b'{"name": "A\\u2066B"}',
        b'{"name": "A\\u0085B"}',
    ],
)
def test_a_body_that_two_readers_would_read_differently_is_refused(world: World, body: bytes) -> None:
    token = token_of(world.owner)
    assert ask("PATCH", "/api/v1/me", b'{"name": "A"}', token=token).status == 200
    answer = ask("PATCH", "/api/v1/me", body, token=token)
    assert answer.status == 422 and not answer.trouble(), answer.body


@pytest.mark.parametrize("unseen", ["\u200d" * 80, "\u3164", "\u2800 \u200b", "\ufeff", "\u00ad\u2060"])
def test_words_of_which_nothing_can_be_seen_are_none(world: World, unseen: str) -> None:
    address = {"label": "", "text": unseen, "latitude": 31.2, "longitude": 121.5}
    answer = ask("POST", "/api/v1/me/addresses", json.dumps(address).encode(), token=token_of(world.owner))
    assert answer.status == 422 and not answer.trouble(), answer.body


def test_no_header_breaks_the_house(world: World) -> None:
    token = token_of(world.owner)
    broken = []
    for header in HEADERS:
        for method, path in (
            ("GET", "/orders"),
            ("POST", f"/stores/{world.here.store}/carts"),
            ("GET", "/products"),
        ):
            given = "" if header[0] == b"authorization" else token
            answer = ask(
                method, "/api/v1" + path, b"{}" if method == "POST" else b"", token=given, headers=(header,)
            )
            if trouble := answer.trouble():
                broken.append(f"{header[0]!r}: {header[1][:40]!r} {method} {path}: {trouble}")
    assert not broken, "\n" + "\n".join(broken)


def test_no_path_and_no_query_breaks_the_house(world: World) -> None:
    everywhere = [
        *PATHS,
        *(f"/api/v1/products{query}" for query in QUERIES),
        *(f"/{query}" for query in QUERIES),
    ]
    broken = []
    for method, path in itertools.product(["GET", "POST", "OPTIONS", "BREW"], everywhere):
        answer = ask(method, path, token=token_of(world.owner))
        trouble = answer.trouble()
        if "no problem document" in trouble and not path.startswith("/api/v1/"):
            continue  # a page for people
        if trouble:
            broken.append(f"{method} {path[:80]!r}: {trouble}")
        if b"SECRET_KEY" in answer.body or b"root:" in answer.body:
            broken.append(f"{method} {path!r} gives files away")
    assert not broken, "\n" + "\n".join(broken)
