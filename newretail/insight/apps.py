from newretail.kernel import rooms


class InsightConfig(rooms.Room):
    name = "newretail.insight"
