"""Promise 11: nobody reads or writes across a store or a member.

The cases are made from the routes themselves: every route against somebody anonymous, another member, the staff of another
store, and the right one. A route that names a thing which this test cannot make fails it, until the thing is made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import orjson
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test import Client

from newretail.kernel.http import Door
from newretail.kernel.http.guard import describes
from newretail.kernel.who import Who
from newretail.urls import _refuse_undeclared, api
from tests.one_of_everything import IN_STORE, World
from tests.sale_floor import Person
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db

NOT_THINGS = {
    "store_id": "",
    "role": "picker",
    "purpose": "marketing",
    "slug": "milk",
    "tender": "card",
    "code": "HR-00001",
    "import_id": "0193a1b2-7c00-7000-8000-00000000c0de",
}
"""Parameters that name nothing of a store or a member: the catalogue and its imports belong to the whole chain."""
OPEN_TO_OTHERS = {
    ("PUT", "/stores/{store_id}/staff/{member_id}/{role}"),
    ("PUT", "/stores/{store_id}/stock/{sku_id}/floor-guard"),
    ("PUT", "/stores/{store_id}/planogram/{sku_id}"),
}
"""At one's own store: anybody may be given a role, and every product of the chain may be guarded or given a shelf."""
UNMADE = {"/catalog/imports/{import_id}/report.csv"}
"""What only an upload through the web makes; nobody but head office gets that far."""
PROVED_ANEW = {("POST", "/me/tokens")}
"""What a token does not open, as it takes an account over: its tests are in `tests/members/test_sessions.py`."""
BODIES: dict[str, dict[str, Any]] = {
    "/closings": {"counted": 1},
    "/lines/{line_id}": {"sku_id": "sku_id", "quantity": 1},
    "/missing": {"line": "1", "cause": "not_on_shelf"},
    "/collect": {"code": "123456"},
    "/deliver": {"parcel_id": "parcel_id", "door_code": "1234"},
    "/fail": {"parcel_id": "parcel_id", "cause": "nobody_home"},
}
"""Bodies with rules that their schema does not tell; a value that names a thing stands for it."""
_SCHEMA = api.get_openapi_schema()


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    who: Who

    def __str__(self) -> str:
        return f"{self.method} {self.path} [{self.who.name}]"

    @property
    def parameters(self) -> list[str]:
        return [name.split(":")[-1] for name in re.findall(r"{([^}]+)}", self.path)]

    @property
    def things(self) -> list[str]:
        return [name for name in self.parameters if name not in NOT_THINGS]

    @property
    def roles(self) -> set[str]:
        return set(self.who.name.removeprefix("staff:").split(",")) - {""}


def routes() -> Iterator[Route]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                who = describes(operation)
                assert who is not None
                for method in operation.methods:
                    yield Route(method, f"{prefix}{path}", who)


ROUTES = sorted(routes(), key=str)
GUARDED = [route for route in ROUTES if route.who.name != "anyone"]
LET_IN = [route for route in GUARDED if (route.method, route.path) not in PROVED_ANEW]
OF_STORES = [route for route in GUARDED if "store_id" in route.parameters]
STAFFED = [route for route in OF_STORES if route.who.name.startswith("staff:")]
OWN = [route for route in GUARDED if "store_id" not in route.parameters and route.things]


