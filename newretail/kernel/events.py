"""Facts in the past tense. Published in the transaction that makes them true, handled after it has committed."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson

from newretail.kernel import clock, sql
from newretail.kernel.ids import uuid7

_INSERT = """
INSERT INTO kernel_event (event_id, name, store_id, ref, body, occurred_at)
VALUES (%(event_id)s, %(name)s, %(store_id)s, %(ref)s, %(body)s::text::jsonb, %(at)s)
"""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all facts. Fields are JSON-simple. `name` on the wire is `<context>.<ClassName>`."""

    store_id: str = ""
    ref: str = ""

    name: ClassVar[str]
    kinds: ClassVar[dict[str, "type[Event]"]] = {}

    def __init_subclass__(cls) -> None:
        cls.name = f"{cls.__module__.split('.')[1]}.{cls.__name__}"
        Event.kinds[cls.name] = cls

    def body(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if key not in ("store_id", "ref")}


Handler = Callable[[Any], None]
_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)
EVERY = "*"


def row(event: Event) -> dict[str, Any]:
    """The outbox row of a fact, for statements that write it together with other rows."""
    return {
        "event_id": uuid7(),
        "name": event.name,
        "store_id": event.store_id,
        "ref": event.ref,
        "body": orjson.dumps(event.body()).decode(),
        "at": clock.now(),
    }


def publish(*facts: Event) -> None:
    """Put facts into the outbox, inside the caller's transaction: rolled back together, handled only after commit."""
    sql.run_all((_INSERT, row(fact)) for fact in facts)


def publish_last(*facts: Event) -> None:
    """As `publish`, but with the last writes of the transaction (see `sql.later`): no round trip of its own."""
    for fact in facts:
        sql.later(_INSERT, row(fact))


def subscribe(*kinds: type[Event]) -> Callable[[Handler], Handler]:
    """Handle these facts later, each in a transaction of its own, exactly once as far as the database is concerned."""

    def register(handler: Handler) -> Handler:
        for kind in kinds:
            _handlers[kind.name][_label(handler)] = handler
        return handler

    return register


def subscribe_to_every(handler: Handler) -> Handler:
    """Handle every fact; the handler gets the stored `models.Event` row."""
    _handlers[EVERY][_label(handler)] = handler
    return handler


def handlers_of(name: str) -> dict[str, Handler]:
    return _handlers.get(name, {})


def revive(*, name: str, store_id: str, ref: str, body: dict[str, Any]) -> Event:
    """The fact as it was published."""
    return Event.kinds[name](store_id=store_id, ref=ref, **body)


def _label(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"
