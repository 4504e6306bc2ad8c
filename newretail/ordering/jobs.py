"""What ordering does when time passes."""

from newretail.kernel.jobs import duty
from newretail.ordering import expire_orders as expire


@duty(every_seconds=15)
def expire_promises() -> int:
    return expire.expire_promises()


@duty(every_seconds=15)
def expire_orders() -> int:
    return expire.expire_orders()
