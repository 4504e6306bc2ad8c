from newretail.kernel import rooms


class InsightConfig(rooms.Room):
    name = "newretail.insight"

    def ready(self) -> None:
        super().ready()
        from newretail.insight.desk_names import name_the_desks

        name_the_desks()
