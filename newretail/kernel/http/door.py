"""A router whose every route declares who may call it."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import ninja
from ninja.decorators import decorate_view
from ninja.utils import contribute_operation_callback

from newretail.kernel import errors
from newretail.kernel.errors import Refusal
from newretail.kernel.http.guard import Guard
from newretail.kernel.http.needs import Needs, declare_route
from newretail.kernel.http.once import HEADER
from newretail.kernel.http.once import once as run_once
from newretail.kernel.who import ANYONE, Who

View = TypeVar("View", bound=Callable[..., Any])

_ALWAYS: tuple[type[Refusal], ...] = (
    errors.Invalid,
    errors.TokenNotGood,
    errors.TooManyRequests,
    errors.Unavailable,
    errors.Overloaded,
)
_WHERE_IT_CHANGES: tuple[type[Refusal], ...] = (errors.Busy, errors.BodyTooLarge)
_KEY_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "Made by the client, one for each thing to be done; a retry carries the same one.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]+$"},
    "example": "0193a1b2-7c00-7000-8000-00000000c0de",
}


class Door(ninja.Router):
    """`who` is obligatory. `once=True`: the route needs an Idempotency-Key and is one transaction with its idempotency record.

    `waits=True`: it may wait for somebody else's network or work long, and takes a thread of the outward pool; `draws=True`: it draws pictures.
    `body_limit`: bytes that it may be sent, where that is more than the house's limit. A view's name is the operation's id: a verb with its object, used once in the whole house. `errors` lists the refusals worth documenting; those of every route are added.
    """

    def get(self, path: str, **options: Any) -> Callable[[View], View]:
        return self._route("GET", path, **options)

    def post(self, path: str, **options: Any) -> Callable[[View], View]:
        return self._route("POST", path, **options)

    def put(self, path: str, **options: Any) -> Callable[[View], View]:
        return self._route("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> Callable[[View], View]:
        return self._route("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> Callable[[View], View]:
        return self._route("DELETE", path, **options)

    def _route(
        self,
        method: str,
        path: str,
        *,
        who: Who,
        once: bool = False,
        waits: bool = False,
        draws: bool = False,
        body_limit: int | None = None,
        response: Any = None,
        errors: Sequence[type[Refusal]] = (),
        **options: Any,
    ) -> Callable[[View], View]:
        assert not who.needs_store or "{store_id}" in path, f"{path} has no store for {who.name}"
        guard = Guard(who)
        needs = Needs(
            waits=waits,
            draws=draws,
            body_limit=body_limit,
            knock=guard.look if body_limit is not None else None,
        )
        declare_route(method, path, needs)
        extra = dict(options.pop("openapi_extra", {}))
        if once:
            extra["parameters"] = [*extra.get("parameters", ()), _KEY_PARAMETER]
        extra["x-who"] = who.name
        extra["security"] = [] if who is ANYONE else [{"bearer": []}, {"session": []}]
        extra["responses"] = _documented(method, who, once, errors, path=path) | extra.get("responses", {})

        def register(view: View) -> View:
            wrapped = decorate_view(run_once(guard))(view) if once else view
            contribute_operation_callback(wrapped, guard.learn_parameters)
            self.add_api_operation(
                path,
                [method],
                wrapped,
                auth=guard,
                response=response,
                openapi_extra=extra,
                operation_id=view.__name__,
                **options,
            )
            return view

        return register


def _documented(
    method: str, who: Who, once: bool, refusals: Sequence[type[Refusal]], *, path: str
) -> dict[int, Any]:
    every = [*_ALWAYS, *(_WHERE_IT_CHANGES if method != "GET" else ()), *refusals]
    if "{" in path:
        every.append(errors.NotFound)  # what the path names may not be there
    if who is not ANYONE:
        every += [
            errors.SignInNeeded,
            errors.NotAllowed,
            errors.SecondFactorNeeded,
        ]
    if once:
        every += [errors.KeyNeeded, errors.KeyReused]
    by_status: dict[int, list[type[Refusal]]] = {}
    for refusal in (kind for each in every for kind in _kinds_of(each)):
        if refusal not in by_status.setdefault(refusal.status, []):
            by_status[refusal.status].append(refusal)
    return {
        status: {
            "description": " · ".join(f"`{each.code}` {_words(each)}" for each in kinds),
            "content": {
                "application/problem+json": {
                    "schema": _problem(kinds),
                    "examples": {each.code: {"value": _example(each)} for each in kinds},
                }
            },
        }
        for status, kinds in by_status.items()
    }


def _kinds_of(refusal: type[Refusal]) -> list[type[Refusal]]:
    """Itself; of one without a code of its own, which only stands for a family, all that are."""
    if hasattr(refusal, "code"):
        return [refusal]
    return [kind for each in refusal.__subclasses__() for kind in _kinds_of(each)]


def _problem(kinds: Sequence[type[Refusal]]) -> dict[str, Any]:
    """A problem with one of these codes, so that a program made from the description can tell them apart."""
    codes = {
        "type": "object",
        "properties": {"code": {"type": "string", "enum": [each.code for each in kinds]}},
    }
    return {"allOf": [{"$ref": "#/components/schemas/ProblemOut"}, codes]}


def _example(refusal: type[Refusal]) -> dict[str, Any]:
    return {
        "type": f"urn:newretail:problem:{refusal.code}",
        "title": refusal.code,
        "status": refusal.status,
        "code": refusal.code,
        "detail": _words(refusal),
    }


def _words(refusal: type[Refusal]) -> str:
    """What it says, with an ellipsis for what differs from case to case."""
    return re.sub(r"\{\w+\}", "…", refusal.text.en)
