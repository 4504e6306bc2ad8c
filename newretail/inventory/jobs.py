"""What inventory sweeps by itself."""

from newretail.inventory.expire_holds import expire_holds
from newretail.inventory.expire_lots import expire_lots
from newretail.kernel.jobs import duty

duty(every_seconds=5)(expire_holds)
duty(every_seconds=60)(expire_lots)
