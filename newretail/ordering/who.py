"""Who of a store's people may do what with its orders. Its manager may do all of it."""

from newretail.kernel.who import staff
from newretail.stores.api import Role

FLOOR = staff(Role.PICKER, Role.PACKER, Role.CASHIER)
CASHIER = staff(Role.CASHIER)
DOOR_STAFF = staff(Role.CASHIER, Role.PACKER, Role.DEVICE)
