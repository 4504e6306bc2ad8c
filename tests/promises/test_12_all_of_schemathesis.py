"""Promise 12, with other people's eyes: Schemathesis with all its checks, against a server that runs, with real callers.

The suite sends what it can within seconds: each route's own examples, then requests that are made up. With
`--schemathesis-examples=20` it goes through all phases to their end: each value at and beyond each of its bounds, so many requests made up
for each route, and what follows from what.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.transport import Response
from schemathesis.engine import events, from_schema
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.schemas import BaseSchema

from newretail.members import api as members
from tests.one_of_everything import World
from tests.promises.live_house import House, live_house, token_of

Case = schemathesis.Case


@dataclass(frozen=True)
class Right:
    """Where a check contradicts what is right, and why."""

    failure: type[Failure]
    at: Callable[[Case, Response], bool]
    why: str

    def holds(self, failure: Failure, case: Case, response: Response) -> bool:
        return isinstance(failure, self.failure) and self.at(case, response)


def has(name: str) -> Callable[[Case, Response], bool]:
    """The request has this parameter, and it is what the refusal is about."""
    return lambda case, response: name in (case.query or {}) and name.encode() in response.content


def is_about_more_than_form(case: Case, response: Response) -> bool:
    return response.status_code == 422 and code_of(response) not in ("", "invalid")


RIGHT = (
    Right(
        RejectedPositiveData,
        is_about_more_than_form,
        "a 422 is the answer to a request that is well formed and cannot be carried out (RFC 9110, 15.5.21): a tender that is not "
        "taken, an end in the past. Its code says which; only `invalid` speaks of the form, and is a failure here",
    ),
    Right(
        RejectedPositiveData,
        has("cursor"),
        "a cursor is made by the page before and opaque: the description cannot tell which there are",
    ),
    Right(
        RejectedPositiveData,
        has("before"),
        "`before` is the id of the last row of the page before: one that is no row of the list is refused",
    ),
)
"""The failures that are none, each with its reason. There is no other list."""
SECONDS_IN_THE_SUITE = 20
"""It stops then, wherever it stands; asked for more, it goes on to its end."""
ENDS_ITS_CALLER = ("/api/v1/me", "/api/v1/sessions", "/api/v1/sign-out")


def code_of(response: Response) -> str:
    """The code of a problem document, else nothing."""
    try:
        return str(orjson.loads(response.content)["code"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return ""


@pytest.mark.django_db(transaction=True)
def test_schemathesis_finds_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    callers = Callers(World())
    with without_hooks(), live_house(tmp_path) as house:
        examples = request.config.getoption("--schemathesis-examples")
        schema = described(house, callers, examples=examples)
        run = Run()
        for event in from_schema(schema).execute():
            run.note(event)
    assert not run.failed, f"{len(run.failed)}:\n" + "\n".join(run.failed)
    assert len(run.answered) > (120 if examples else 5), (
        "so many operations were reached and did what they are for"
    )


@contextmanager
def without_hooks() -> Iterator[None]:
    """What is hooked meanwhile, tests that follow know nothing of."""
    yield
    schemathesis.hooks.unregister_all()


class Callers:
    """A token for whoever may call an operation; one of many for what ends the sign-in of its caller."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._of_staff = {role: token_of(person) for role, person in world.staff.items()}
        self._head_office, self._owner = token_of(world.head_office), token_of(world.owner)
        self._spare = itertools.cycle([f"Bearer {members.open_guest()[1]}" for _ in range(60)])

    def token(self, operation: dict[str, Any], path: str) -> str:
        who = str(operation["x-who"])
        if path.startswith(ENDS_ITS_CALLER):
            return next(self._spare)
        if who.startswith("staff:") and (roles := who.removeprefix("staff:").split(","))[0]:
            return self._of_staff.get(roles[0], self._of_staff["manager"])
        if who == "staff:":
            return self._of_staff["manager"]
        return self._owner if who in ("signed_in", "known", "member", "person") else self._head_office


def described(house: House, callers: Callers, *, examples: int) -> BaseSchema:
    config = SchemathesisConfig(seed=1, max_time=None if examples else SECONDS_IN_THE_SUITE)
    schema = schemathesis.openapi.from_url(
        f"http://127.0.0.1:{house.port}/api/v1/openapi.json", config=config
    )
    generation = schema.config.generation
    generation.max_examples, generation.deterministic, generation.no_shrink = max(examples, 1), True, True
    for phase in (schema.config.phases.coverage, schema.config.phases.stateful):
        phase.enabled = examples > 0
    things = {
        name: value if isinstance(value, int) else str(value) for name, value in callers.world.named.items()
    }
    things["store_id"] = callers.world.here.store
    schema.config.parameters |= {f"path.{name}": value for name, value in things.items()}

    @schema.auth(refresh_interval=None)
    class Token:
        def get(self, case: Case, context: Any) -> str:
            return callers.token(case.operation.definition.raw, case.path)

        def set(self, case: Case, data: str, context: Any) -> None:
            case.headers["Authorization"] = data

    @schemathesis.hook
    def before_call(context: Any, case: Case, kwargs: dict[str, Any]) -> None:
        """A client makes a new key for each thing that it wants done; the tool has the one of the example."""
        is_spoilt = case.meta is not None and case.meta.is_negative_at(ParameterLocation.HEADER)
        if "Idempotency-Key" in (case.headers or {}) and not is_spoilt:
            case.headers["Idempotency-Key"] = str(uuid4())

    @schema.hook
    def filter_failure(context: Any, failure: Failure, case: Case, response: Response) -> bool:
        return not any(each.holds(failure, case, response) for each in RIGHT)

    return schema


class Run:
    """What a run has found. `answered`: the operations that did once what they are for."""

    def __init__(self) -> None:
        self.failed: dict[str, None] = {}
        self.answered: set[str] = set()

    def note(self, event: events.EngineEvent) -> None:
        if isinstance(event, events.NonFatalError | events.FatalError):
            self.failed[
                f"{getattr(event, 'label', '')}: {event.info if hasattr(event, 'info') else event}"
            ] = None
        if not isinstance(event, events.ScenarioFinished):
            return
        recorder = event.recorder
        for case_id, interaction in recorder.interactions.items():
            if interaction.response is not None and interaction.response.status_code < 300:
                self.answered.add(recorder.cases[case_id].value.operation.label)
        for line in failures(recorder):
            self.failed[line] = None


def failures(recorder: Any) -> Iterator[str]:
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                interaction = recorder.interactions.get(case_id)
                answer = interaction.response.content[:300] if interaction and interaction.response else b""
                said = " ".join(str(check.failure_info.failure).split())[:400]
                yield f"{recorder.cases[case_id].value.operation.label} {check.name}: {said} <- {check.failure_info.code_sample[:500]} -> {answer!r}"
