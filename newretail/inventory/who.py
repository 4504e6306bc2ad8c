"""Who of a store does what with its goods."""

from newretail.kernel.who import staff
from newretail.stores.api import Role

FLOOR = staff(Role.PICKER, Role.PACKER)
EYES = staff(Role.PICKER, Role.PACKER, Role.CASHIER)
