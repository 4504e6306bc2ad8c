"""Promise 6: refunds never exceed the capture, and a retry never refunds twice, whatever the network does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from newretail.kernel import ids
from newretail.payments import api as payments
from newretail.payments import errors
from newretail.payments.models import Payment, Refund
from newretail.payments.open_drawer import open_drawer
from newretail.payments.resume_refund import pay_refund_in_cash, resend_refund
from tests.alipay_world import STORE, World, ask, open_world, pay_in_cash

CASHIER = "mina"
AMOUNTS = st.integers(1, 3_000)
DUE = 10**9
"""What the sale comes to: more than is ever paid here."""
FAULTS = st.sampled_from([
    {"drop_response": {"count": 1, "method": "alipay.trade.refund"}},
    {"drop_response": {"count": 2, "method": "alipay.trade.fastpay.refund.query"}},
    {"error_after_work": {"count": 1, "method": "alipay.trade.refund"}},
    {"error_rate": {"count": 2, "method": "alipay.trade.refund"}},
    {"drop_response": {"probability": 0.5}, "error_after_work": {"probability": 0.3}},
    {},
])  # fmt: skip


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with open_world(tmp_path, monkeypatch) as made:
        yield made


class Refunds(RuleBasedStateMachine):
    """One sale, paid in parts by Alipay and in cash, given back in parts, over a network that fails."""

    world: World

    @initialize()
    def open_sale(self) -> None:
        self.ref = f"order:{ids.uuid7()}"
        self.world.faults()
        self.seller_before = self.world.seller_fen()
        self.asked: dict[UUID, int] = {}

    @rule(amount=AMOUNTS)
    def pay_by_alipay(self, amount: int) -> None:
        self.world.faults()
        assert (
            ask(ref=self.ref, amount=amount, due=DUE, way="code", auth_code=self.world.code()).state
            == "captured"
        )

    @rule(amount=AMOUNTS)
    def pay_in_cash(self, amount: int) -> None:
        pay_in_cash(by=CASHIER, ref=self.ref, amount=amount, due=DUE)

    @rule(amount=AMOUNTS)
    def refund(self, amount: int) -> None:
        left = (payments.captured(self.ref) - payments.refunded(self.ref)).amount
        number = ids.uuid7()
        try:
            parts = payments.refund(refund_id=number, ref=self.ref, store_id=STORE, amount=amount, reason="")
        except errors.RefundTooHigh as refused:
            assert amount > left == refused.details["left"]
        else:
            assert amount <= left and sum(part.amount for part in parts) == amount
            self.asked[number] = amount

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def refund_again_under_the_same_number(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.asked)))
        before = payments.refunded(self.ref)
        payments.refund(refund_id=number, ref=self.ref, store_id=STORE, amount=self.asked[number], reason="")
        with pytest.raises(errors.RefundMismatch):
            payments.refund(
                refund_id=number, ref=self.ref, store_id=STORE, amount=self.asked[number] + 1, reason=""
            )
        assert payments.refunded(self.ref) == before

    @rule(amount=AMOUNTS)
    def settle(self, amount: int) -> None:
        left = payments.prepaid(self.ref).amount
        if amount > left:
            with pytest.raises(errors.SettlementTooHigh):
                payments.settle(ref=self.ref, store_id=STORE, amount=amount)
        else:
            payments.settle(ref=self.ref, store_id=STORE, amount=amount)

    @rule()
    def hand_out_cash(self) -> None:
        for refund in payments.refunds(store_id=STORE, ref=self.ref, state="pending"):
            if refund.tender == "cash":
                payments.hand_out_refund(refund_id=refund.id, store_id=STORE, by=CASHIER)

    @rule(faults=FAULTS, seconds=st.sampled_from([2, 10, 40]))
    def let_time_pass(self, faults: dict[str, object], seconds: int) -> None:
        self.world.faults(**faults)
        self.world.live(seconds, step=seconds)

    @invariant()
    def never_above_the_capture(self) -> None:
        for payment in Payment.objects.filter(ref=self.ref):
            promised = sum(refund.amount for refund in payment.refunds.all())
            assert promised == payment.refunded <= payment.amount
        assert payments.audit() == []

    @invariant()
    def alipay_gave_back_what_was_asked_and_no_more(self) -> None:
        ours = Refund.objects.filter(ref=self.ref, tender="alipay")
        captured = sum(Payment.objects.filter(ref=self.ref, tender="alipay").values_list("amount", flat=True))
        gave = captured - (self.world.seller_fen() - self.seller_before)
        settled = sum(ours.filter(state="settled").values_list("amount", flat=True))
        assert settled <= gave <= sum(ours.values_list("amount", flat=True))

    def teardown(self) -> None:
        self.world.faults()
        self.hand_out_cash()
        self.world.live(1000, step=500)
        assert not Refund.objects.filter(ref=self.ref).exclude(state="settled").exists()
        captured = sum(Payment.objects.filter(ref=self.ref, tender="alipay").values_list("amount", flat=True))
        refunded = sum(Refund.objects.filter(ref=self.ref, tender="alipay").values_list("amount", flat=True))
        assert self.world.seller_fen() - self.seller_before == captured - refunded


def test_refunds_over_a_network_that_fails(world: World) -> None:
    open_drawer(
        session_id=ids.uuid7(), store_id=STORE, drawer="K1", cashier=CASHIER, float_amount=0, currency="CNY"
    )
    world.http.post(f"/wallets/{world.wallet}/top_up", json={"amount": "1000000.00"}).raise_for_status()
    kept = settings(
        max_examples=20,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(type("OverThisGateway", (Refunds,), {"world": world}), settings=kept)


def paid(world: World, *, amount: int = 1_000) -> None:
    assert ask(amount=amount, way="code", auth_code=world.code()).state == "captured"


def refund(amount: int) -> payments.RefundView:
    [part] = payments.refund(
        refund_id=ids.uuid7(), ref="order:1", store_id=STORE, amount=amount, reason="bruised"
    )
    return part


def state_of(refund_id: UUID) -> str:
    return Refund.objects.get(id=refund_id).state


@pytest.mark.parametrize("fault", ["drop_response", "error_after_work", "error_rate"])
def test_a_refund_without_an_answer_is_asked_about_and_moves_money_once(world: World, fault: str) -> None:
    paid(world)
    world.faults(**{fault: {"count": 1, "method": "alipay.trade.refund"}})
    part = refund(400)
    world.duties()
    assert state_of(part.id) == "pending"
    world.live(10)
    assert state_of(part.id) == "settled"
    assert world.seller_fen() == 600 and Refund.objects.get().attempts == 2


def test_one_number_goes_out_with_every_try(world: World) -> None:
    paid(world)
    part = refund(400)
    number = Refund.objects.get().request_no
    world.faults(error_rate={"count": 3, "method": "alipay.trade.refund"})
    world.live(200, step=10)
    assert (state_of(part.id), Refund.objects.get().request_no) == ("settled", number)


def test_a_refund_that_alipay_refuses_stays_owed_until_a_person_acts(world: World) -> None:
    paid(world)
    world.advance(timedelta(days=456).total_seconds())  # past the last day
    part = refund(400)
    world.duties()
    assert state_of(part.id) == "failed" and payments.audit() == []
    with pytest.raises(errors.RefundTooHigh):
        refund(601)
    resend_refund(refund_id=part.id, store_id=STORE, by=CASHIER)
    world.duties()
    assert state_of(part.id) == "failed"
    pay_refund_in_cash(refund_id=part.id, store_id=STORE, by=CASHIER)
    open_drawer(
        session_id=ids.uuid7(),
        store_id=STORE,
        drawer="K1",
        cashier=CASHIER,
        float_amount=10_000,
        currency="CNY",
    )
    payments.hand_out_refund(refund_id=part.id, store_id=STORE, by=CASHIER)
    assert state_of(part.id) == "settled" and payments.audit() == []


def test_a_refund_is_refused_above_what_is_left(world: World) -> None:
    with pytest.raises(errors.RefundTooHigh):
        refund(1)
    paid(world)
    refund(999)
    for amount in (2, 10**12):
        with pytest.raises(errors.RefundTooHigh) as refused:
            refund(amount)
        assert refused.value.details == {"left": 1, "currency": "CNY"}
    with pytest.raises(errors.RefundTooHigh):
        payments.refund(refund_id=ids.uuid7(), ref="order:1", store_id="jingan", amount=1, reason="")
