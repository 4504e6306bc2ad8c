from newretail.kernel import rooms


class FulfilmentConfig(rooms.Room):
    name = "newretail.fulfilment"
