"""Who in a store may do what here. Its manager may do all of it."""

from newretail.kernel.who import staff
from newretail.stores.api import Role

PICKER = staff(Role.PICKER)
PACKER = staff(Role.PACKER)
COURIER = staff(Role.COURIER)
FLOOR = staff(Role.PICKER, Role.PACKER)
COUNTER = staff(Role.PACKER, Role.CASHIER)
ALONG_THE_CONVEYOR = staff(Role.PICKER, Role.PACKER, Role.DEVICE)
AT_PACKING = staff(Role.PACKER, Role.DEVICE)
WHOEVER_HOLDS_A_BAG = staff(Role.PICKER, Role.PACKER, Role.COURIER, Role.DEVICE)
