"""What nobody asks about any more goes: carts that were left standing, where deliveries went, guests who never bought.

Each does a bounded batch and is called until nothing is left. How long things are kept is a setting (docs/running.md).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef

from newretail.kernel import clock
from newretail.members import api as members
from newretail.ordering.models import Cart, Order, Promise

_BATCH = 500


def forget_carts() -> int:
    """Carts that never became an order and about which nothing was promised lately, with their lines and quotes."""
    before = _days_ago(settings.CARTS_KEPT_DAYS)
    asked_since = Promise.objects.filter(cart=OuterRef("pk"), expires_at__gte=before)
    taken = Promise.objects.filter(cart=OuterRef("pk"), state=Promise.State.TAKEN)
    old = Cart.objects.filter(created_at__lt=before).exclude(state=Cart.State.ORDERED)
    left = old.exclude(Exists(asked_since)).exclude(Exists(taken)).values_list("id", flat=True)[:_BATCH]
    with transaction.atomic():
        rows = Cart.objects.select_for_update(skip_locked=True).filter(id__in=list(left))
        ids = list(rows.values_list("id", flat=True))
        Cart.objects.filter(id__in=ids).delete()
    return len(ids)


def forget_addresses() -> int:
    """Where orders went that ended long ago. Parcels forget theirs by themselves (`fulfilment.forget_addresses`)."""
    ended = Order.objects.filter(address__isnull=False, ended_at__lt=_days_ago(settings.ADDRESSES_KEPT_DAYS))
    rows = list(ended.values_list("id", "promise_id")[:_BATCH])
    with transaction.atomic():
        Order.objects.filter(id__in=[order for order, _ in rows]).update(address=None)
        Promise.objects.filter(id__in=[promise for _, promise in rows if promise]).update(address=None)
    return len(rows)


def forget_quotes() -> int:
    """Where people asked for a delivery that they did not order."""
    lapsed = Promise.objects.filter(
        address__isnull=False, expires_at__lt=_days_ago(settings.ADDRESSES_KEPT_DAYS)
    ).exclude(state=Promise.State.TAKEN)
    ids = list(lapsed.values_list("id", flat=True)[:_BATCH])
    return Promise.objects.filter(id__in=ids).update(address=None)


def forget_guests() -> int:
    """Guests who have neither an order nor a cart, some time after they came."""
    theirs = {"member_id": OuterRef("pk")}
    guests = get_user_model().objects.filter(
        kind="guest", date_joined__lt=_days_ago(settings.GUESTS_KEPT_DAYS)
    )
    idle = guests.exclude(Exists(Order.objects.filter(**theirs))).exclude(
        Exists(Cart.objects.filter(**theirs))
    )
    return members.remove_guests(list(idle.values_list("id", flat=True)[:_BATCH]))


def _days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
