from newretail.kernel import rooms


class KernelConfig(rooms.Room):
    name = "newretail.kernel"

    def ready(self) -> None:
        super().ready()
        import newretail.kernel.http.once  # noqa: F401  its duty forgets old answers
