"""Promise 5: forged, stale, wrong-amount, wrong-seller notices change nothing. Rows are compared, not only the answer."""

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.apps import apps
from django.test import Client

from newretail.kernel import ids
from newretail.payments import api as payments
from newretail.payments.models import Notice, Payment
from tests.alipay_world import ALIPAY_KEY, OUR_KEY, STORE, World, ask, forge, open_world

ADDRESS = "/api/v1/payments/notices/alipay"
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FIELDS = (
    "notify_type", "app_id", "auth_app_id", "charset", "version", "sign_type", "trade_no", "out_trade_no",
    "trade_status", "total_amount", "seller_id", "subject", "gmt_create", "gmt_payment", "buyer_id",
    "buyer_logon_id", "receipt_amount", "buyer_pay_amount", "invoice_amount", "point_amount", "fund_bill_list",
    "notify_id", "notify_time", "sign",
)  # fmt: skip

HTTP = Client()
Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with open_world(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def letter(world: World) -> bytes:
    """A genuine notice of a payment that is still pending here."""
    world.pay(ask().qr_code)
    [genuine] = world.notices()
    assert {name for name, _ in parse_qsl(genuine.decode())} == set(FIELDS)
    return genuine


def rows(*, log: bool = True) -> Rows:
    models = [*apps.get_app_config("payments").get_models(), apps.get_model("kernel", "Event")]
    kept = [model for model in models if log or model is not Notice]
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in kept}


def post(body: bytes, *, content_type: str = "application/x-www-form-urlencoded") -> str:
    answer = HTTP.post(ADDRESS, data=body, content_type=content_type)
    assert answer.status_code == 200 and answer["content-type"].startswith("text/plain")
    return answer.content.decode()


def refuses(body: bytes) -> bool:
    before = rows()
    return post(body) == "failure" and rows() == before


def test_the_genuine_one_is_believed(letter: bytes) -> None:
    assert post(letter) == "success"
    assert Payment.objects.get().state == "captured"


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_can_be_touched(letter: bytes, field: str) -> None:
    value = dict(parse_qsl(letter.decode()))[field]
    for mutated in (value + "0", value[:-1], value[::-1] + "x", "", None, "\0", value + "&total_amount=0.01"):
        assert refuses(forge(letter, key=None, **{field: mutated})), (field, mutated)
    assert refuses(letter + b"&" + urlencode({field: value}).encode()), "twice"
    assert refuses(urlencode({field: "x"}).encode() + b"&" + letter), "twice, the false one first"


def test_no_field_can_be_added(letter: bytes) -> None:
    for name in ("refund_fee", "out_biz_no", "a", "passback_params"):
        assert refuses(forge(letter, key=None, **{name: "1"}))


def test_the_signature_of_others_is_none(letter: bytes) -> None:
    for key in (STRANGER, OUR_KEY):
        assert refuses(forge(letter, key=key))
    for sign in ("", "AAAA", base64.b64encode(bytes(256)).decode(), base64.b64encode(b"\xff" * 256).decode()):
        assert refuses(forge(letter, key=None, sign=sign))


def test_weaker_signatures_are_not_taken(letter: bytes) -> None:
    for kind in ("RSA", "MD5", "rsa2", "none"):
        assert refuses(forge(letter, key=ALIPAY_KEY, sign_type=kind))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("total_amount", ["12.29", "12.31", "0.01", "1230", "-12.30", "12.3e0", "", None]),
        ("seller_id", ["2088000000000000", ""]),
        ("app_id", ["2021000000000000", "", None]),
        ("out_trade_no", ["somebody-elses", "", None]),
        ("trade_no", ["", None]),
    ],
)
def test_what_alipay_signed_but_is_not_ours_is_logged_and_changes_nothing(
    letter: bytes, field: str, values: list[str | None]
) -> None:
    before = rows(log=False)
    for value in values:
        assert post(forge(letter, key=ALIPAY_KEY, **{field: value})) == "failure"
    assert rows(log=False) == before
    assert set(Notice.objects.values_list("verdict", "detail")) == {("mismatched", field)}


@pytest.mark.parametrize(
    "status", ["WAIT_BUYER_PAY", "TRADE_CLOSED", "TRADE_PENDING", "", "trade_success", None]
)
def test_only_success_and_finished_are_paid(letter: bytes, status: str | None) -> None:
    post(forge(letter, key=ALIPAY_KEY, trade_status=status))
    assert Payment.objects.get().state == "pending"
    assert payments.captured("order:1").amount == 0


def test_finished_is_paid(letter: bytes) -> None:
    assert post(forge(letter, key=ALIPAY_KEY, trade_status="TRADE_FINISHED")) == "success"
    assert Payment.objects.get().state == "captured"


def test_repeated_and_stale_ones_change_nothing(world: World, letter: bytes) -> None:
    assert post(letter) == "success"
    payments.refund(refund_id=ids.uuid7(), ref="order:1", store_id=STORE, amount=1230, reason="")
    world.duties()
    [after_refund] = world.notices()
    before = rows(log=False)
    for old in (
        letter,
        after_refund,
        letter,
        forge(letter, key=ALIPAY_KEY, notify_time="2020-01-01 00:00:00"),
    ):
        assert post(old) == "success"
    assert post(forge(letter, key=ALIPAY_KEY, trade_no="2020010122001")) == "failure", (
        "another trade of the same number"
    )
    assert rows(log=False) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"\xff\xfe",
        b"%ff=%ff",
        b"a" * 70_000,
        b"sign=&sign_type=RSA2",
        b"&" * 500,
        b"sign_type=RSA2",
    ],
)
def test_what_is_no_notice_is_refused(world: World, body: bytes) -> None:
    assert refuses(body)


def test_forms_of_other_kinds_are_refused(world: World, letter: bytes) -> None:
    before = rows()
    for kind in ("application/json", "multipart/form-data; boundary=x", "text/plain"):
        assert post(b"{}", content_type=kind) == "failure"
    assert rows() == before
