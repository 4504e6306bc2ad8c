from newretail.kernel.rooms import Room


class CatalogConfig(Room):
    name = "newretail.catalog"
