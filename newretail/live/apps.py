from newretail.kernel.rooms import Room


class LiveConfig(Room):
    name = "newretail.live"
