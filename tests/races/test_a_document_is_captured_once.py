"""The same document told twice at once is received once. Without the unique event id both of them come into stock."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection

from newretail.catalog import api as catalog
from newretail.inventory import api as inventory
from newretail.kernel import clock
from newretail.traceability import capture_document as capturing
from newretail.traceability.errors import DocumentRefused
from newretail.traceability.models import Capture, CapturedEvent
from tests.fulfilment.floor import Floor
from tests.stock_room import standing_clock

pytestmark = pytest.mark.django_db(transaction=True)
WAITS_SECONDS = 0.5
"""So long the first one stands between what it has read and what it writes; well below the time after which a lock is given up."""


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    with standing_clock(tmp_path):
        yield Floor()


@pytest.fixture(autouse=True)
def both_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    both_have_read, hear = Barrier(2), capturing._hear

    def hear_and_wait(events: Any) -> Any:
        heard = hear(events)
        with suppress(BrokenBarrierError):
            both_have_read.wait(timeout=WAITS_SECONDS)
        return heard

    monkeypatch.setattr(capturing, "_hear", hear_and_wait)


def receipt(floor: Floor, *, lot: str = "P1", event_id: str = "", quantity: int = 6) -> dict[str, Any]:
    gtin = catalog.normalise(catalog.sku_card(floor.apple).gtin or "")
    return {
        "type": "ObjectEvent",
        "eventID": event_id or f"urn:uuid:{uuid4()}",
        "eventTime": clock.now().isoformat(),
        "eventTimeZoneOffset": "+09:00",
        "action": "OBSERVE",
        "bizStep": "receiving",
        "bizLocation": {"id": f"{settings.PUBLIC_URL}/stores/{floor.store_id}"},
        "quantityList": [{"epcClass": f"https://id.gs1.org/01/{gtin}/10/{lot}", "quantity": quantity}],
    }


def told_at_once(*documents: list[dict[str, Any]]) -> list[UUID | str]:
    """What came of documents that partners tell in the same moment, each on a connection of its own."""

    def one(events: list[dict[str, Any]]) -> UUID | str:
        try:
            return capturing.capture_document(events, by="test")
        except DocumentRefused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, documents))


def on_hand(floor: Floor) -> int:
    return inventory.stock_of(store_id=floor.store_id, sku_id=floor.apple).on_hand


def test_the_same_document_twice_at_once_is_one_receipt(floor: Floor) -> None:
    before, document = on_hand(floor), [receipt(floor), receipt(floor, lot="P2", quantity=4)]
    one, other = told_at_once(document, document)
    assert one == other and Capture.objects.get().id == one
    assert on_hand(floor) == before + 10 and CapturedEvent.objects.count() == 2


def test_two_documents_that_share_events_in_another_order_receive_each_once(floor: Floor) -> None:
    before, shared, one, other = (
        on_hand(floor),
        receipt(floor),
        receipt(floor, lot="A"),
        receipt(floor, lot="B"),
    )
    told = told_at_once([shared, one], [other, shared])
    assert len(set(told)) == 2 and "epcis_document_refused" not in told
    assert on_hand(floor) == before + 18 and CapturedEvent.objects.count() == 3


def test_one_id_with_two_meanings_at_once_is_taken_once_and_refused_once(floor: Floor) -> None:
    before, first = on_hand(floor), receipt(floor)
    second = receipt(floor, event_id=first["eventID"], quantity=7)
    told = told_at_once([first], [second])
    assert told.count("epcis_document_refused") == 1 and Capture.objects.count() == 1
    assert on_hand(floor) in (before + 6, before + 7)


def test_the_same_race_receives_twice_without_the_unique_id(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'traceability_capturedevent'::regclass AND contype = 'u'"
        )
        [[name]] = cursor.fetchall()
        cursor.execute(f'ALTER TABLE traceability_capturedevent DROP CONSTRAINT "{name}"')
    try:
        before, document = on_hand(floor), [receipt(floor)]
        told_at_once(document, document)
        assert on_hand(floor) == before + 12
    finally:
        CapturedEvent.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                f'ALTER TABLE traceability_capturedevent ADD CONSTRAINT "{name}" UNIQUE (event_id)'
            )
