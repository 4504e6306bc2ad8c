from newretail.kernel import rooms


class StorefrontConfig(rooms.Room):
    name = "newretail.storefront"
