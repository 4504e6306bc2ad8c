from newretail.kernel.rooms import Room


class InsightConfig(Room):
    name = "newretail.insight"
