"""Promise 12: no input yields a 5xx.

Requests are made from the API's own description, good ones and broken ones, by people of every kind, about things that exist
and things that do not; then every value of a good request is replaced by the nastiest of its kind; then come requests that no
client library would send. Whatever is refused says so as a problem document, with a code and words.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import orjson
import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from newretail.kernel import recent
from newretail.kernel.http import bridge
from tests.one_of_everything import World
from tests.promises import test_11_no_one_reads_across as routes
from tests.promises.live_house import token_of

pytestmark = pytest.mark.django_db

EXAMPLES = 8
"""Requests for each operation; the same ones every time."""
SERVED_ELSEWHERE = "/api/v1/live/"
"""Streams do not pass the handler of requests; `tests/live` tries them."""
NASTY: list[Any] = [
    "\x00",
    "a\x00b",
    "\ud800",
    "",
    " ",
    "x" * 5_000,
    "' OR 1=1 --",
    "../../etc/passwd",
    "%s%(x)s{0}",
    "\u202e\u0000\uffff",
    0,
    -1,
    2**31,
    2**63,
    -(2**63) - 1,
    10**400,
    1e308,
    0.1,
    True,
    None,
    [],
    {},
    [[]],
    "NaN",
    "9999-12-31T23:59:59.999999+14:00",
    "0001-01-01T00:00:00-23:59",
    "00000000-0000-0000-0000-000000000000",
    "١٢٣",
]
NASTY_WORDS = [each for each in NASTY if isinstance(each, (str, int, float)) and not isinstance(each, bool)]
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]
QUERIES = [
    "?",
    "?&&&=&",
    "?limit=",
    "?limit=NaN",
    "?limit=1&limit=2",
    "?limit[]=1",
    "?%00=%00",
    "?x=%ff%fe",
    "?lang=../..",
    "?" + "a=1&" * 1500,
]


class Answer:
    """An answer of the house, called as its server calls it but in this process."""

    def __init__(self, status: int, headers: bridge.Headers, body: bytes) -> None:
        self.status, self.body = status, body
        self.headers = dict(headers)

    def trouble(self) -> str:
        """What is wrong with it, or nothing."""
        if self.status >= 500:
            return f"{self.status} {self.body[:200]!r}"
        if self.status < 400:
            return ""
        if not self.headers.get("content-type", "").startswith("application/problem+json"):
            return f"{self.status} is no problem document: {self.headers.get('content-type')} {self.body[:100]!r}"
        problem = orjson.loads(self.body)
        if not (problem["code"] and problem["detail"] and problem["status"] == self.status):
            return f"{self.status} does not say what is wrong: {problem}"
        return ""


def ask(
    method: str,
    path: str,
    body: bytes = b"",
    *,
    token: str = "",
    content_type: str = "application/json",
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> Answer:
    """One request; what it did is undone. The path is as a server gives it: percent signs resolved."""
    path, _, query = path.partition("?")
    scope: Any = SimpleNamespace(
        method=method,
        path=path,
        query_string=query,
        server="testserver:80",
        client="127.0.0.1:50000",
        scheme="http",
        http_version="1.1",
        headers={
            "host": "testserver",
            "content-type": content_type,
            "idempotency-key": uuid4().hex,
            **({"authorization": token} if token else {}),
            **{name.decode(): value.decode("latin-1") for name, value in headers},
        },
    )
    return undone(partial(bridge.call, bridge.environ_of(scope, body)))


def undone(call: Callable[[], bridge.Answer]) -> Answer:
    with transaction.atomic():
        answer = Answer(*call())
        transaction.set_rollback(True)
    recent.forget_all()
    return answer


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The house for schemathesis, whose client asks for gzip and does not unpack it."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    answer = undone(partial(bridge.call, environ))
    start_response(f"{answer.status} -", list(answer.headers.items()))
    return [answer.body]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """One of everything, on a connection that stays open from request to request, as everything is undone at the end."""
    made = World()
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


def test_no_request_made_from_the_description_breaks_the_house(world: World) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [found.ok() for found in described.get_all_operations()]
    broken = [
        trouble
        for operation in operations
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


DEEP = 10_000
BODIES = {
    "nothing": b"",
    "not JSON": b"{",
    "a word": b'"x"',
    "null": b"null",
    "a list": b"[]",
    "NaN": b'{"quantity": NaN, "amount": -Infinity, "lines": [{"quantity": Infinity}]}',
    "huge number": b'{"amount": ' + b"9" * 5_000 + b"}",
    "huge exponent": b'{"amount": 1e99999, "latitude": -1e99999}',
    "deep lists": b'{"lines": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "never closed": b"[" * DEEP,
    "NUL": b'{"text": "a\\u0000b", "code": "\\u0000"}',
    "bare NUL": b'{"text": "a\x00b"}',
    "lone surrogate": b'{"text": "\\ud800", "code": "\\udfff", "\\ud800": 1}',
    "broken UTF-8": b'{"text": "\xff\xfe\xc0\x80"}',
    "UTF-16": '{"text": "x"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "the same key twice": b'{"code": 1, "code": "x", "code": null}',
    "ten thousand keys": json.dumps({f"k{number}": number for number in range(10_000)}).encode(),
    "a long list": b'{"lines": [' + b"{}," * 20_000 + b"{}]}",
}
SAMPLES = [
    ("POST", "/stores/{store}/carts"),
    ("POST", "/orders"),
    ("POST", "/guests"),
    ("POST", "/scan"),
    ("PATCH", "/me"),
    ("POST", "/stores/{store}/receipts"),
    ("POST", "/payments/alipay/notice"),
    ("POST", "/prices"),
]
CONTENT_TYPES = [
    "application/json",
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 200,
    "application/json; charset=klingon",
    "application/json; charset=utf-16",
    "; ; =",
    "\xff\x00",
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


HEADERS: list[tuple[bytes, bytes]] = [
    *(
        (b"authorization", value)
        for value in (
            b"",
            b"Bearer",
            b"Bearer \x00",
            b"Bearer " + b"x" * 9_000,
            b"Basic eA==",
            b"Bearer \xff",
        )
    ),
    *(
        (b"accept-language", value)
        for value in (b"", b"\xff\xfe", b"zh;q=NaN, en;q=-1", b"x" * 9_000, b"*;q=1e999")
    ),
    *((b"accept", value) for value in (b"", b"application/xml", b"\xff", b"*/*;q=z")),
    *(
        (b"cookie", value)
        for value in (b"sessionid=\x00", b"sessionid=" + b"a" * 4_000, b"=;=;=", b"\xff=\xff")
    ),
    *((b"host", value) for value in (b"", b"evil.example", b"a b", b"[::1", b"\xff", b"x:99999999")),
    (b"idempotency-key", b""),
    (b"idempotency-key", b"\xff"),
    (b"idempotency-key", b"x" * 65),
    (b"content-length", b"-1"),
    (b"x-forwarded-for", b"', 1"),
    (b"last-event-id", b"9" * 400),
    (b"if-none-match", b'"'),
    (b"if-modified-since", b"yesterday"),
    (b"range", b"bytes=9-1"),
    (b"x-http-method-override", b"DELETE"),
]


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


PATHS = [
    "/api/v1/../../etc/passwd",
    "/api/v1/orders/../../admin/",
    "/api/v1//orders",
    "/api/v1/orders/",
    "/api/v1/orders/\x00",
    "/api/v1/carts/\u202e\ufffd",
    "/api/v1/skus/" + "x" * 5_000,
    "/api/v1/nothing",
    "/api/v1/",
    "/api/v2/orders",
    "/static/../newretail/settings.py",
    "/static/\x00",
    "/admin/members/member/\x00/change/",
    "/01/09520000000017",
    "/01/abc",
    "/01/" + "9" * 400,
    "/01/09520000000017/10/" + "%" * 30,
    "/01/09520000000017/10/\x00?17=999999&3103=abcdef",
    "/p/\ud7ff",
    "/" + "a/" * 2_000,
    "/\x00",
]


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
        if "no problem document" in trouble and (not path.startswith("/api/v1/") or answer.status == 405):
            continue  # a page for people, or the framework's word for another method
        if trouble:
            broken.append(f"{method} {path[:80]!r}: {trouble}")
        if b"SECRET_KEY" in answer.body or b"root:" in answer.body:
            broken.append(f"{method} {path!r} gives files away")
    assert not broken, "\n" + "\n".join(broken)
