from newretail.kernel import rooms


class CatalogConfig(rooms.Room):
    name = "newretail.catalog"
