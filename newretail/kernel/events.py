"""Facts in the past tense. Published in the transaction that makes them true, handled after it has committed.

A fact has a name on the wire, such as `bell.rang`: a subject, a dot, what became of it. The name is the class's own, said where the
fact is declared, so a class or a file may be renamed and moved without anybody outside noticing. A handler has a name for
the same reason: what failed is put aside under it.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson

from newretail.kernel import clock, sql
from newretail.kernel.ids import uuid7
from newretail.kernel.pipe import Asked

NAME = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
EVERY = "*"

_APPEND = """
INSERT INTO kernel_event (event_id, name, store_id, ref, body, occurred_at)
VALUES (%(event_id)s, %(name)s, %(store_id)s, %(ref)s, %(body)s::text::jsonb, %(at)s)
"""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all facts. Fields are JSON-simple.

    name: on the wire, stable, said once in the whole house; a class without one cannot be declared.
    lasts: kept when the month it happened in is forgotten (`kernel.months`): what a story or an audit needs later.
    """

    store_id: str = ""
    ref: str = ""

    name: ClassVar[str]
    lasts: ClassVar[bool] = False
    kinds: ClassVar[dict[str, "type[Event]"]] = {}

    def __init_subclass__(cls) -> None:
        name = cls.__dict__.get("name", "")
        if not NAME.fullmatch(name):
            raise TypeError(f'{cls.__qualname__} needs a name on the wire, such as name = "bell.rang"')
        if name in Event.kinds:
            raise TypeError(f"{cls.__qualname__} and {Event.kinds[name].__qualname__} are both called {name}")
        Event.kinds[name] = cls

    def body(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if key not in ("store_id", "ref")}


Handler = Callable[[Any], None]
_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)


def publish(*facts: Event) -> None:
    """Put facts into the outbox, inside the caller's transaction: rolled back together, handled only after commit."""
    sql.run_all((_APPEND, _row(fact)) for fact in facts)


def publish_last(*facts: Event) -> None:
    """As `publish`, in the round trip that ends a hot use case (`sql.later`)."""
    for fact in facts:
        sql.later(_APPEND, _row(fact))


def to_publish(*facts: Event) -> list[Asked]:
    """As `publish`, for a caller that sends them in the round trip of a statement of its own (`sql.fetch(..., after=)`)."""
    return [(_APPEND, _row(fact)) for fact in facts]


def subscribe(*kinds: type[Event], name: str) -> Callable[[Handler], Handler]:
    """Handle these facts later, each in a transaction of its own, exactly once as far as the database is concerned.

    Facts of one `ref` come one after another, as they were published; while one of them has failed here, the later ones of its ref wait behind it. `name`
    stays as it is for as long as the handler lives, wherever it moves: room and deed, such as `members.end_sessions`.
    """

    def register(handler: Handler) -> Handler:
        for kind in kinds:
            _register(kind.name, name, _reviving(handler))
        return handler

    return register


def subscribe_to_every(*, name: str) -> Callable[[Handler], Handler]:
    """Handle every fact; the handler gets the stored `models.Event` row."""

    def register(handler: Handler) -> Handler:
        _register(EVERY, name, handler)
        return handler

    return register


def unsubscribe(name: str) -> None:
    """A handler that is not to be called any more, as after a test."""
    for handlers in _handlers.values():
        handlers.pop(name, None)


def handlers_of(fact_name: str) -> dict[str, Handler]:
    """The handlers of such a fact by their names, those of every fact last. They take the stored row."""
    return _handlers.get(fact_name, {}) | _handlers.get(EVERY, {})


def hears(handler: str, fact_name: str) -> bool:
    """Is there a handler of this name that takes such facts?"""
    return handler in handlers_of(fact_name)


def who_hears_what() -> dict[str, list[str]]:
    """Every (fact, handler) there is, as two columns for a statement; fact `*` is all of them."""
    pairs = sorted((fact, handler) for fact, handlers in _handlers.items() for handler in handlers)
    return {"facts": [fact for fact, _ in pairs], "handlers": [handler for _, handler in pairs]}


def revive(*, name: str, store_id: str, ref: str, body: dict[str, Any]) -> Event:
    """The fact as it was published."""
    return Event.kinds[name](store_id=store_id, ref=ref, **body)


def _register(fact_name: str, name: str, handler: Handler) -> None:
    if not NAME.fullmatch(name):
        raise TypeError(f"{name!r} is no name for a handler; one is called room.deed")
    if name in _handlers[fact_name]:
        raise TypeError(f"two handlers of {fact_name} are called {name}")
    _handlers[fact_name][name] = handler


def _reviving(handler: Handler) -> Handler:
    def handle(row: Any) -> None:
        handler(revive(name=row.name, store_id=row.store_id, ref=row.ref, body=row.body))

    return handle


def _row(event: Event) -> dict[str, Any]:
    return {
        "event_id": uuid7(),
        "name": event.name,
        "store_id": event.store_id,
        "ref": event.ref,
        "body": orjson.dumps(event.body()).decode(),
        "at": clock.now(),
    }
