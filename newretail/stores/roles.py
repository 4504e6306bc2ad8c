"""What somebody may be at a store, or for the whole chain."""

from enum import StrEnum

from newretail.kernel import who


class Role(StrEnum):
    PICKER = "picker"
    PACKER = "packer"
    CASHIER = "cashier"
    COURIER = "courier"
    MANAGER = who.RUNS_A_PLACE
    HEAD_OFFICE = who.RUNS_ALL
    DEVICE = "device"
