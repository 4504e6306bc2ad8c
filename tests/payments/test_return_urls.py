"""A wallet sends its customer back to us and to nobody else, and a payment code is not guessed."""

from datetime import timedelta

import pytest
from django.conf import LazySettings

from newretail.kernel import clock
from newretail.payments.back_to import refuse_elsewhere
from newretail.payments.errors import ReturnUrlElsewhere, TooManyCodes
from newretail.payments.rules import CODES_OF_A_PAYER, CODES_OF_A_SALE
from tests.alipay_world import World, ask

OURS = "https://shop.haru.example"


@pytest.fixture
def public(settings: LazySettings) -> None:
    settings.PUBLIC_URL, settings.SECURE = OURS, True
    settings.ALLOWED_HOSTS = ["shop.haru.example", ".stores.haru.example", "[2001:db8::1]", "*"]


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    "url",
    [
        f"{OURS}/shop/pay/1?x=2#y",
        f"{OURS}:443/",
        "https://pudong.stores.haru.example/a",
        "https://[2001:db8::1]/a",
        None,
    ],
)
def test_addresses_of_ours_are_gone_back_to(url: str | None) -> None:
    refuse_elsewhere(url)


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "http://shop.haru.example/",
        f"{OURS}.evil.example/",
        f"{OURS}@evil.example/",
        "https://evil.example\\@shop.haru.example/",
        "https://evil.example#@shop.haru.example/",
        "https://evil.example?@shop.haru.example/",
        "https://user@shop.haru.example/",
        "https:///evil.example",
        "https://[::1/",
        "https://evilstores.haru.example/",
        "javascript://shop.haru.example/%0aalert(1)",
    ],
)
def test_nobody_is_sent_elsewhere(url: str) -> None:
    with pytest.raises(ReturnUrlElsewhere):
        refuse_elsewhere(url)


def test_a_payment_that_would_lead_elsewhere_is_not_opened(world: World) -> None:
    with pytest.raises(ReturnUrlElsewhere):
        ask(way="wap", return_url="https://evil.example/thanks")


def test_codes_are_not_tried_without_end_for_one_sale(world: World) -> None:
    for _ in range(CODES_OF_A_SALE):
        assert ask(way="code", auth_code="280000000000000000").state == "failed"
    with pytest.raises(TooManyCodes):
        ask(way="code", auth_code="280000000000000001")
    assert ask(way="qr").state == "pending", "another way to pay stays open"
    clock.advance_to(clock.now() + timedelta(minutes=11))
    assert ask(way="code", auth_code="280000000000000002").state == "failed"


def test_codes_are_not_tried_without_end_by_one_payer(world: World) -> None:
    for number in range(CODES_OF_A_PAYER):
        ask(way="code", auth_code="280000000000000000", ref=f"order:{number}", payer="member:1")
    with pytest.raises(TooManyCodes):
        ask(way="code", auth_code="280000000000000000", ref="order:x", payer="member:1")