@pytest.fixture(scope="module")
def world(for_the_file: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with standing_clock(tmp_path_factory.mktemp("clock")):
        yield World()


@dataclass(frozen=True)
class Outcome:
    status: int
    detail: str
    wrote: int

    def __str__(self) -> str:
        return f"{self.status} {self.detail}" + (f" (wrote {self.wrote} rows)" if self.wrote else "")


def call(world: World, route: Route, person: Person | None, *, store: str | None = None) -> Outcome:
    """Make the request as this person and undo whatever it did."""
    client = person.http if person else Client()
    before = writes()
    with transaction.atomic():
        answer = client.generic(
            route.method,
            f"/api/v1{filled(world, route, store or world.here.store)}?{query_of(world, route)}",
            body_of(world, route) if route.method in ("POST", "PUT", "PATCH") else "",
            content_type="application/json",
            headers={"idempotency-key": str(uuid4())},
        )
        wrote = writes() - before
        transaction.set_rollback(True)
    problem = answer.json() if answer.get("Content-Type", "").startswith("application/problem") else {}
    return Outcome(answer.status_code, problem.get("detail", ""), wrote)


def writes() -> int:
    """Rows written in this transaction so far, outside the register of idempotency keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
            " WHERE relname <> 'kernel_idempotencyrecord'"
        )
        return int(cursor.fetchone()[0])


def filled(world: World, route: Route, store: str) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1].split(":")[-1]
        if name == "store_id":
            return store
        if name == "line_id" and "bill-lines" in route.path:
            return str(world.named["bill_line_id"])
        if name == "order_id" and "exit" in route.path:
            return str(world.carried["id"])
        return str(world.named[name] if name in world.named else NOT_THINGS[name])

    return re.sub(r"{([^}]+)}", value, route.path)


def body_of(world: World, route: Route) -> bytes:
    """A body that the route's own schema accepts, its ids those of things that exist."""
    for ending, body in BODIES.items():
        if route.path.endswith(ending):
            return orjson.dumps(
                {key: world.named.get(value, value) for key, value in body.items()}, default=str
            )
    content = operation_of(route).get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return orjson.dumps(sample(world, schema) if schema else {}, default=str)


def query_of(world: World, route: Route) -> str:
    """The query that the route insists on."""
    parameters = operation_of(route).get("parameters", [])
    needed = [each for each in parameters if each["in"] == "query" and each.get("required")]
    return urlencode({each["name"]: sample(world, each["schema"], each["name"]) for each in needed})


def operation_of(route: Route) -> dict[str, Any]:
    path = "/api/v1" + re.sub(r"{\w+:(\w+)}", r"{\1}", route.path)
    found: dict[str, Any] = _SCHEMA["paths"][path][route.method.lower()]
    return found


def sample(world: World, schema: dict[str, Any], name: str = "") -> Any:
    if "$ref" in schema:
        return sample(world, _SCHEMA["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], name)
    if name in SAMPLES:
        return SAMPLES[name]
    if name in world.named and schema.get("type") in ("string", "integer"):
        return int(world.named[name]) if schema["type"] == "integer" else str(world.named[name])
    for key in ("anyOf", "allOf", "oneOf"):
        if key in schema:
            return sample(world, schema[key][0], name)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    kind = schema.get("type")
    if kind == "object":
        required = schema.get("required", [])
        return {key: sample(world, schema["properties"][key], key) for key in required}
    if kind == "array":
        return [sample(world, schema["items"], name)] * max(1, schema.get("minItems", 1))
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if kind == "boolean":
        return False
    if schema.get("format") == "uuid":
        return str(uuid4())
    return {"date-time": "2026-06-16T04:00:00Z", "date": "2026-06-16"}.get(schema.get("format", ""), "x")


SAMPLES: dict[str, Any] = {
    "code": "0123456",
    "tag": "BAG-0001",
    "bags": ["BAG-0001"],
    "email": "new@haru.example",
    "door_code": "1234",
    "auth_code": "281234567890123456",
    "url": "https://erp.example.com/other",
    "until": "2026-06-16T04:00:00Z",
}


def test_a_route_that_does_not_say_who_may_call_it_stops_the_server():
    import ninja

    loose, router = ninja.NinjaAPI(urls_namespace="undeclared"), ninja.Router()

    @router.get("/everything")
    def everything(request: Any) -> list[str]:
        return []

    loose.add_router("", router)
    with pytest.raises(ImproperlyConfigured):
        _refuse_undeclared(loose)
    with pytest.raises(TypeError):
        Door().get("/everything")(everything)  # type: ignore[call-arg]


def test_every_thing_that_a_route_names_exists_in_this_test(world: World):
    assert {name for route in ROUTES for name in route.things if name not in world.named} == set()


def test_nobody_anonymous_passes_a_guarded_route(world: World):
    outcomes = {str(route): call(world, route, None) for route in GUARDED}
    none_of(wrong(outcomes, status=401))


def test_a_member_is_no_staff(world: World):
    outcomes = {
        f"{route} as {name}": call(world, route, person)
        for route in GUARDED
        if route.who.name not in ("signed_in", "known", "member", "person")
        for name, person in (("member", world.stranger), ("guest", world.guest))
    }
    none_of(wrong(outcomes, status=403))


def test_a_guest_is_no_member(world: World):
    outcomes = {
        str(route): call(world, route, world.guest)
        for route in GUARDED
        if route.who.name in ("member", "person")
    }
    assert outcomes
    none_of(wrong(outcomes, status=403))


def test_staff_of_another_store_are_nobody_here(world: World):
    outcomes = {
        f"{route} as {role}": call(world, route, person)
        for route in STAFFED
        for role, person in world.staff_elsewhere.items()
    }
    assert outcomes
    none_of(wrong(outcomes, status=403))


def test_a_role_opens_only_what_is_its_own(world: World):
    outcomes = {
        f"{route} as {role}": call(world, route, world.staff[role])
        for route in STAFFED
        for role in IN_STORE
        if role != "manager" and role not in route.roles
    }
    assert outcomes
    none_of(wrong(outcomes, status=403))


def test_no_store_opens_head_offices_routes_or_an_integrations(world: World):
    outcomes = {
        f"{route} as {role}": call(world, route, person)
        for route in GUARDED
        if route.who.name == "head_office" or route.who.name.startswith("integration:")
        for role, person in world.staff.items()
    }
    assert outcomes
    none_of(wrong(outcomes, status=403))


def test_the_manager_of_another_store_finds_nothing_of_this_one_in_it(world: World):
    """The path names the caller's own store, and a thing of ours."""
    outcomes = {
        str(route): call(world, route, fitting(route, world.staff_elsewhere), store=world.elsewhere.store)
        for route in OF_STORES
        if route.things and (route.method, route.path) not in OPEN_TO_OTHERS
    }
    assert outcomes
    none_of(wrong(outcomes, status=404))


def test_another_person_finds_nothing_of_mine(world: World):
    others = {
        "member": world.stranger,
        "guest": world.guest,
        "manager elsewhere": world.staff_elsewhere["manager"],
        "courier elsewhere": world.staff_elsewhere["courier"],
        "integration": world.other_integration,
    }
    outcomes = {
        f"{route} as {name}": call(world, route, person)
        for route in OWN
        if route.who.name != "head_office"
        for name, person in others.items()
        if route.who.allows(caller_of(person), "")
    }
    assert outcomes
    none_of(wrong(outcomes, status=404))


def test_the_right_one_is_let_in(world: World):
    """The control: what the others are refused is there, and works for whom it is meant."""
    outcomes = {}
    for route in LET_IN:
        person = right_one(world, route)
        outcomes[f"{route} as {person.member.name}"] = call(world, route, person)
    shut = [
        f"{name}: {each}"
        for name, each in outcomes.items()
        if each.status in (401, 403) or each.status >= 500
    ]
    none_of(shut)
    unseen = [
        f"{route}: {each}"
        for route, each in zip(LET_IN, outcomes.values(), strict=True)
        if route.method == "GET" and each.status != 200 and route.path not in UNMADE
    ]
    none_of(unseen)


def wrong(outcomes: dict[str, Outcome], *, status: int) -> list[str]:
    return [f"{name}: {each}" for name, each in outcomes.items() if each.status != status or each.wrote]


def none_of(failures: list[str]) -> None:
    assert not failures, "\n" + "\n".join(failures)


def caller_of(person: Person) -> Any:
    from newretail.stores.api import authenticate

    return authenticate(person.http.get("/api/v1/stores").wsgi_request)


def right_one(world: World, route: Route) -> Person:
    if route.who.name == "integration:webhooks":
        return world.integration
    if route.who.name.startswith(("head_office", "integration:")):
        return world.head_office
    if route.who.name.startswith("staff:"):
        return fitting(route, world.staff)
    return world.staff["courier"] if "/trips/" in route.path else world.owner


def fitting(route: Route, staff: dict[str, Person]) -> Person:
    """Whose work this is, where it is only one role's; else the manager."""
    return staff[min(route.roles)] if len(route.roles) == 1 else staff["manager"]
