"""What every context has in common as a Django app: it opens its subscriptions and duties when the house starts."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class Room(AppConfig):
    """A context. Importing `events`, `subscriptions`, `jobs` and `watch` registers its facts, what it listens to, what it sweeps and which
    figures of it are watched."""

    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in ("events", "subscriptions", "jobs", "watch"):
            path = f"{self.name}.{module}"
            if find_spec(path) is not None:
                import_module(path)
