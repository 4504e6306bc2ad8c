"""What the tables of payments share."""

from django.db import models

ID_LENGTH = 64


def store_link() -> models.ForeignKey:
    """A store's row is not locked by the rows that belong to it, hence no constraint in the database."""
    return models.ForeignKey("stores.Store", models.DO_NOTHING, db_constraint=False, related_name="+")
