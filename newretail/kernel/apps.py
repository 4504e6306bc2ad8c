from newretail.kernel.rooms import Room


class KernelConfig(Room):
    name = "newretail.kernel"

    def ready(self) -> None:
        super().ready()
        import newretail.kernel.http.once  # noqa: F401  its duty forgets old answers
