from newretail.kernel.rooms import Room


class OrderingConfig(Room):
    name = "newretail.ordering"
