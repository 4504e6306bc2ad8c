from newretail.kernel import rooms


class StoresConfig(rooms.Room):
    name = "newretail.stores"
