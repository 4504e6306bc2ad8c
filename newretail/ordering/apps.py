from newretail.kernel import rooms


class OrderingConfig(rooms.Room):
    name = "newretail.ordering"
