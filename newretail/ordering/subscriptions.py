"""What ordering hears, from the rooms below it and of its own orders."""

from uuid import UUID

from newretail.fulfilment.events import LegDelivered, LegFailed, LegHandedOver, LegPacked, LegReceivedBack
from newretail.inventory.events import HoldCut
from newretail.kernel.events import subscribe
from newretail.members.events import MemberErased
from newretail.ordering import cancel_order, forget_member, pay_order, release_order, settle_order
from newretail.ordering.events import OrderCancelled, OrderDone, OrderExpired, OrderPaid
from newretail.ordering.settle_order import LegKey
from newretail.payments.events import PaymentCaptured


@subscribe(PaymentCaptured, name="ordering.pay")
def pay(event: PaymentCaptured) -> None:
    if not event.late:
        pay_order.mark_paid(ref=event.ref)


@subscribe(HoldCut, name="ordering.give_up_unpaid")
def give_up_unpaid(event: HoldCut) -> None:
    cancel_order.cancel_for_lost_goods(ref=event.ref)


@subscribe(OrderPaid, name="ordering.release")
def release(event: OrderPaid) -> None:
    release_order.release_order(ref=event.ref)


@subscribe(LegPacked, name="ordering.settle")
def settle(event: LegPacked) -> None:
    settle_order.settle_packed_leg(ref=event.ref, leg=_leg(event), taken=event.lines)


@subscribe(LegHandedOver, name="ordering.hand_over")
def hand_over(event: LegHandedOver) -> None:
    if event.to != "courier":
        settle_order.finish_leg(ref=event.ref, leg=_leg(event))


@subscribe(LegDelivered, name="ordering.deliver")
def deliver(event: LegDelivered) -> None:
    settle_order.finish_leg(ref=event.ref, leg=_leg(event))


@subscribe(LegFailed, name="ordering.fail")
def fail(event: LegFailed) -> None:
    settle_order.note_failed_leg(ref=event.ref, leg=_leg(event))


@subscribe(LegReceivedBack, name="ordering.receive_back")
def receive_back(event: LegReceivedBack) -> None:
    if event.again:
        settle_order.retry_leg(ref=event.ref, leg=_leg(event))
    else:
        settle_order.return_leg(ref=event.ref, leg=_leg(event))
        forget_member.forget_ended_order(ref=event.ref)


def _leg(event: LegPacked | LegHandedOver | LegDelivered | LegFailed | LegReceivedBack) -> LegKey:
    return LegKey(way=event.way, part=event.part)


@subscribe(MemberErased, name="ordering.forget")
def forget(event: MemberErased) -> None:
    forget_member.forget_member(member_id=UUID(event.member_id))


@subscribe(OrderDone, OrderExpired, OrderCancelled, name="ordering.forget_the_erased")
def forget_the_erased(event: OrderDone | OrderExpired | OrderCancelled) -> None:
    """Somebody was erased while this order was under way."""
    forget_member.forget_ended_order(ref=event.ref)
