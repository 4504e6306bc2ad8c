from newretail.kernel.rooms import Room


class StoresConfig(Room):
    name = "newretail.stores"
