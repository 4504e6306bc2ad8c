from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.fulfilment.floor import Floor
from tests.stock_room import standing_clock


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with standing_clock(tmp_path):
        yield


@pytest.fixture
def floor(db: None) -> Floor:
    """A store with two zones, six products with prices and stock, and people who work there."""
    return Floor()


Call = Callable[..., Any]


@pytest.fixture
def call(floor: Floor) -> Call:
    """call(member, method, path under the store, body) -> (status, JSON)"""
    tokens: dict[UUID | None, str] = {None: ""}
    client = Client()

    def ask(
        who: UUID | None, method: str, path: str, body: Any = None, *, key: str = "", language: str = "en"
    ) -> Any:
        if who not in tokens:
            tokens[who] = floor.token(who)
        headers = {"accept-language": language, "idempotency-key": key or str(uuid4())}
        if who:
            headers["authorization"] = f"Bearer {tokens[who]}"
        address = f"/api/v1/stores/{floor.store_id}/{path}"
        if method == "GET":
            answer = client.get(address, headers=headers)
        else:
            answer = client.post(address, data=body or {}, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    return ask
