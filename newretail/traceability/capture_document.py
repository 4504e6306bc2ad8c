"""A partner tells that goods were received at a store of ours: each event becomes a receipt, once; all of a document or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from newretail.inventory import api as inventory
from newretail.kernel.errors import Refusal
from newretail.traceability import errors, queries
from newretail.traceability.errors import DocumentRefused, Unfit
from newretail.traceability.hear_event import Heard, hear_event
from newretail.traceability.models import Capture, CapturedEvent

MOST_EVENTS = 100
Faults = dict[int, str]
"""Reasons by the number of the event."""


@transaction.atomic
def capture_document(events: Sequence[Mapping[str, Any]], *, by: str) -> UUID:
    """Returns the id of the capture; of the earlier one where every event had been taken before.

    Raises DocumentRefused with the reason for each event that cannot be taken; then nothing is changed.
    """
    if not 1 <= len(events) <= MOST_EVENTS:
        raise DocumentRefused(first=Unfit(errors.NO_EVENTS, most=MOST_EVENTS).say(), events=[])
    heard = _hear(events)
    capture = Capture.objects.create(by=by)
    rows = _keep(heard, capture=capture)
    fresh = [each for each in heard if rows[each.event_id].capture_id == capture.id]
    if not fresh:
        capture.delete()
        return rows[heard[0].event_id].capture_id
    _receive(fresh, rows=rows, heard=heard, by=by)
    return capture.id


def _hear(events: Sequence[Mapping[str, Any]]) -> list[Heard]:
    heard, faults = [], Faults()
    for number, said in enumerate(events):
        try:
            heard.append(hear_event(said))
        except Unfit as unfit:
            faults[number] = unfit.say()
    _refuse(faults, names=[errors.shown(said.get("eventID", "")) for said in events])
    times = Counter(each.event_id for each in heard)
    for number, each in enumerate(heard):
        if times[each.event_id] > 1:
            faults[number] = Unfit(errors.TOLD_TWICE).say()
        elif each.store_id != heard[0].store_id:
            faults[number] = Unfit(errors.ANOTHER_STORE).say()
        elif queries.is_ours(each.event_id):
            faults[number] = Unfit(errors.OURS).say()
    _refuse(faults, names=[each.event_id for each in heard])
    return heard


def _keep(heard: Sequence[Heard], *, capture: Capture) -> dict[str, CapturedEvent]:
    """The rows of these events, ours or those of an earlier document. Two documents at once with the same event meet here."""
    fresh = [
        CapturedEvent(
            capture=capture,
            event_id=each.event_id,
            event_time=each.event_time,
            offset=each.offset,
            fingerprint=each.fingerprint,
        )
        for each in sorted(heard, key=lambda each: each.event_id)
    ]
    CapturedEvent.objects.bulk_create(fresh, ignore_conflicts=True)
    found = CapturedEvent.objects.filter(event_id__in=[each.event_id for each in heard])
    rows = {row.event_id: row for row in found}
    faults = {
        number: Unfit(errors.SAID_OTHERWISE).say()
        for number, each in enumerate(heard)
        if rows[each.event_id].fingerprint != each.fingerprint
    }
    _refuse(faults, names=[each.event_id for each in heard])
    return rows


def _receive(
    fresh: Sequence[Heard], *, rows: Mapping[str, CapturedEvent], heard: Sequence[Heard], by: str
) -> None:
    inventory.make_ready(
        store_id=fresh[0].store_id, sku_ids={line.sku_id for each in fresh for line in each.lines}
    )
    faults = Faults()
    for each in fresh:
        try:
            ref = rows[each.event_id].ref
            inventory.receive(store_id=each.store_id, lines=each.lines, by=by, ref=ref)
        except Refusal as refusal:
            faults[heard.index(each)] = refusal.say()
    _refuse(faults, names=[each.event_id for each in heard])


def _refuse(faults: Faults, *, names: Sequence[str]) -> None:
    if faults:
        told = [
            {"event": number, "eventID": names[number], "reason": reason}
            for number, reason in sorted(faults.items())
        ]
        raise DocumentRefused(first=told[0]["reason"], events=told)
