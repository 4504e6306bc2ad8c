from newretail.kernel import rooms


class InventoryConfig(rooms.Room):
    name = "newretail.inventory"
