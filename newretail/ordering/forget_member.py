"""An erased member's addresses, photos and words leave quotes, orders and refund requests; what is under way keeps its address until
it has ended."""

from uuid import UUID

from django.db import transaction

from newretail.fulfilment import api as fulfilment
from newretail.kernel import actor
from newretail.kernel.http.once import forget_answers
from newretail.members import api as members
from newretail.ordering.models import Order, Promise, RefundRequest
from newretail.photos import api as photos


@transaction.atomic
def forget_member(*, member_id: UUID) -> None:
    """Blank what ended orders and quotes remember of this member, here and in the rooms below. Repeating it changes nothing."""
    quotes = Promise.objects.filter(cart__member_id=member_id, address__isnull=False)
    for quote in quotes.exclude(state=Promise.State.TAKEN).select_for_update(of=("self",)):
        if quote.state == Promise.State.LIVE:
            quote.state = Promise.State.EXPIRED
            fulfilment.free(ref=quote.ref, store_id=quote.store_id)
        quote.address = None
        quote.save(update_fields=["state", "address"])
    for request in RefundRequest.objects.filter(order__member_id=member_id).select_related("order"):
        _forget_words(request)
    photos.drop_photos_by(member_id)
    fulfilment.forget_reasons(
        refs=[order.ref for order in Order.objects.filter(member_id=member_id).only("id")]
    )
    ended = Order.objects.filter(member_id=member_id, address__isnull=False, ended_at__isnull=False)
    for order in ended.select_for_update().order_by("id"):
        _forget(order)


@transaction.atomic
def forget_ended_order(*, ref: str) -> None:
    """A delivery has ended: nobody needs the address any more if its member has been erased meanwhile."""
    orders = Order.objects.filter(address__isnull=False, ended_at__isnull=False)
    order = orders.select_for_update().filter(id=ref.removeprefix("order:")).first()
    if order is not None and members.is_erased(order.member_id):
        _forget(order)


def _forget_words(request: RefundRequest) -> None:
    """What was asked and given stays in the books; what was written and shown does not."""
    photos.drop_photos_of(request.order.ref)
    request.lines.update(photos=[])
    if decided_by := actor.member_of(request.decided_by):
        forget_answers(member_id=decided_by, about=str(request.id))
    request.note = request.answer = ""
    request.save(update_fields=["note", "answer"])


def _forget(order: Order) -> None:
    order.address = None
    order.save(update_fields=["address"])
    photos.drop_photos_of(order.ref)
    if order.promise_id is not None:
        Promise.objects.filter(id=order.promise_id).update(address=None)
    fulfilment.forget(store_id=order.store_id, ref=order.ref)
