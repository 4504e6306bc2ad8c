"""PostgreSQL inside the data folder, for people who have none: `Cluster(folder).start()`, then its `.url`."""

from newretail.embedded.cluster import Cluster, StopMode, wait_until_answering
from newretail.embedded.errors import PostgresError

__all__ = ["Cluster", "PostgresError", "StopMode", "wait_until_answering"]
