"""Promise 3, the part about money: one payment id, one charge, one answer."""

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from newretail.kernel import ids
from newretail.payments import api as payments
from newretail.payments import errors
from newretail.payments.models import Payment, Posting
from newretail.payments.open_drawer import open_drawer
from tests.alipay_world import STORE, World, ask, open_world, pay_in_cash, state_of

CASHIER = "mina"


@pytest.fixture
def world(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with open_world(tmp_path, monkeypatch) as made:
        yield made


def eight_times_at_once(call: object) -> list[object]:
    start, answers = threading.Barrier(8), []

    def run() -> None:
        try:
            start.wait(timeout=30)
            answers.append(call())  # type: ignore[operator]
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_qr_asked_for_eight_times_at_once_is_one_payment(world: World) -> None:
    number = ids.uuid7()
    answers = eight_times_at_once(lambda: ask(payment_id=number))
    assert len({repr(answer) for answer in answers}) == 1, answers
    world.pay(answers[0].qr_code)  # type: ignore[attr-defined]
    world.take_notices()
    assert state_of(number) == "captured" and world.seller_fen() == 1230


def test_a_code_scanned_eight_times_at_once_is_charged_once(world: World) -> None:
    number, code = ids.uuid7(), world.code()
    answers = eight_times_at_once(lambda: ask(payment_id=number, way="code", auth_code=code))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    world.live(6, step=3)
    assert state_of(number) == "captured" and Payment.objects.count() == 1
    assert world.seller_fen() == 1230 == payments.captured("order:1").amount
    assert ask(payment_id=number, way="code", auth_code=code).state == "captured"


def test_cash_taken_eight_times_at_once_is_taken_once(world: World) -> None:
    open_drawer(
        session_id=ids.uuid7(), store_id=STORE, drawer="K1", cashier=CASHIER, float_amount=0, currency="CNY"
    )
    number = ids.uuid7()
    answers = eight_times_at_once(lambda: cash(number))
    assert len({repr(answer) for answer in answers}) == 1, answers
    assert payments.captured("order:1").amount == 1_000 and payments.audit() == []


def test_a_refund_promised_eight_times_at_once_is_promised_once(world: World) -> None:
    ask(way="code", auth_code=world.code())
    number = ids.uuid7()
    answers = eight_times_at_once(lambda: give_back(number))
    assert len({repr(answer) for answer in answers}) == 1, answers
    world.duties()
    assert world.seller_fen() == 1_000
    assert Posting.objects.filter(cause="refund").count() == 1


def test_another_body_under_the_same_id_is_refused(world: World) -> None:
    open_drawer(
        session_id=ids.uuid7(), store_id=STORE, drawer="K1", cashier=CASHIER, float_amount=0, currency="CNY"
    )
    number = ids.uuid7()
    ask(payment_id=number)
    with pytest.raises(errors.PaymentMismatch) as refused:
        ask(payment_id=number, amount=1)
    assert refused.value.status == 422
    with pytest.raises(errors.PaymentMismatch):
        cash(number)
    assert Payment.objects.get().amount == 1230


def cash(payment_id: UUID) -> payments.PaymentView:
    return pay_in_cash(payment_id=payment_id, by=CASHIER)


def give_back(refund_id: UUID) -> list[payments.RefundView]:
    return payments.refund(refund_id=refund_id, ref="order:1", store_id=STORE, amount=230, reason="")
