from newretail.kernel.rooms import Room


class InventoryConfig(Room):
    name = "newretail.inventory"
