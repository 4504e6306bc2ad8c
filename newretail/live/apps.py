from newretail.kernel import rooms


class LiveConfig(rooms.Room):
    name = "newretail.live"
