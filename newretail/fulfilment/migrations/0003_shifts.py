import django.db.models.deletion
import newretail.kernel.clock
from django.db import migrations, models


def begin_shifts(apps, schema_editor):
    """Whoever is on duty when the house learns of shifts has been since they came."""
    shift = apps.get_model("fulfilment", "Shift")
    on_duty = apps.get_model("fulfilment", "Courier").objects.filter(on_duty=True)
    shift.objects.bulk_create(
        shift(store_id=courier.store_id, courier=courier, began_at=courier.duty_changed_at)
        for courier in on_duty.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0002_override"),
        ("stores", "0004_courier_pay"),
    ]

    operations = [
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField(default=newretail.kernel.clock.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("guarantee_per_hour", models.PositiveBigIntegerField(default=0, help_text="minor units")),
            ],
            options={
                "ordering": ["store_id", "began_at", "courier_id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="stop",
            name="stop_state_known",
        ),
        migrations.AddField(
            model_name="parcel",
            name="left_behind_at",
            field=models.DateTimeField(blank=True, help_text="a courier went without it", null=True),
        ),
        migrations.AddField(
            model_name="trip",
            name="metres",
            field=models.PositiveIntegerField(
                default=0, help_text="ridden so far, straight, the way back included"
            ),
        ),
        migrations.AddField(
            model_name="trip",
            name="pay_per_drop",
            field=models.PositiveBigIntegerField(default=0, help_text="minor units"),
        ),
        migrations.AddField(
            model_name="trip",
            name="pay_per_kilometre",
            field=models.PositiveBigIntegerField(default=0, help_text="minor units"),
        ),
        migrations.AlterField(
            model_name="stop",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "to do"),
                    ("arrived", "at the door"),
                    ("delivered", "delivered"),
                    ("failed", "failed"),
                    ("cancelled", "cancelled"),
                    ("left", "left behind at the store"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="trip",
            index=models.Index(fields=["courier", "made_at"], name="trip_of_courier"),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "arrived", "delivered", "failed", "cancelled", "left"])
                ),
                name="stop_state_known",
            ),
        ),
        migrations.AddField(
            model_name="shift",
            name="courier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="shifts", to="fulfilment.courier"
            ),
        ),
        migrations.AddField(
            model_name="shift",
            name="store",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stores.store",
            ),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["courier", "began_at"], name="shift_of_courier"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("courier",),
                name="shift_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                ),
                name="shift_ends_after_it_began",
            ),
        ),
        migrations.RunPython(begin_shifts, migrations.RunPython.noop),
    ]
