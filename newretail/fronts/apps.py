from newretail.kernel import rooms


class FrontsConfig(rooms.Room):
    name = "newretail.fronts"
