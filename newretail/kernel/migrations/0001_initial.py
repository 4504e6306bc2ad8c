"""The kernel's tables. That of facts is cut by month, which Django has no words for."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Func, Value

import newretail.kernel.clock
import newretail.kernel.ids

EVENT_BY_MONTH = """
CREATE SEQUENCE kernel_event_number;
CREATE TABLE kernel_event (
    event_id uuid PRIMARY KEY,
    number bigint NOT NULL DEFAULT nextval('kernel_event_number'),
    name varchar(80) NOT NULL,
    store_id varchar(32) NOT NULL,
    ref varchar(64) NOT NULL,
    body jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    position bigint
) PARTITION BY RANGE (event_id);
ALTER SEQUENCE kernel_event_number OWNED BY kernel_event.number;
CREATE TABLE kernel_event_other PARTITION OF kernel_event DEFAULT WITH (fillfactor = 80);
CREATE INDEX event_waiting ON kernel_event (number) WHERE position IS NULL;
CREATE INDEX event_position ON kernel_event (position) WHERE position IS NOT NULL;
CREATE INDEX event_ref ON kernel_event (ref, position) WHERE ref <> '';
CREATE INDEX event_store ON kernel_event (store_id, position) WHERE store_id <> '';
"""

EVENT = migrations.CreateModel(
    name="Event",
    fields=[
        ("event_id", models.UUIDField(default=newretail.kernel.ids.uuid7, primary_key=True, serialize=False)),
        (
            "number",
            models.BigIntegerField(
                db_default=Func(Value("kernel_event_number"), function="nextval"), editable=False
            ),
        ),
        ("name", models.CharField(max_length=80)),
        ("store_id", models.CharField(blank=True, max_length=32)),
        ("ref", models.CharField(blank=True, max_length=64)),
        ("body", models.JSONField()),
        ("occurred_at", models.DateTimeField()),
        ("position", models.BigIntegerField(editable=False, null=True)),
    ],
    options={
        "indexes": [
            models.Index(condition=models.Q(position__isnull=True), fields=["number"], name="event_waiting"),
            models.Index(
                condition=models.Q(position__isnull=False), fields=["position"], name="event_position"
            ),
            models.Index(
                condition=models.Q(("ref", ""), _negated=True), fields=["ref", "position"], name="event_ref"
            ),
            models.Index(
                condition=models.Q(("store_id", ""), _negated=True),
                fields=["store_id", "position"],
                name="event_store",
            ),
        ]
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="DutyRun",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("ran_at", models.DateTimeField()),
                ("took_milliseconds", models.PositiveIntegerField(default=0)),
                ("failed", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="FactCount",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("count", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SchemaMark",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("written_by", models.CharField(max_length=32)),
                ("runs_with", models.CharField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="schema_mark_once")
                ]
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(EVENT_BY_MONTH, "DROP TABLE kernel_event")],
            state_operations=[EVENT],
        ),
        migrations.CreateModel(
            name="IdempotencyRecord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "scope", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scope", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                ("fingerprint", models.BinaryField(max_length=32)),
                ("status", models.SmallIntegerField(default=0)),
                ("body", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(default=newretail.kernel.clock.now)),
            ],
            options={"indexes": [models.Index(fields=["created_at"], name="idempotency_record_age")]},
        ),
        migrations.CreateModel(
            name="LastingEvent",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("store_id", models.CharField(blank=True, max_length=32)),
                ("ref", models.CharField(blank=True, max_length=64)),
                ("body", models.JSONField()),
                ("occurred_at", models.DateTimeField()),
                ("position", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ref", ""), _negated=True),
                        fields=["ref"],
                        name="lasting_event_ref",
                    ),
                    models.Index(fields=["position"], name="lasting_event_position"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Retry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("handler", models.CharField(max_length=160)),
                ("queue", models.CharField(max_length=80)),
                ("ref", models.CharField(blank=True, max_length=64)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=500)),
                ("given_up_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retries",
                        to="kernel.event",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "retries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("given_up_at__isnull", True)),
                        fields=["next_at"],
                        name="retry_due",
                    ),
                    models.Index(fields=["ref", "queue", "id"], name="retry_queue"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "handler"), name="retry_once"),
                ],
            },
        ),
    ]
