import django.db.models.deletion
import newretail.kernel.clock
import newretail.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stores", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Badge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=newretail.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("issued_at", models.DateTimeField(default=newretail.kernel.clock.now)),
                ("issued_by", models.CharField(blank=True, max_length=64)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=64)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="badges",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="badges",
                        to="stores.store",
                    ),
                ),
            ],
            options={
                "ordering": ["store_id", "issued_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=["store", "member"],
                        name="badge_good",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("pick", "pick"),
                            ("pack", "pack"),
                            ("counter", "counter"),
                            ("stock", "stock"),
                            ("manage", "manage"),
                            ("ride", "ride"),
                        ],
                        max_length=8,
                    ),
                ),
                ("zone", models.CharField(blank=True, max_length=32)),
                ("since", models.DateTimeField(default=newretail.kernel.clock.now)),
                ("seen_at", models.DateTimeField(default=newretail.kernel.clock.now)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="stores.store"
                    ),
                ),
            ],
            options={
                "ordering": ["store_id", "post", "zone", "since"],
                "constraints": [
                    models.UniqueConstraint(fields=("store", "member"), name="post_one_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("post__in", ["pick", "pack", "counter", "stock", "manage", "ride"])
                        ),
                        name="post_known",
                    ),
                ],
            },
        ),
    ]
