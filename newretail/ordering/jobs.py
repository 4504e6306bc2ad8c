"""What ordering does when time passes."""

from newretail.kernel.jobs import duty
from newretail.ordering import expire_orders as expire
from newretail.ordering import forget_old


@duty(every_seconds=15)
def expire_promises() -> int:
    return expire.expire_promises()


@duty(every_seconds=15)
def expire_orders() -> int:
    return expire.expire_orders()


DAY_SECONDS = 86_400

duty(every_seconds=DAY_SECONDS)(forget_old.forget_carts)
duty(every_seconds=DAY_SECONDS)(forget_old.forget_addresses)
duty(every_seconds=DAY_SECONDS)(forget_old.forget_quotes)
duty(every_seconds=DAY_SECONDS)(forget_old.forget_guests)
