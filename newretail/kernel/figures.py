"""What the kernel's own rows tell whoever watches: facts, duties, the schema, connections."""

from collections.abc import Iterator

from prometheus_client.core import Metric

from newretail.kernel import metrics, queries, sql
from newretail.kernel.models import FactCount
from newretail.kernel.readiness import duty_standings, readiness, real_seconds

_CONNECTIONS = """
SELECT coalesce(state, 'other') AS state, count(*) AS open FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' GROUP BY 1
"""


@metrics.reading
def is_ready() -> Iterator[Metric]:
    ready = metrics.told("ready", "1 when /ready says 200")
    ready.add_metric([], float(readiness().ready))
    yield ready


@metrics.reading
def facts() -> Iterator[Metric]:
    standing = queries.standing()
    for name, about, value in (
        ("facts_waiting", "Facts in the outbox that have not been handed on", standing.waiting),
        (
            "facts_wait_seconds",
            "Real seconds that the oldest of them has waited",
            real_seconds(standing.lag_seconds),
        ),
        ("retries_open", "Facts that a handler has yet to take", standing.open),
        ("retries_given_up", "Of them those that need a person", standing.given_up),
        (
            "retries_unknown_handler",
            "Of them those whose handler this program does not have",
            standing.unknown_handler,
        ),
    ):
        figure = metrics.told(name, about)
        figure.add_metric([], value)
        yield figure
    handed_on = metrics.counted(
        "facts", "Facts handed on, by name: what was placed, paid, picked, delivered", ["name"]
    )
    for row in FactCount.objects.all():
        handed_on.add_metric([row.name], row.count)
    yield handed_on


@metrics.reading
def duties() -> Iterator[Metric]:
    late = metrics.told("duty_late_seconds", "Real seconds since a duty should have run again", ["duty"])
    took = metrics.told("duty_took_seconds", "How long its last run took", ["duty"])
    failed = metrics.told("duty_failed", "1 when its last run failed", ["duty"])
    for each in duty_standings():
        for figure, value in (
            (late, each.late_seconds),
            (took, each.took_seconds),
            (failed, float(each.failed)),
        ):
            figure.add_metric([each.name], value)
    yield from (late, took, failed)


@metrics.reading
def connections() -> Iterator[Metric]:
    figure = metrics.told(
        "database_connections", "Connections to the database, by what they are at", ["state"]
    )
    for row in sql.fetch(_CONNECTIONS, {}):
        figure.add_metric([row.state], row.open)
    yield figure
    most = metrics.told("database_connections_most", "How many the server takes")
    [setting] = sql.fetch("SELECT current_setting('max_connections')::int AS most", {})
    most.add_metric([], setting.most)
    yield most
