import threading
from collections.abc import Iterator

import pytest

from tests.alipay_merchant import (
    NOON,
    Merchant,
    Shop,
    running_gateway,
)


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    with running_gateway() as merchant:
        merchant.put("/clock", now=NOON)
        yield merchant
        merchant.books_balance()


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop() as shop:
        thread = threading.Thread(target=shop.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield shop
        shop.shutdown()
