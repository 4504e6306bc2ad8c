from typing import Any

from django.db.models.signals import post_migrate

from newretail.kernel import rooms


class KernelConfig(rooms.Room):
    name = "newretail.kernel"

    def ready(self) -> None:
        super().ready()
        import newretail.kernel.figures
        import newretail.kernel.http.once
        import newretail.kernel.months
        import newretail.kernel.release_retry  # noqa: F401  duties and facts of the kernel's own

        post_migrate.connect(_make_months, sender=self)
        post_migrate.connect(_leave_mark, sender=self)


def _make_months(**_: Any) -> None:
    """A database that was just made has a part for the facts of today."""
    from newretail.kernel.months import make_months_ahead

    make_months_ahead()


def _leave_mark(**_: Any) -> None:
    from newretail.kernel.schema import leave_mark

    leave_mark()
