import django.db.models.deletion
import newretail.kernel.clock
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0001_initial"),
        ("stores", "0003_badge_post"),
    ]

    operations = [
        migrations.CreateModel(
            name="Override",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.CharField(max_length=64)),
                ("way", models.CharField(blank=True, max_length=10)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pick_job_released", "pick job given back"),
                            ("code_unlocked", "pickup code unlocked"),
                            ("identity_checked", "collected without the code"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=newretail.kernel.clock.now)),
                (
                    "store",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stores.store",
                    ),
                ),
            ],
            options={
                "ordering": ["ref", "at", "id"],
                "indexes": [models.Index(fields=["ref"], name="override_of_ref")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="override_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["pick_job_released", "code_unlocked", "identity_checked"])
                        ),
                        name="override_kind_known",
                    ),
                ],
            },
        ),
    ]
