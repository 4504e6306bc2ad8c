from newretail.kernel.rooms import Room


class StorefrontConfig(Room):
    name = "newretail.storefront"
