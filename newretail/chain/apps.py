from newretail.kernel import rooms


class ChainConfig(rooms.Room):
    name = "newretail.chain"
