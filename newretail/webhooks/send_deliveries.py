"""Send what is due. The network is only touched by threads that hold no connection, no lock and no transaction."""

import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import orjson
from django.db import transaction

from newretail.kernel import clock, events, sql
from newretail.kernel.failpoints import reach
from newretail.kernel.signing_keys import believed_keys
from newretail.webhooks import rules
from newretail.webhooks.events import EndpointSwitchedOff
from newretail.webhooks.models import Attempt, Delivery, Endpoint, OffReason
from newretail.webhooks.post import Answer, post

AT_ONCE = 16
AT_ONCE_EACH = 4
"""Messages on their way at once, in all and to one receiver."""
WAIT_SECONDS = 0.2
"""How long a sweep waits for what it has just sent: quick receivers are done with then, slow ones are looked at next time."""

_DUE = sql.load(__file__, "due.sql")
_senders = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks")
_on_their_way: dict[int, Future[Answer]] = {}


def send_deliveries() -> int:
    """Note what has been answered, send what is due, and return how many deliveries were answered.

    A process that dies here leaves its deliveries waiting: they are sent again, with the same event id.
    """
    answered = _note_answers()
    sent = [_send(row) for row in _due()]
    if sent:
        wait(sent, timeout=WAIT_SECONDS)
        answered += _note_answers()
    return answered


def _due() -> Iterable[Any]:
    room = AT_ONCE - len(_on_their_way)
    if room <= 0:
        return ()
    busy = list(_on_their_way)
    return sql.fetch(_DUE, {"now": clock.now(), "busy": busy, "most": room, "most_each": AT_ONCE_EACH})


def _send(row: Any) -> Future[Answer]:
    body = payload(row)
    headers = {
        "Host": host_of(row.url),
        "Content-Type": "application/json",
        "User-Agent": "newretail-webhooks",
        **rules.signed_headers(
            message_id=str(row.event_id),
            sent_at_seconds=int(time.time()),  # the receiver's clock is not ours to drive
            body=body,
            secrets=secrets_of(row),
        ),
    }
    future = _senders.submit(post, row.url, body=body, headers=headers)
    _on_their_way[row.id] = future
    return future


def payload(row: Any) -> bytes:
    """The message: the fact as it was published, its id and its place in the order of facts.

    `type`, `timestamp` (when it happened, on the store's clock) and `data` are the names of Standard Webhooks.
    """
    return orjson.dumps(
        {
            "id": row.event_id,
            "type": row.name,
            "timestamp": row.occurred_at,
            "position": row.position,
            "store_id": row.store_id,
            "ref": row.ref,
            "data": orjson.Fragment(row.body),
        }
    )


def secrets_of(row: Any) -> list[str]:
    turns = rules.turns_in_force(turn=row.turn, turned_at=row.turned_at, at=clock.now())
    return [
        rules.secret(key=key.decode(), endpoint_id=row.endpoint_id, turn=turn)
        for turn in turns
        for key in believed_keys()
    ]


def host_of(url: str) -> str:
    return url.split("/", 3)[2].partition("?")[0]


def _note_answers() -> int:
    done = [delivery_id for delivery_id, future in _on_their_way.items() if future.done()]
    for delivery_id in done:
        reach("webhooks.before_noting")
        _note(delivery_id, _on_their_way[delivery_id].result())
        del _on_their_way[delivery_id]
    return len(done)


@transaction.atomic
def _note(delivery_id: int, answer: Answer) -> None:
    delivery = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if delivery is None:  # its webhook was removed meanwhile
        return
    now = clock.now()
    delivery.attempts += 1
    delivery.tries_left = max(delivery.tries_left - 1, 0)
    Attempt.objects.create(
        delivery=delivery,
        number=delivery.attempts,
        at=now,
        status=answer.status,
        milliseconds=answer.milliseconds,
        answer=answer.snippet,
        cause=answer.cause,
        detail=answer.detail,
    )
    taken = rules.is_taken(answer.status)
    if taken:
        delivery.state, delivery.delivered_at = Delivery.State.DELIVERED, now
    elif not delivery.tries_left:
        delivery.state = Delivery.State.FAILED
    else:
        delivery.next_at = now + rules.wait_after(rules.TRIES - delivery.tries_left)
    delivery.save(update_fields=["state", "attempts", "tries_left", "next_at", "delivered_at"])
    _judge(delivery.endpoint_id, taken=taken, gone=answer.status == rules.GONE)


def _judge(endpoint_id: Any, *, taken: bool, gone: bool) -> None:
    """Remember since when a receiver fails; switch it off when it says so, or when it has failed for too long."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).get(id=endpoint_id)
    now = clock.now()
    if taken:
        if endpoint.failing_since is not None:
            endpoint.failing_since = None
            endpoint.save(update_fields=["failing_since"])
        return
    endpoint.failing_since = endpoint.failing_since or now
    if endpoint.active and (gone or now - endpoint.failing_since >= rules.PATIENCE):
        endpoint.switch_off(OffReason.GONE if gone else OffReason.FAILING)
        events.publish(
            EndpointSwitchedOff(ref=endpoint.ref, label=endpoint.label, reason=endpoint.off_reason)
        )
    endpoint.save(update_fields=["failing_since", "active", "off_reason"])
