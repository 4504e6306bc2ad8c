from newretail.kernel.rooms import Room


class FulfilmentConfig(Room):
    name = "newretail.fulfilment"
